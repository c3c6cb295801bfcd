import { type Session, isLive, openQuestions } from '../model/session.ts';
import type { UserConfig } from '../model/config.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { noticeText } from '../words/notice-text.ts';

/** When a person is called. */
export type NoticeLimits = Pick<UserConfig, 'questions' | 'reviews'>;

/** What the rule must know beside the world. */
export interface NoticeView {
  readonly now: number;
  readonly limits: NoticeLimits;
  /** Somebody looks at a dashboard. */
  readonly looks: boolean;
  /** When somebody last looked at all there was; 0: never, as far as is known. */
  readonly lookedAt: number;
  /** The judgement task that the person is in; null: none. */
  readonly judgement: number | null;
}

/** A call of the person, about everything that waits for them now. */
export interface Notice {
  readonly questions: { readonly session: number; readonly question: number }[];
  readonly reviews: number[];
  readonly text: string;
}

/** Something that waits for the person, and since when. */
export interface Waiting {
  readonly session: number;
  /** null: the session itself, or its work. */
  readonly question: number | null;
  readonly since: number;
}

/** What waits for so short a time may settle by itself, ms. */
const settleMs = 3000;
/** Whoever was just called is on the way: what comes meanwhile is theirs to see, or is told later, ms. */
const apartMs = 60_000;

/**
 * Whether the person is to be called, and for what. In batches: when all live sessions wait for them, enough has come
 * together, or the oldest has waited long enough. Never for what they were called for already, never while somebody
 * looks; while they are in a judgement task only for that one.
 */
export function noticeDue(world: World, view: NoticeView): Notice | null {
  const { now, limits, looks, lookedAt, judgement } = view;
  const last = world.person.notified?.at ?? Number.NEGATIVE_INFINITY;
  if (looks || now - last < apartMs) return null;
  const sessions = sessionsOf(world).filter(({ id }) => judgement === null || id === judgement);
  const all = sessions.flatMap(waitingOf);
  const fresh = all.filter((one) => !wasTold(world, one));
  const unseen = fresh.filter(({ since }) => since > lookedAt);
  const reached = (kind: 'questions' | 'reviews'): 'many' | 'long' | null => {
    const of = (one: Waiting): boolean => (one.question !== null) === (kind === 'questions');
    if (unseen.filter(of).length >= limits[kind].notify_at) return 'many';
    // For somebody who has seen it, waiting begins anew: that they know of it is why they went.
    const waits = fresh.filter(of).map(({ since }) => now - Math.max(since, lookedAt));
    return waits.some((ms) => ms >= limits[kind].notify_after) ? 'long' : null;
  };
  const allWait = unseen.length > 0 && nothingGoesOn(sessions, now);
  const why = allWait ? 'all' : (reached('questions') ?? reached('reviews'));
  if (why === null) return null;
  const told = toldStill(world);
  return {
    questions: questionsIn([...told, ...all]),
    reviews: [...new Set([...told, ...all].filter(({ question }) => question === null).map(({ session }) => session))],
    text: noticeText({ world, why, waiting: all, now }),
  };
}

/** What of a session waits for the person. */
export function waitingOf(session: Session): Waiting[] {
  const questions = openQuestions(session).map(({ number, askedAt }) => ({
    session: session.id,
    question: number,
    since: askedAt,
  }));
  const since = waitsSince(session);
  return since === null ? questions : [...questions, { session: session.id, question: null, since }];
}

/** Since when its work, or itself, waits for the person; null: it does not. */
function waitsSince({ state, readyAt, since }: Session): number | null {
  if (state === 'ready') return readyAt ?? since;
  return state === 'stuck' || state === 'failed' ? since : null;
}

/** Whether every live agent has waited for the person for a moment, also where there is none. */
function nothingGoesOn(sessions: readonly Session[], now: number): boolean {
  return sessions
    .filter(isLive)
    .every(({ state, since }) => (state === 'asking' || state === 'stuck') && now - since >= settleMs);
}

function wasTold(world: World, { session, question, since }: Waiting): boolean {
  const { notified } = world.person;
  if (notified === null) return false;
  if (question === null) return notified.reviews.includes(session) && since <= notified.at;
  return notified.questions.some((told) => told.session === session && told.question === question);
}

/** What they were called for before and have not dealt with. */
function toldStill(world: World): Waiting[] {
  return sessionsOf(world)
    .flatMap(waitingOf)
    .filter((one) => wasTold(world, one));
}

function questionsIn(waiting: readonly Waiting[]): Notice['questions'] {
  const seen = new Set<string>();
  return waiting.flatMap(({ session, question }) => {
    if (question === null || seen.has(`${session}:${question}`)) return [];
    seen.add(`${session}:${question}`);
    return [{ session, question }];
  });
}
