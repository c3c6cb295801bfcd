import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, Flake, Reason, TestName } from '../../core/model/verdict.ts';
import type { Check, CheckHooks, CheckPlace } from '../checks/check.ts';
import { type Evidence, evidenceKey } from '../checks/evidence.ts';
import type { Ran } from '../checks/run-reported.ts';
import { nameTest, testKey } from '../runners/test-names.ts';
import { type TargetPlace, targetWorktree } from '../slot/target-place.ts';
import { nameSome } from '../../git/plumbing/raw-path.ts';
import { failingOf, repeatTests } from './repeat-tests.ts';
import { type RedCheck, type Repeated, type Settled, settleRed, wholeCheck } from './settle-red.ts';
import { complainsNoMore } from './same-failure.ts';

/** A test that flaked before, and how often on the target itself; title '' is the whole check. */
export interface KnownFlake extends TestName {
  readonly check: string;
  readonly target: number;
}

/** What settling a red check needs. */
export interface Settling {
  readonly place: CheckPlace;
  readonly target: TargetPlace;
  readonly known: readonly KnownFlake[];
  readonly evidence: Evidence;
}

/** A check, a run of it, and the name of the logs of further ones. */
export interface RedRun {
  readonly check: Check;
  readonly ran: Ran;
  readonly log: string;
}

export interface SettledCheck {
  readonly result: CheckResult;
  /** Null when it does not keep the work from passing. */
  readonly reason: Reason | null;
  readonly notes: readonly string[];
}

/** Finds out what a red check means: repeats what failed on the candidate, and on the target. */
export async function settleCheck(settling: Settling, red: RedRun, hooks: CheckHooks): Promise<SettledCheck> {
  const { check, ran, log } = red;
  const there = targetRuns(settling, red, hooks);
  const failing = failingOf(ran);
  let count = 0;
  const again = (tests: readonly TestName[], alone: boolean): Promise<Repeated> => {
    count += 1;
    hooks.progress?.(`${check.name}: ${alone ? nameTests(tests) : 'all of it'} again`);
    const repeat = { check, place: settling.place, tests, log: `${log}-repeat-${count}`, mayMiss: false, alone };
    return repeatTests(repeat, hooks);
  };
  const settled = await settleRed({
    failing,
    candidate: (tests) => again(tests, true),
    together: failing.includes(wholeCheck) ? null : () => again(failing, false),
    target: there.run,
    isKnown: isKnownIn(settling.known, check),
  });
  return explain(settled, { check, ran, branch: settling.target.branch, onTarget: there.last() });
}

/** Whether a test of a check flaked on the target before. */
export function isKnownIn(known: readonly KnownFlake[], check: Check): RedCheck['isKnown'] {
  const names = new Set(known.filter((flake) => flake.check === check.name && flake.target > 0).map(testKey));
  return (test) => names.has(testKey(test));
}

/** Runs of a check's tests on the target, and what the last one came to. */
export function targetRuns(
  { place: own, target, evidence }: Pick<Settling, 'place' | 'target' | 'evidence'>,
  { check, ran, log }: RedRun,
  hooks: CheckHooks,
): { run: RedCheck['target']; last(): CheckResult | null } {
  let last: CheckResult | null = null;
  let count = 0;
  const run = async (tests: readonly TestName[], once: boolean): Promise<Repeated> => {
    const whole = tests.includes(wholeCheck);
    const known = await target.known();
    const content = check.commitExact === true ? target.commit : known.tree;
    const around = { content, check, around: known.around };
    // Judged as a candidate it was green as a whole.
    if (once && evidence.find(evidenceKey({ kind: 'check', ...around }))) return { kind: 'ran', red: [] };
    const key = evidenceKey({ kind: 'target', ...around, command: tests.map(testKey).toSorted().join('\n') });
    const kept = once ? evidence.find(key) : null;
    if (kept !== null && existsSync(kept.log)) {
      last = kept;
      return { kind: 'ran', red: whole ? await wholeRed(kept, targetWorktree(own.cwd)) : (kept.tests?.failed ?? []) };
    }
    const opened = await target.open();
    if (opened.kind === 'unusable') return { kind: 'unknown', why: opened.why };
    const { place } = opened;
    const there = tests.filter(({ file }) => mayBeIn(place.cwd, file));
    if (there.length === 0) return { kind: 'ran', red: [] };
    count += 1;
    hooks.progress?.(`${check.name}: ${nameTests(there)} on ${target.branch}`);
    const repeat = { check, place, tests: there, log: `${log}-target-${count}`, mayMiss: true, alone: true };
    const said = await repeatTests(repeat, hooks);
    last = said.ran?.result ?? null;
    if (said.kind === 'unknown') return said;
    if (last === null || !once) return said;
    evidence.keep(key, whole ? last : { ...last, tests: { executed: 0, skipped: 0, failed: [...said.red] } });
    return { kind: 'ran', red: whole ? await wholeRed(last, place.cwd) : said.red };
  };
  /** Red in the same way only: the target's own failure excuses no other one. */
  const wholeRed = async (theirs: CheckResult, cwd: string): Promise<readonly TestName[]> => {
    const mine = { log: ran.result.log, cwd: own.cwd };
    const alike = theirs.outcome === 'red' && theirs.exit === ran.result.exit;
    const same = alike && (await complainsNoMore(mine, { log: theirs.log, cwd }));
    return same ? [wholeCheck] : [];
  };
  return { run, last: () => last };
}

/** Files by their names; what is no path of a file (a package, nothing at all) may be anywhere. */
function mayBeIn(cwd: string, file: string | null): boolean {
  return file === null || !/\.(?:[cm]?[jt]sx?|py|rs)$/.test(file) || existsSync(join(cwd, file));
}

interface Explained {
  readonly check: Check;
  readonly ran: Ran;
  readonly branch: string;
  readonly onTarget: CheckResult | null;
}

function explain(settled: Settled, { check, ran, branch, onTarget }: Explained): SettledCheck {
  const { result } = ran;
  const { name, run } = check;
  if (settled.kind === 'flaky') {
    const notes = [flakeNote(check, settled.flake, branch), ...(settled.why === null ? [] : [settled.why])];
    return { result: { ...result, outcome: 'flaky', flake: settled.flake }, reason: null, notes };
  }
  if (settled.kind === 'target-red') {
    const { exit, tail } = onTarget ?? result;
    return { result, reason: { kind: 'target', target: branch, name, run, exit, tail }, notes: [] };
  }
  const also =
    settled.also.length === 0 ? '' : `not this work's, red on ${branch} as well: ${nameTests(settled.also)}\n`;
  const reason: Reason = { kind: 'check', name, run, exit: result.exit, tail: `${also}${result.tail}` };
  return { result, reason, notes: settled.why === null ? [] : [settled.why] };
}

/** A flake in a sentence. */
export function flakeNote(check: Check, flake: Flake, branch: string): string {
  const what = flake.tests.length === 0 ? '' : ` (${nameTests(flake.tests)})`;
  const here = `check ${check.name} is flaky${what}: red ${flake.reds} of ${flake.runs} times`;
  switch (flake.known) {
    case 'ledger':
      return `${here}, as it was on ${branch} before`;
    case 'target':
      return `${here}, and on ${branch} ${flake.targetReds} of ${flake.targetRuns}`;
    case null:
      return `${here}, on ${branch} ${flake.targetRuns === 0 ? 'it is not known' : `never in ${flake.targetRuns}`}`;
  }
}

function nameTests(tests: readonly TestName[]): string {
  return tests.includes(wholeCheck) ? 'all of it' : nameSome(tests.map(nameTest));
}
