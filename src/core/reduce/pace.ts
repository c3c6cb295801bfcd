import type { Event } from '../model/events.ts';
import { type DecidedReview, type Pace, type Sitting, emptyTally } from '../model/pace.ts';
import type { Session, State } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { goesOn } from '../rules/sitting.ts';
import { beginSitting, endSitting } from './sitting.ts';

export type PaceEvent = Extract<Event, { type: 'sitting.began' | 'sitting.ended' | 'sitting.warned' | 'review.read' }>;

/** After the last thing a person did they count as there for so long. */
const thereMs = 30 * 60_000;
/** A question takes no longer than this, whatever lay before its answer. */
const longestAnswerMs = 15 * 60_000;

/** A sitting begins, grows long and ends; the item in hand is read. */
export function reducePace(world: World, event: PaceEvent, at: number): Pace {
  const { pace } = world;
  switch (event.type) {
    case 'sitting.began':
      return act(beginSitting(countUp(world, at), at), at);
    case 'sitting.ended':
      return endSitting(pace, at);
    case 'sitting.warned':
      return pace.sitting === null ? pace : { ...pace, sitting: { ...pace.sitting, warnedAt: at } };
    case 'review.read': {
      if (pace.read?.session !== event.session) return pace;
      const { session, ms, at: before } = pace.read;
      // Nobody reads for longer than the clock ran, however many dashboards say so.
      const read = { session, ms: ms + Math.min(Math.max(0, event.ms), Math.max(0, at - before)), at };
      return act(beginSitting({ ...countUp(world, at), read }, at), at);
    }
  }
}

/** The person is gone: what comes now is not their time. */
export function noteLeft(world: World, at: number): Pace {
  return { ...endSitting(countUp(world, at), at), actedAt: null };
}

/** They have come: from now on it is. */
export function noteCame(world: World, at: number): Pace {
  return act(countUp(world, at), at);
}

/** What an event of a session's means for the measures. `takenAt`: when the item in hand was taken. */
export function notePace(
  world: World,
  event: Event,
  { before, takenAt, at }: { before: Session; takenAt: number; at: number },
): Pace {
  switch (event.type) {
    case 'review.taken':
      return act(beginSitting({ ...countUp(world, at), read: { session: before.id, ms: 0, at } }, at), at);
    case 'question.answered':
      // An answer that the machine gave by a convention took nobody's time.
      return event.convention === undefined ? noteAnswer(countUp(world, at), at) : world.pace;
    case 'gate.finished':
      // There may be a review to be done from now on.
      return countUp(world, at);
    default: {
      const decided = decisionOf(event, before);
      return decided === null ? world.pace : noteDecision(world, decided, { before, takenAt, at });
    }
  }
}

function noteAnswer(pace: Pace, at: number): Pace {
  const { tally, actedAt } = pace;
  const took = actedAt === null || !goesOn(actedAt, at) ? 0 : Math.min(at - actedAt, longestAnswerMs);
  const counted = { ...tally, answers: tally.answers + 1, answerMs: tally.answerMs + took };
  const { sitting, ...rest } = act(beginSitting({ ...pace, tally: counted }, at), at);
  return { ...rest, sitting: sitting === null ? null : { ...sitting, answers: sitting.answers + 1 } };
}

type Decided = Pick<DecidedReview, 'decision' | 'reading' | 'skimmed'>;

function noteDecision(
  world: World,
  decided: Decided,
  { before, takenAt, at }: { before: Session; takenAt: number; at: number },
): Pace {
  const pace = beginSitting(countUp(world, at), at);
  const others = sessionsOf(world).filter(({ id }) => id !== before.id);
  const review: DecidedReview = {
    session: before.id,
    round: before.round,
    at,
    takenAt,
    ...decided,
    tally: pace.tally,
    agentMs: agentTime(before, pace.reviews),
    waiting: others.filter(({ state }) => state === 'ready').length,
    queued: others.filter(({ state, queuedAs }) => state === 'queued' && queuedAs === 'start').length,
  };
  const sitting = pace.sitting === null ? null : withReview(pace.sitting, decided);
  return act({ ...pace, reviews: [...pace.reviews, review], tally: emptyTally, read: null, sitting }, at);
}

/** What is put back is no review yet; what was read of it is. Unread is what was approved so. */
function withReview(sitting: Sitting, { decision, reading, skimmed }: Decided): Sitting {
  return {
    ...sitting,
    reviews: sitting.reviews + (decision === 'deferred' ? 0 : 1),
    lines: sitting.lines + (reading?.readLines ?? 0),
    readMs: sitting.readMs + (reading?.ms ?? 0),
    unread: sitting.unread + (decision === 'approved' ? (reading?.unread ?? 0) : 0),
    skimmed: sitting.skimmed + (skimmed ? 1 : 0),
  };
}

/** The states in which a session is at work; what it waits for an answer is the person's time, not its own. */
const atWork: readonly State[] = ['preparing', 'working', 'checking'];

/** How long its agent worked for the round that is decided about: all its time at work without that of earlier rounds. */
function agentTime({ id, spent, undoes }: Session, reviews: readonly DecidedReview[]): number | null {
  if (undoes !== null) return null;
  const all = atWork.reduce((sum, state) => sum + (spent[state] ?? 0), 0);
  const earlier = reviews.reduce((sum, review) => sum + (review.session === id ? (review.agentMs ?? 0) : 0), 0);
  return Math.max(0, all - earlier);
}

/** The person has done something now. */
function act(pace: Pace, at: number): Pace {
  const { sitting } = pace;
  return { ...pace, actedAt: at, sitting: sitting === null ? null : { ...sitting, lastAt: at } };
}

/** Counts the time up to now: whether they were there, and whether there was a review to be done. */
function countUp(world: World, at: number): Pace {
  const { pace } = world;
  const { actedAt, countedTo, tally } = pace;
  const until = actedAt === null ? countedTo : Math.min(at, actedAt + thereMs);
  const span = Math.max(0, until - countedTo);
  const loaded = world.inHand !== null || sessionsOf(world).some(({ state }) => state === 'ready');
  return {
    ...pace,
    countedTo: at,
    tally:
      span === 0
        ? tally
        : {
            ...tally,
            thereMs: tally.thereMs + span,
            loadedMs: tally.loadedMs + (loaded ? span : 0),
          },
  };
}

function decisionOf(event: Event, before: Session): Decided | null {
  switch (event.type) {
    case 'review.approved': {
      const reading = event.reading ?? null;
      const said = event.acknowledged.includes('unread') || event.acknowledged.includes('fast');
      return { decision: 'approved', reading, skimmed: reading !== null && said };
    }
    case 'review.rejected':
      return { decision: 'rejected', reading: event.reading ?? null, skimmed: false };
    case 'review.deferred':
      if (before.state !== 'reviewing') return null;
      return { decision: 'deferred', reading: event.reading ?? null, skimmed: false };
    case 'session.discarded':
      return before.state === 'reviewing' ? { decision: 'discarded', reading: null, skimmed: false } : null;
    default:
      return null;
  }
}
