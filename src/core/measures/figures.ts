import { z } from 'zod';

/** So few that no share is said of them. */
export const fewest = 5;

/** A figure and how many it was made from; null where nothing can be said. */
export const figureSchema = z.object({ value: z.number().nullable(), n: z.number() });
export type Figure = z.infer<typeof figureSchema>;

/** The middle one of some numbers, the mean of the middle two; null of none. */
export function median(values: readonly number[]): Figure {
  const sorted = [...values].toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return { value: null, n };
  const upper = sorted[Math.floor(n / 2)] ?? 0;
  const lower = sorted[Math.ceil(n / 2) - 1] ?? upper;
  return { value: (lower + upper) / 2, n };
}

/** The mean; null of none. */
export function mean(values: readonly number[]): Figure {
  return { value: ratio(sum(values), values.length), n: values.length };
}

/** A part of a whole, from 0 to 1; null of fewer than `fewest`. */
export function share(part: number, of: number): Figure {
  return { value: of < fewest ? null : part / of, n: of };
}

/** One number by another; null by nothing. */
export function ratio(part: number, of: number): number | null {
  return of > 0 ? part / of : null;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
