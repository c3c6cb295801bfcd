import { mustAcknowledge } from '../../core/rules/acknowledge.ts';
import type { CheckResult, Verdict } from '../../core/model/verdict.ts';

/** The verdict of a gate that lets work through. Only `passed` makes one: landing cannot be written without it. */
export class Passed {
  /** Makes the type nominal and the check at run time possible. */
  readonly #judged: { readonly candidate: string; readonly target: string };

  private constructor(judged: { readonly candidate: string; readonly target: string }) {
    this.#judged = judged;
  }

  /** Undefined unless every check was green, or a person acknowledged why they were not, and all else they must know. */
  static from(verdict: Verdict, acknowledged: readonly string[]): Passed | undefined {
    const { candidate, target, reasons } = verdict;
    const complete = candidate !== '' && target !== '' && reasons.length === 0;
    const told = mustAcknowledge(verdict).every(({ word }) => acknowledged.includes(word));
    return complete && told && isPassing(verdict) ? new Passed({ candidate, target }) : undefined;
  }

  /** Several that were judged one on top of the other, as one step; undefined unless each is on the one before. */
  static chain(passes: readonly Passed[]): Passed | undefined {
    const [first, last] = [passes[0], passes.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const linked = passes.every((pass, index) => index === 0 || pass.target === passes[index - 1]?.candidate);
    return linked ? new Passed({ candidate: last.candidate, target: first.target }) : undefined;
  }

  /** The commit that was judged. */
  get candidate(): string {
    return this.#judged.candidate;
  }

  /** What it was merged onto. */
  get target(): string {
    return this.#judged.target;
  }
}

function isPassing({ kind, checks }: Verdict): boolean {
  switch (kind) {
    case 'green':
      return checks.length > 0 && checks.every((check) => isGreen(check) || isKnownFlake(check));
    case 'flaky':
      return checks.length > 0 && checks.every((check) => isGreen(check) || check.outcome === 'flaky');
    case 'unchecked':
      return true;
    case 'red':
    case 'unchanged':
    case 'infrastructure':
    case 'target-red':
      return false;
  }
}

const isGreen = (check: CheckResult): boolean => check.outcome === 'green';

/** It flakes on the target as well, or was seen to before: that says nothing about this work. */
const isKnownFlake = ({ outcome, flake }: CheckResult): boolean => outcome === 'flaky' && flake?.known != null;

/** The pass for a verdict, or undefined when it may not land. `acknowledged` is what the person approved all the same. */
export function passed(verdict: Verdict, acknowledged: readonly string[] = []): Passed | undefined {
  return Passed.from(verdict, acknowledged);
}
