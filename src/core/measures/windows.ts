import { type World, sessionsOf } from '../model/world.ts';
import { type Day, daysBetween, daysUpTo } from './days.ts';

/** How far back the measures look, in days of the person's calendar; today counts as one of them. */
export const windowNames = ['today', '7d', '30d', 'all'] as const;
export type WindowName = (typeof windowNames)[number];

/** The longest row of days that is shown one by one; a longer one is put together to weeks. */
const mostDays = 31;
const weekDays = 7;

/** A span of time whose days are counted one by one, or by the week. */
export interface Window {
  readonly name: WindowName;
  readonly zone: string;
  /** From here up to `now`. */
  readonly from: number;
  readonly now: number;
  readonly days: number;
  /** What is counted together: days, or weeks that end today. */
  readonly buckets: readonly Day[];
  readonly bucketDays: number;
}

/** The window with this name as it lies now. */
export function windowOf(world: World, { name, now, zone }: { name: WindowName; now: number; zone: string }): Window {
  const days = daysOf(world, { name, now, zone });
  const bucketDays = days > mostDays ? weekDays : 1;
  const count = Math.ceil(days / bucketDays);
  const all = daysUpTo(now, count * bucketDays, zone);
  const buckets = Array.from({ length: count }, (_, index): Day => {
    const first = all[index * bucketDays];
    const last = all[index * bucketDays + bucketDays - 1];
    return { date: first?.date ?? '', from: first?.from ?? now, to: last?.to ?? now };
  });
  return { name, zone, from: buckets[0]?.from ?? now, now, days: count * bucketDays, buckets, bucketDays };
}

function daysOf(world: World, { name, now, zone }: { name: WindowName; now: number; zone: string }): number {
  switch (name) {
    case 'today':
      return 1;
    case '7d':
      return 7;
    case '30d':
      return 30;
    case 'all': {
      const first = sessionsOf(world)[0]?.createdAt ?? now;
      return daysBetween(first, now, zone);
    }
  }
}

/** Whether something happened in the window; null: it never did. */
export function isWithin(window: Pick<Window, 'from' | 'now'>, at: number | null | undefined): at is number {
  return at != null && at >= window.from && at <= window.now;
}

/** How many of these moments lie in each bucket. */
export function countByBucket({ buckets }: Pick<Window, 'buckets'>, moments: readonly number[]): number[] {
  const counts = buckets.map(() => 0);
  for (const at of moments) {
    const index = bucketAt(buckets, at);
    if (index !== -1) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

function bucketAt(buckets: readonly Day[], at: number): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle];
    if (bucket === undefined) return -1;
    if (at < bucket.from) high = middle - 1;
    else if (at >= bucket.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
