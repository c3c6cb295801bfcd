import { z } from 'zod';
import type { Repo, World } from '../model/world.ts';
import { sessionsOf } from '../model/world.ts';
import { adviceOf, adviceSchema } from './advice.ts';
import { checkRecordOf, checkRecordSchema } from './check-record.ts';
import { conventionUses } from './conventions.ts';
import { failuresOf, failuresSchema } from './failures.ts';
import { flowOf, flowSchema } from './flow.ts';
import { questionLoadOf, questionLoadSchema } from './question-load.ts';
import { reviewDepthOf, reviewDepthSchema } from './review-depth.ts';
import { groupedRoundsSchema, roundsBy, roundsOf, roundsSchema } from './rounds.ts';
import { serialShareOf, serialShareSchema } from './serial-share.ts';
import { sittingsOf, sittingsSchema } from './sittings.ts';
import { timeSpentOf, timeSpentSchema } from './time-spent.ts';
import { type WindowName, windowNames, windowOf } from './windows.ts';

/** All measures of a window, as `signalbox stats --json` prints them. What each means: `measureDefinitions`. */
export const statsSchema = z.object({
  window: z.object({
    name: z.enum(windowNames),
    zone: z.string(),
    from: z.number(),
    to: z.number(),
    days: z.number(),
  }),
  flow: flowSchema,
  time: timeSpentSchema,
  review: reviewDepthSchema,
  sittings: sittingsSchema,
  serial: serialShareSchema,
  failures: failuresSchema,
  questions: questionLoadSchema,
  rounds: roundsSchema,
  agents: groupedRoundsSchema,
  kinds: groupedRoundsSchema,
  checks: checkRecordSchema,
  conventions: z.array(
    z.object({
      repo: z.string(),
      id: z.string(),
      sentence: z.string(),
      answered: z.number(),
      accepted: z.number(),
      revoked: z.number(),
    }),
  ),
  advice: adviceSchema.nullable(),
});
export type Stats = z.infer<typeof statsSchema>;

/** Which measures. `repo` null: of every repository; what is the person's own is so in any case. */
export interface StatsChoice {
  readonly name: WindowName;
  readonly repo: string | null;
  readonly now: number;
  readonly zone: string;
}

/** Everything that is measured, from the world alone. What takes a landing back is no task. */
export function statsOf(world: World, { name, repo, now, zone }: StatsChoice): Stats {
  const window = windowOf(world, { name, now, zone });
  const sessions = sessionsOf(world).filter(
    ({ undoes, repo: own }) => undoes === null && (repo === null || own === repo),
  );
  const ids = new Set(sessions.map(({ id }) => id));
  const reviews = world.pace.reviews.filter(({ session }) => ids.has(session));
  const repos = Object.values(world.repos).filter(({ id }: Repo) => repo === null || id === repo);
  const failures = failuresOf(sessions, window);
  const time = timeSpentOf(sessions, window);
  const review = reviewDepthOf(reviews, window);
  const checks = checkRecordOf(repos);
  return {
    window: { name, zone, from: window.from, to: now, days: window.days },
    flow: flowOf(sessions, { reviews, window }),
    time,
    review,
    sittings: sittingsOf(world.pace, window),
    serial: serialShareOf(sessions, { reviews, tally: world.pace.tally, window }),
    failures,
    questions: questionLoadOf(sessions, window),
    rounds: roundsOf(sessions, window),
    agents: roundsBy(sessions, window, ({ task }) => task.agent),
    kinds: roundsBy(sessions, window, ({ task }) => task.kind),
    checks,
    conventions: conventionUses(world, repo).map(({ convention: { id, sentence }, repo: own, ...uses }) => ({
      repo: own,
      id,
      sentence,
      ...uses,
    })),
    advice: adviceOf({ sessions, window, failures, time, review, checks }),
  };
}
