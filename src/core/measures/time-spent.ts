import { z } from 'zod';
import type { Session, State } from '../model/session.ts';
import { type Figure, fewest, figureSchema, median, sum } from './figures.ts';
import { landedAt } from './flow.ts';
import { type Window, isWithin } from './windows.ts';

/** What the time of a task goes into; every state belongs to exactly one of them. */
export const timeParts = ['queue', 'agent', 'questions', 'checks', 'waiting', 'review', 'landing', 'aside'] as const;
export type TimePart = (typeof timeParts)[number];

const partOf: readonly (readonly [State, TimePart])[] = [
  ['queued', 'queue'],
  ['preparing', 'agent'],
  ['working', 'agent'],
  ['asking', 'questions'],
  ['checking', 'checks'],
  ['ready', 'waiting'],
  ['reviewing', 'review'],
  ['landing', 'landing'],
  ['stuck', 'aside'],
  ['failed', 'aside'],
  ['stopped', 'aside'],
  ['discarded', 'aside'],
  ['landed', 'aside'],
];

/** Where the time of the tasks went that landed in the window. */
export const timeSpentSchema = z.object({
  lifetimeMs: figureSchema,
  parts: z.array(
    z.object({ part: z.enum(timeParts), totalMs: z.number(), medianMs: figureSchema, share: figureSchema }),
  ),
});
export type TimeSpent = z.infer<typeof timeSpentSchema>;

/** How long a session has been in each part, ms. All of them together are its life up to its present state. */
export function partsOf({ spent }: Session): Record<TimePart, number> {
  const parts = { queue: 0, agent: 0, questions: 0, checks: 0, waiting: 0, review: 0, landing: 0, aside: 0 };
  for (const [state, part] of partOf) parts[part] += spent[state] ?? 0;
  return parts;
}

/** Medians and shares over the tasks that landed in the window. */
export function timeSpentOf(sessions: readonly Session[], window: Window): TimeSpent {
  const landed = sessions.filter((session) => isWithin(window, landedAt(session))).map(partsOf);
  const whole = sum(landed.map((parts) => sum(Object.values(parts))));
  return {
    lifetimeMs: median(landed.map((parts) => sum(Object.values(parts)))),
    parts: timeParts.map((part) => {
      const each = landed.map((parts) => parts[part]);
      const totalMs = sum(each);
      return { part, totalMs, medianMs: median(each), share: shareOf(totalMs, whole, landed.length) };
    }),
  };
}

/** A share of time is said where enough tasks, not milliseconds, stand behind it. */
function shareOf(part: number, whole: number, n: number): Figure {
  return { value: n < fewest || whole === 0 ? null : part / whole, n };
}
