import type { Flake, TestName } from '../../core/model/verdict.ts';
import { testKey } from '../runners/test-names.ts';

/** Stands for a check whose runner does not name tests. */
export const wholeCheck: TestName = { file: null, title: '' };

/** What running some tests again came to: which of them were red, or that nothing can be said. */
export type Repeated =
  | { readonly kind: 'ran'; readonly red: readonly TestName[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** A check that was red once, and the ways to find out more. */
export interface RedCheck {
  /** What failed; `wholeCheck` where nobody says which tests did. */
  readonly failing: readonly TestName[];
  /** Runs them again on the candidate. */
  candidate(tests: readonly TestName[]): Promise<Repeated>;
  /** Runs them on the target; `once`: an earlier result will do. */
  target(tests: readonly TestName[], once: boolean): Promise<Repeated>;
  /** Runs the whole check again on the candidate; null where that is what `candidate` does. */
  readonly together: (() => Promise<Repeated>) | null;
  /** It flaked on the target before. */
  isKnown(test: TestName): boolean;
}

/** What a red check means. */
export type Settled =
  /** `also`: those of the failing tests that are red on the target too. */
  | {
      readonly kind: 'red';
      readonly tests: readonly TestName[];
      readonly also: readonly TestName[];
      readonly why: string | null;
    }
  | { readonly kind: 'target-red'; readonly tests: readonly TestName[] }
  | { readonly kind: 'flaky'; readonly flake: Flake; readonly why: string | null };

type Flaky = Extract<Settled, { kind: 'flaky' }>;

/** Runs on one commit, the first one included. */
const mostRuns = 3;

/**
 * Tells a failure from a flake, and whose it is. Green once is not enough to let it pass: then agents' own races land. It
 * passes only what flakes on the target as well; what never does there is new with this work. Red every time is the
 * work's, unless the target is red in the same way.
 */
export async function settleRed(check: RedCheck): Promise<Settled> {
  let steady = check.failing;
  let runs = 1;
  let reds = 1;
  while (steady.length > 0 && runs < mostRuns) {
    const again = await check.candidate(steady);
    if (again.kind === 'unknown') return { kind: 'red', tests: steady, also: [], why: again.why };
    runs += 1;
    steady = steady.filter((test) => isAmong(test, again.red));
    if (steady.length > 0) reds += 1;
  }
  if (steady.length > 0) return settleSteady(check, steady);
  const settled = await settleMixed(check, { tests: check.failing, runs, reds });
  return settled.flake.known === null ? withTheOthers(check, settled) : settled;
}

/** Red among all tests and green alone is not by chance when it is so each time: a person who decides has to know. */
async function withTheOthers(check: RedCheck, settled: Flaky): Promise<Flaky> {
  const together = check.together === null ? null : await check.together();
  if (together === null || together.kind === 'unknown') return settled;
  const isRed = check.failing.some((test) => isAmong(test, together.red));
  const { runs, reds } = settled.flake;
  return {
    ...settled,
    flake: { ...settled.flake, runs: runs + 1, reds: reds + (isRed ? 1 : 0) },
    why: isRed ? 'alone it was green, and red again together with all other tests: it may depend on them' : settled.why,
  };
}

async function settleSteady(check: RedCheck, tests: readonly TestName[]): Promise<Settled> {
  const there = await check.target(tests, true);
  if (there.kind === 'unknown') return { kind: 'red', tests, also: [], why: there.why };
  const also = tests.filter((test) => isAmong(test, there.red));
  if (also.length === tests.length) return { kind: 'target-red', tests };
  return { kind: 'red', tests: tests.filter((test) => !also.includes(test)), also, why: null };
}

/** Both results on one commit: known, when the ledger or the target knows every one of the tests to be so. */
export async function settleMixed(
  check: Pick<RedCheck, 'target' | 'isKnown'>,
  mixed: { readonly tests: readonly TestName[]; readonly runs: number; readonly reds: number },
): Promise<Flaky> {
  const { tests, runs, reds } = mixed;
  let open = tests.filter((test) => !check.isKnown(test));
  const isLedgers = open.length === 0;
  let why: string | null = null;
  let targetRuns = 0;
  let targetReds = 0;
  while (open.length > 0 && targetRuns < mostRuns) {
    const there = await check.target(open, false);
    if (there.kind === 'unknown') {
      ({ why } = there);
      break;
    }
    targetRuns += 1;
    if (there.red.length > 0) targetReds += 1;
    open = open.filter((test) => !isAmong(test, there.red));
  }
  const known = isLedgers ? 'ledger' : open.length === 0 ? 'target' : null;
  // Those that flake there too are no news.
  const named = (known === null ? open : tests).filter((test) => test !== wholeCheck);
  return { kind: 'flaky', flake: { tests: named, runs, reds, targetRuns, targetReds, known }, why };
}

function isAmong(test: TestName, tests: readonly TestName[]): boolean {
  return tests.some((other) => testKey(other) === testKey(test));
}
