/** What makes a command succeed although it failed, or look at less. */

const alwaysGreen: readonly (readonly [RegExp, string])[] = [
  [/\|\|\s*(?:true|:|exit\s+0|echo\b)/, 'its failure counts for nothing'],
  [/;\s*(?:true|:|exit\s+0)\s*$/, 'it always succeeds'],
  [/(?:^|\s)set \+e\b/, 'its failure counts for nothing'],
  [/(?:^|[^\w|]&&\s*)exit\s+0/, 'it always succeeds'],
  [
    /--passWithNoTests|--pass-with-no-tests|--allow-empty|--exit-zero|--no-fail\b|--soft-fail|--suppress-tests/,
    'it succeeds with nothing to do',
  ],
];

const lessLooked: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\s)-[km]\s+\\?["']?not\b|--deselect\b|--testPathIgnorePatterns|--exclude\b|--ignore(?:-glob|-pattern)?\b|--skip\b|(?:^|\s)-skip\b|--invert\b/,
    'some of it is left out',
  ],
  [/--retry\b|--retries\b|--reruns\b|--flaky/, 'a failure is tried again'],
  [
    /--no-coverage\b|--no-cov\b|--coverage[.=]\S*=?false|--no-verify\b|--no-strict\b|--quiet\b|--cap-lints|-A\s+(?:clippy|warnings|unused)|--skipLibCheck|--noCheck\b/,
    'it says less',
  ],
  [/--fix\b/, 'it mends instead of complaining'],
];

const demands =
  /-D\s*warnings|--max-warnings[= ]\S+|--strict\b|--cov-fail-under[= ]\S+|-Werror\b|(?:^|\s)-race\b|--forbid-only\b|--frozen-lockfile|--check-coverage|--fail-on-flaky-tests/g;

export interface LoosenedCommand {
  readonly why: string;
  /** Nobody could read it otherwise. */
  readonly certain: boolean;
}

/** Of a changed command: why it asks for less; null when it does not, as far as anybody can say. */
export function loosenedCommand(before: string, after: string): LoosenedCommand | null {
  const green = alwaysGreenBy(before, after);
  if (green !== null) return { why: green, certain: true };
  if (before !== '' && doesNothing(after) && !doesNothing(before)) return { why: 'it does nothing', certain: true };
  const less = lessLooked.find(([pattern]) => pattern.test(after) && !pattern.test(before));
  if (less) return { why: less[1], certain: false };
  const dropped = before.match(demands)?.find((demand) => !after.includes(demand));
  return dropped === undefined ? null : { why: `${dropped.trim()} is gone`, certain: false };
}

/** Why a command, or a line of one, can no longer fail; null when it can. */
export function alwaysGreenBy(before: string, after: string): string | null {
  return alwaysGreen.find(([pattern]) => pattern.test(after) && !pattern.test(before))?.[1] ?? null;
}

function doesNothing(command: string): boolean {
  return /^\s*(?:true|:|exit 0|echo\b[^&|;]*|node -e ["']["']|)\s*$/.test(command);
}

const named =
  /(?:^|[:_\-.])(?:test|tests|lint|types?|type-?check|tsc|build|ci|check|checks|verify|validate|coverage|cov|e2e|unit|spec|audit|clippy|vet)(?:$|[:_\-.])/i;

/** Whether a script or target by this name is one that work is judged by. `pretest` and `posttest` belong to it. */
export function isCheckName(name: string): boolean {
  if (/[:_-](?:fix|write|update|watch|dev|serve|format|clean)\b/.test(name)) return false;
  return named.test(name.replace(/^(?:pre|post)(?=[a-z])/, ''));
}
