import { z } from 'zod';
import type { DecidedReview } from '../model/pace.ts';
import type { Session } from '../model/session.ts';
import { sum } from './figures.ts';
import { type Window, countByBucket } from './windows.ts';

/** What was started, finished, reviewed and landed, and when. */
export const flowSchema = z.object({
  started: z.number(),
  finished: z.number(),
  reviewed: z.number(),
  landed: z.number(),
  takenBack: z.number(),
  discarded: z.number(),
  /** Days of one row: 1, or 7 where the window is long. */
  rowDays: z.number(),
  /** Oldest first; `date`: the row's first day. */
  rows: z.array(
    z.object({
      date: z.string(),
      started: z.number(),
      finished: z.number(),
      reviewed: z.number(),
      landed: z.number(),
    }),
  ),
});
export type Flow = z.infer<typeof flowSchema>;

/** Counts what happened in the window. */
export function flowOf(
  sessions: readonly Session[],
  { reviews, window }: { reviews: readonly DecidedReview[]; window: Window },
): Flow {
  const started = countByBucket(
    window,
    some(sessions, ({ startedAt }) => startedAt),
  );
  const finished = countByBucket(window, some(sessions, firstPassedAt));
  const reviewed = countByBucket(
    window,
    reviews.filter(isDecision).map(({ at }) => at),
  );
  const landed = countByBucket(window, some(sessions, keptAt));
  const takenBack = countByBucket(
    window,
    some(sessions, (each) => (each.undoneBy === null ? null : landedAt(each))),
  );
  const discarded = countByBucket(window, some(sessions, discardedAt));
  return {
    started: sum(started),
    finished: sum(finished),
    reviewed: sum(reviewed),
    landed: sum(landed),
    takenBack: sum(takenBack),
    discarded: sum(discarded),
    rowDays: window.bucketDays,
    rows: window.buckets.map(({ date }, index) => ({
      date,
      started: started[index] ?? 0,
      finished: finished[index] ?? 0,
      reviewed: reviewed[index] ?? 0,
      landed: landed[index] ?? 0,
    })),
  };
}

function some(sessions: readonly Session[], when: (session: Session) => number | null): number[] {
  return sessions.flatMap((session) => when(session) ?? []);
}

/** A review that was put off decided nothing. */
export function isDecision({ decision }: DecidedReview): boolean {
  return decision !== 'deferred';
}

/** The lines that the reducers write when a round has passed its gate. */
const passedLines: ReadonlySet<string> = new Set(['gate green', 'gate unchecked', 'gate flaky', 'gate unchanged']);

/** When its work passed the gate for the first time; null: not yet. */
export function firstPassedAt({ history, readyAt }: Session): number | null {
  return history.find(({ what }) => passedLines.has(what))?.at ?? readyAt;
}

/** When it reached the target, whether or not that was taken back. */
export function landedAt({ landed }: Session): number | null {
  return landed?.at ?? null;
}

/** When it reached the target to stay there. */
export function keptAt(session: Session): number | null {
  return session.undoneBy === null ? landedAt(session) : null;
}

function discardedAt({ state, since }: Session): number | null {
  return state === 'discarded' ? since : null;
}
