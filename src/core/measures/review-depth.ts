import { z } from 'zod';
import type { DecidedReview } from '../model/pace.ts';
import { figureSchema, median, ratio, share, sum } from './figures.ts';
import { isDecision } from './flow.ts';
import { type Window, isWithin } from './windows.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How fast and how deep the person reads. */
export const reviewDepthSchema = z.object({
  decided: z.number(),
  approved: z.number(),
  rejected: z.number(),
  discarded: z.number(),
  deferred: z.number(),
  /** Decided on days on which anything was decided. */
  perDay: figureSchema,
  perHourOfReading: figureSchema,
  minutesEach: figureSchema,
  linesPerMinute: figureSchema,
  unreadFiles: figureSchema,
  skimmed: figureSchema,
  /** Decided by a command: nobody knows how it was read. */
  unknown: z.number(),
});
export type ReviewDepth = z.infer<typeof reviewDepthSchema>;

/** Measures the reviews of the window. */
export function reviewDepthOf(all: readonly DecidedReview[], window: Window): ReviewDepth {
  const within = all.filter(({ at }) => isWithin(window, at));
  const decided = within.filter(isDecision);
  const read = decided.flatMap(({ reading }) => reading ?? []);
  const total = {
    ms: sum(read.map(({ ms }) => ms)),
    readLines: sum(read.map(({ readLines }) => readLines)),
    files: sum(read.map(({ files }) => files)),
    unread: sum(read.map(({ unread }) => unread)),
  };
  const approved = decided.filter(({ decision }) => decision === 'approved');
  const days = window.buckets.filter(({ from, to }) => decided.some(({ at }) => at >= from && at < to)).length;
  const count = (kind: DecidedReview['decision']): number => within.filter(({ decision }) => decision === kind).length;
  const known = approved.filter(({ reading }) => reading !== null);
  return {
    decided: decided.length,
    approved: approved.length,
    rejected: count('rejected'),
    discarded: count('discarded'),
    deferred: count('deferred'),
    perDay: { value: ratio(decided.length, days * window.bucketDays), n: days },
    perHourOfReading: { value: total.ms === 0 ? null : read.length / (total.ms / hourMs), n: read.length },
    minutesEach: scaled(median(read.map(({ ms }) => ms)), minuteMs),
    linesPerMinute: { value: total.ms === 0 ? null : total.readLines / (total.ms / minuteMs), n: read.length },
    unreadFiles: share(total.unread, total.files),
    skimmed: share(known.filter(({ skimmed }) => skimmed).length, known.length),
    unknown: decided.length - read.length,
  };
}

function scaled({ value, n }: { value: number | null; n: number }, by: number): { value: number | null; n: number } {
  return { value: value === null ? null : value / by, n };
}
