import type { Evidence } from '../model/round.ts';
import type { Session } from '../model/session.ts';
import { shortBytes } from './short-bytes.ts';
import type { CheckResult, Flake, TestCounts, TestName, Verdict } from '../model/verdict.ts';

/** What a gate's results mean, in words that screen and command line share. */

/** Tests that a sentence names; of more only the number is said. */
const namedTests = 3;

/** `test/a.test.ts: a > b`, or the title alone where the runner names no file. */
export function testInWords({ file, title }: TestName): string {
  return file === null ? title : `${file}: ${title}`;
}

/** Some tests by name: `a > b, c > d and 4 more`. */
export function testsInWords(tests: readonly TestName[]): string {
  const more = tests.length - namedTests;
  // One name more takes no more room than saying that there is one.
  const named = more <= 1 ? tests : tests.slice(0, namedTests);
  return `${named.map(({ title }) => title).join(', ')}${more > 1 ? ` and ${more} more` : ''}`;
}

/** Why a flaky check counts as it does: `red in 1 of 4 runs, in 1 of 3 on main: it flakes there too`. */
export function flakeInWords(flake: Flake, target: string): string {
  const here = `red in ${flake.reds} of ${flake.runs} runs`;
  const there = flake.targetRuns === 0 ? '' : `, in ${flake.targetReds} of ${flake.targetRuns} on ${target}`;
  return `${here}${there}: ${knownInWords(flake.known)}`;
}

function knownInWords(known: Flake['known']): string {
  if (known === 'target') return 'it flakes there too';
  return known === 'ledger' ? 'known to flake' : 'new with this work';
}

/** `41 tests, 2 skipped, 1 failed`. */
export function countsInWords({ executed, skipped, failed }: TestCounts): string {
  const parts = [`${executed} ${executed === 1 ? 'test' : 'tests'}`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (failed.length > 0) parts.push(`${failed.length} failed`);
  return parts.join(', ');
}

/** What a check's line says beside its name and time: test counts, and that it was not run again. */
export function checkAsides(check: CheckResult): readonly string[] {
  return [
    ...(check.tests === null ? [] : [countsInWords(check.tests)]),
    ...(check.reused ? ['from an earlier run on the same files'] : []),
  ];
}

/** What the target's own versions of changed tests say of the new code, a sentence. */
export function oldTestsInWords({ outcome, failed, files }: NonNullable<Verdict['oldTests']>, target: string): string {
  const which = `${target}'s own version of ${files.length === 1 ? (files[0] ?? '') : `${files.length} test files`}`;
  switch (outcome) {
    case 'green':
      return `${which} passes on the new code`;
    case 'infrastructure':
      return `${which} did not run to its end on the new code`;
    case 'red':
      if (failed.length === 0) return `${which} fails on the new code`;
      return `${failed.length} of ${target}'s own tests ${failed.length === 1 ? 'fails' : 'fail'} on the new code: ${testsInWords(failed)}`;
  }
}

/** Whether the target's own tests speak against the work. */
export function oldTestsFail({ oldTests }: Verdict): boolean {
  return oldTests !== null && oldTests.outcome === 'red';
}

/** Kind and size of a file that was handed in: `image, 12 KB`. */
export function evidenceInWords({ kind, bytes, round }: Evidence, presentRound: number): string {
  return `${kind === 'other' ? 'file' : kind}, ${shortBytes(bytes)}${round === presentRound ? '' : `, round ${round}`}`;
}

/** How an item would fare on the target as it is now, a sentence. */
export function outlookInWords({ kind, why }: NonNullable<Session['outlook']>, target: string): string {
  switch (kind) {
    case 'red':
      return `${target} moved: this would now be red: ${why}`;
    case 'target-red':
      return `${target} moved, and is red without this work: ${why}`;
    case 'infrastructure':
      return `${target} moved, and the checks did not run to their end there: ${why}`;
  }
}
