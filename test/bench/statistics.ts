import type { Statistic } from './measure.ts';

/** The value below which `share` of the numbers lie, by nearest rank; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle; the mean of both middles of an even count. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half) - 1] ?? Number.NaN)) / 2;
}

/** One number of many. */
export function summarize(numbers: readonly number[], statistic: Statistic): number {
  if (numbers.length === 0) return Number.NaN;
  switch (statistic) {
    case 'p50':
      return median(numbers);
    case 'p95':
      return quantile(numbers, 0.95);
    case 'p99':
      return quantile(numbers, 0.99);
    case 'max':
      return Math.max(...numbers);
    case 'sum':
      return numbers.reduce((sum, number) => sum + number, 0);
  }
}
