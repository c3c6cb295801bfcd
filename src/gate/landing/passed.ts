import type { Verdict } from '../../core/verdict.ts';

/** The verdict of a gate that lets work through. Only `passed` makes one: landing cannot be written without it. */
export class Passed {
  /** Makes the type nominal and the check at run time possible. */
  readonly #verdict: Verdict;

  private constructor(verdict: Verdict) {
    this.#verdict = verdict;
  }

  /** Undefined unless the verdict is green, or is unchecked or flaky and a person acknowledged that. */
  static from(verdict: Verdict, acknowledged: readonly string[]): Passed | undefined {
    const complete = verdict.candidate !== '' && verdict.target !== '' && verdict.reasons.length === 0;
    const known = verdict.checks.length > 0 && verdict.checks.every(isGreen);
    const green = verdict.kind === 'green' && known;
    const waved =
      (verdict.kind === 'unchecked' && acknowledged.includes('unchecked')) ||
      (verdict.kind === 'flaky' && verdict.checks.every(isGreenInTheEnd) && acknowledged.includes('flaky'));
    return complete && (green || waved) ? new Passed(verdict) : undefined;
  }

  /** The commit that was judged. */
  get candidate(): string {
    return this.#verdict.candidate;
  }

  /** What it was merged onto. */
  get target(): string {
    return this.#verdict.target;
  }
}

type Check = Verdict['checks'][number];

/** A check that flakes on the target as well says nothing against the work. */
const isGreen = (check: Check): boolean => check.outcome === 'green' || (isFlaky(check) && check.flake?.known !== null);
const isGreenInTheEnd = (check: Check): boolean => check.outcome === 'green' || isFlaky(check);
const isFlaky = (check: Check): boolean => check.outcome === 'flaky' && check.flake !== null;

/** The pass for a verdict, or undefined when it may not land. `acknowledged` is what the person approved all the same. */
export function passed(verdict: Verdict, acknowledged: readonly string[] = []): Passed | undefined {
  return Passed.from(verdict, acknowledged);
}
