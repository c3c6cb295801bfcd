import { enter, remember, settle } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Activity } from '../model/report.ts';
import { type Question, proseRequest } from '../model/question.ts';
import { type Session, heldMessages, isForgotten, openQuestions } from '../model/session.ts';

type TurnEvent = Extract<
  Event,
  {
    type:
      | 'agent.observed'
      | 'turn.began'
      | 'turn.ended'
      | 'turn.interrupted'
      | 'turn.failed'
      | 'conversation.named'
      | 'sub-work.changed';
  }
>;

/** Observations that are kept for `signalbox show --why`. */
const keptObservations = 40;

/** What an adapter found out about its agent: what it is doing, its turns, its helpers. */
export function reduceTurns(session: Session, event: TurnEvent, at: number): Session {
  // One whose context is given up has nothing more to say.
  if (isForgotten(session)) return session;
  if (event.type === 'conversation.named') return { ...session, conversation: event.id };
  if (session.run?.number !== event.run) return session;
  switch (event.type) {
    case 'agent.observed':
      return settle(observed(session, { kind: event.activity, words: event.words, rule: event.rule, at }), at);
    case 'turn.began': {
      const working = observed(goneOn(session), { kind: 'working', words: null, rule: event.rule, at });
      if (!isHandedIn(session)) return settle(working, at);
      // Whoever typed this wants more of it: what was judged, or is being judged, is not all of it any more.
      const back = { ...enter(working, 'working', at), reason: null, ending: null, gate: null, readyAt: null };
      return remember(settle(back, at), at, 'goes on in its terminal');
    }
    case 'turn.ended':
      return turnEnded(session, event, at);
    case 'turn.interrupted': {
      const resting = observed(session, { kind: 'resting', words: 'interrupted', rule: event.rule, at });
      return needsPerson(resting, 'its turn was broken off: type to it in its terminal, or resume it', at);
    }
    case 'turn.failed': {
      const resting = observed(session, { kind: 'resting', words: event.reason, rule: event.rule, at });
      return needsPerson(resting, event.reason, at);
    }
    case 'sub-work.changed':
      return observe(
        { ...session, run: { ...session.run, subWork: event.words } },
        {
          at,
          what: event.words === null ? 'no helpers' : `helpers: ${event.words}`,
          rule: event.rule,
        },
      );
  }
}

/** With the next turn a question in prose is answered: its agent has gone on from it, and may ask it again. */
function goneOn(session: Session): Session {
  if (!session.questions.some(isOpenProse)) return session;
  const questions = session.questions.map((question) =>
    isOpenProse(question) ? { ...question, withdrawn: true, closedBy: 'terminal' as const } : question,
  );
  return { ...session, questions };
}

/** Whether its agent was done for now: a turn that begins then was not asked for by us. One in hand is the person's. */
function isHandedIn({ state }: Session): boolean {
  return state === 'stuck' || state === 'checking' || state === 'ready';
}

function isOpenProse({ request, answer, withdrawn }: Question): boolean {
  return request.startsWith(proseRequest) && answer === null && !withdrawn;
}

/** A turn that ended of itself hands the work in, unless something else is to come first. */
function turnEnded(session: Session, event: Extract<TurnEvent, { type: 'turn.ended' }>, at: number): Session {
  const waits = event.background.length > 0;
  const kind = waits ? 'background' : event.held ? 'held' : 'resting';
  const words = waits ? event.background.join(', ') : null;
  const ended = { ...observed(session, { kind, words, rule: event.rule, at }), lastWords: event.words };
  if (waits || (session.state !== 'working' && session.state !== 'asking')) return ended;
  if (openQuestions(ended).some((question) => question.blocking)) return settle(ended, at);
  // What is still to be said to it comes before the gate: its work may change by it.
  if (heldMessages(ended).length > 0 || ended.messages.some((message) => message.sending !== null))
    return settle(ended, at);
  return remember({ ...enter(ended, 'checking', at), reason: null }, at, 'its turn ended');
}

/** A stuck session stays stuck for its first reason; one that has handed in is not touched. */
function needsPerson(session: Session, reason: string, at: number): Session {
  if (session.state !== 'working' && session.state !== 'asking') return session;
  return remember({ ...enter(session, 'stuck', at), reason }, at, `stuck: ${reason}`);
}

function observed(
  session: Session,
  { kind, words, rule, at }: { kind: Activity; words: string | null; rule: string; at: number },
): Session {
  const { run } = session;
  if (run === null) return session;
  const since = run.activity.kind === kind ? run.activity.since : at;
  const what = words === null ? kind : `${kind}: ${words}`;
  return observe({ ...session, run: { ...run, activity: { kind, words, rule, since } } }, { at, what, rule });
}

/** Notes what was found out, and by which signal. */
export function observe(session: Session, observation: Session['observations'][number]): Session {
  return { ...session, observations: [...session.observations, observation].slice(-keptObservations) };
}
