import { z } from 'zod';
import type { DecidedReview, Tally } from '../model/pace.ts';
import type { Session } from '../model/session.ts';
import { sum } from './figures.ts';
import { keptAt } from './flow.ts';
import { partsOf } from './time-spent.ts';
import { type Window, isWithin } from './windows.ts';

const minuteMs = 60_000;

/** What an answer takes of which nothing was counted, ms. */
const uncountedMs = minuteMs;
/** A review of unknown reading counts the time it was in hand, at most so long, ms. */
const longestUnknownMs = 30 * minuteMs;
/** Agents that the table goes up to. */
const mostAgents = 8;
/** Landed tasks below which nothing is said of what one more agent would bring. */
const fewestLanded = 5;

/** What of the work only the person can do, and what one more agent would bring. */
export const serialShareSchema = z.object({
  /** Landed tasks that this is made from. */
  n: z.number(),
  /** Minutes of the person and of agents for one landed task; null of too few. */
  personMinutes: z.number().nullable(),
  agentMinutes: z.number().nullable(),
  /** The person's part of both. */
  serialShare: z.number().nullable(),
  /** The most that any number of agents can bring: 1 by the serial share. */
  limit: z.number().nullable(),
  table: z.array(
    z.object({
      agents: z.number(),
      /** Amdahl's law: the person and the agents work one after the other. */
      amdahl: z.number(),
      /** With overlap: the person serves one agent while the others work, and they queue for the person. */
      speedup: z.number(),
      /** Tasks that land in an hour in which the person is there. */
      perHour: z.number(),
      /** What this agent adds to the one before it, a share of the throughput. */
      gain: z.number(),
      /** How much of the person's time is taken. */
      busy: z.number(),
    }),
  ),
});
export type SerialShare = z.infer<typeof serialShareSchema>;

/** Person and agents of the window, for one landed task each. `tally`: what was counted since the last review. */
export function serialShareOf(
  sessions: readonly Session[],
  { reviews, tally, window }: { reviews: readonly DecidedReview[]; tally: Tally; window: Window },
): SerialShare {
  const n = sessions.filter((session) => isWithin(window, keptAt(session))).length;
  const agentMs = sum(sessions.filter((session) => endedIn(session, window)).map(agentTime));
  const decided = reviews.filter(({ at }) => isWithin(window, at));
  const tallies = [...decided.map((review) => review.tally), tally];
  const answers = sum(sessions.map((session) => answersIn(session, window)));
  const uncounted = Math.max(0, answers - sum(tallies.map((each) => each.answers)));
  const personMs =
    sum(decided.map(reviewTime)) + sum(tallies.map(({ answerMs }) => answerMs)) + uncounted * uncountedMs;
  if (n < fewestLanded || agentMs + personMs === 0)
    return { n, personMinutes: null, agentMinutes: null, serialShare: null, limit: null, table: [] };
  const [person, agent] = [personMs / n / minuteMs, agentMs / n / minuteMs];
  const serial = person / (person + agent);
  return {
    n,
    personMinutes: person,
    agentMinutes: agent,
    serialShare: serial,
    limit: serial === 0 ? null : 1 / serial,
    table: agentsTable({ person, agent }),
  };
}

/** Amdahl's law: how much faster than with one agent, where a share is serial. */
export function amdahl(serial: number, agents: number): number {
  return 1 / (serial + (1 - serial) / agents);
}

/**
 * What each number of agents comes to. A closed queue of one server: an agent works `agent` minutes, then its task takes
 * `person` minutes of the one person, behind those that came before (mean value analysis, exact for random times).
 */
export function agentsTable({ person, agent }: { person: number; agent: number }): SerialShare['table'] {
  const serial = person / (person + agent);
  const table: SerialShare['table'] = [];
  let waiting = 0;
  let before = 0;
  for (let agents = 1; agents <= mostAgents; agents++) {
    const response = person * (1 + waiting);
    const throughput = agents / (agent + response);
    waiting = throughput * response;
    table.push({
      agents,
      amdahl: amdahl(serial, agents),
      speedup: throughput * (agent + person),
      perHour: throughput * 60,
      gain: before === 0 ? 0 : throughput / before - 1,
      busy: throughput * person,
    });
    before = throughput;
  }
  return table;
}

/** What was given up cost its agents' time as well. */
function endedIn(session: Session, window: Window): boolean {
  const { state, since } = session;
  return (state === 'landed' || state === 'discarded') && isWithin(window, since);
}

function agentTime(session: Session): number {
  const { agent, checks } = partsOf(session);
  return agent + checks;
}

function reviewTime({ reading, at, takenAt }: DecidedReview): number {
  return reading?.ms ?? Math.min(longestUnknownMs, Math.max(0, at - takenAt));
}

function answersIn({ questions }: Session, window: Window): number {
  return questions.filter(({ answer }) => answer?.convention === undefined && isWithin(window, answer?.at)).length;
}
