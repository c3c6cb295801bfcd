import type { TestName } from '../../core/model/verdict.ts';
import { eachOnce } from './test-names.ts';

/** What a runner said of its tests. */
export interface RunnerWords {
  /** null where it does not say how many it ran. */
  readonly executed: number | null;
  readonly skipped: number;
  /** Every test that failed, each once; empty also where it said how many, and not all of their names. */
  readonly failed: readonly TestName[];
}

/** Reads lines without colours; null when they are none of this runner's. */
export type ReadWords = (lines: readonly string[]) => RunnerWords | null;

/** The first group of a pattern as a number; 0 when it does not fit. */
export function numberOf(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

/** Names are given only when none is missing: who repeats those would take the others for green. */
export function complete(counted: {
  executed: number | null;
  skipped: number;
  failed: readonly TestName[];
  /** How many failed by the runner's own count; null when it does not say. */
  expected: number | null;
}): RunnerWords {
  const { executed, skipped, expected } = counted;
  const failed = eachOnce(counted.failed);
  return { executed, skipped, failed: expected === null || failed.length >= expected ? failed : [] };
}
