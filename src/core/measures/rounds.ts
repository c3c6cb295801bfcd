import { z } from 'zod';
import type { Session } from '../model/session.ts';
import { figureSchema, mean, median, share, sum } from './figures.ts';
import { landedAt } from './flow.ts';
import { askedOf } from './question-load.ts';
import { partsOf } from './time-spent.ts';
import { type Window, isWithin } from './windows.ts';

/** How tasks went that ended in the window: landed, or given up after they had started. */
export const roundsSchema = z.object({
  ended: z.number(),
  landed: z.number(),
  rounds: figureSchema,
  reds: figureSchema,
  rejections: figureSchema,
  /** Landed without a red gate and without a rejection, of what landed. */
  firstTime: figureSchema,
  questions: figureSchema,
  agentMs: figureSchema,
});
export type Rounds = z.infer<typeof roundsSchema>;

/** The same for each agent, or each kind of task; the most used first. */
export const groupedRoundsSchema = z.array(roundsSchema.extend({ name: z.string() }));

/** Counts the rounds of what ended in the window. */
export function roundsOf(sessions: readonly Session[], window: Window): Rounds {
  return measure(endedIn(sessions, window));
}

/** By the name that each session gets. */
export function roundsBy(
  sessions: readonly Session[],
  window: Window,
  nameOf: (session: Session) => string,
): z.infer<typeof groupedRoundsSchema> {
  const groups = new Map<string, Session[]>();
  for (const session of endedIn(sessions, window)) {
    const name = nameOf(session);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [session]);
    else group.push(session);
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...measure(group) }))
    .toSorted((a, b) => b.ended - a.ended || (a.name < b.name ? -1 : 1));
}

function endedIn(sessions: readonly Session[], window: Window): Session[] {
  return sessions.filter(
    ({ state, since, startedAt }) =>
      (state === 'landed' || (state === 'discarded' && startedAt !== null)) && isWithin(window, since),
  );
}

function measure(sessions: readonly Session[]): Rounds {
  const landed = sessions.filter((session) => landedAt(session) !== null);
  const firstTime = landed.filter((session) => redsOf(session) + rejectionsOf(session) === 0).length;
  return {
    ended: sessions.length,
    landed: landed.length,
    rounds: median(sessions.map(({ round }) => round)),
    reds: mean(sessions.map(redsOf)),
    rejections: mean(sessions.map(rejectionsOf)),
    firstTime: share(firstTime, landed.length),
    questions: mean(sessions.map((session) => askedOf(session).length)),
    agentMs: median(sessions.map((session) => partsOf(session).agent)),
  };
}

/** Red gates that sent it back to its agent. */
function redsOf({ messages }: Session): number {
  return sum(messages.map(({ kind }) => (kind === 'red' ? 1 : 0)));
}

function rejectionsOf({ causes }: Session): number {
  return causes.filter(({ what }) => what === 'rejected').length;
}
