import { addMessage, callRun, endRun, enter, remember, requeue, withdrawDialogs } from './change-session.ts';
import type { Event } from '../model/events.ts';
import { proseRequest } from '../model/question.ts';
import type { Exit, Session } from '../model/session.ts';

/**
 * The agent's context is given up: its process ends and another begins with the hand-over, in the same worktree and
 * round. Whoever has a place under the cap keeps it; whoever has none waits for one as rework does.
 */
export function reduceReset(session: Session, event: Extract<Event, { type: 'session.reset' }>, at: number): Session {
  const { handOver, note } = event;
  const fresh = { ...withOpenEnds(session), conversation: null, lastWords: null, forgotten: session.runs };
  const told = addMessage(fresh, { kind: 'hand-over', text: handOver, at });
  const noted = note === null ? told : addMessage(told, { kind: 'note', text: note, at });
  const said = remember({ ...noted, breakdowns: 0 }, at, 'reset: a fresh context in the same worktree');
  if (session.state === 'queued') return endRun(said, at, 'reset');
  const again = { ...said, reason: null };
  if (session.run !== null) return endRun(enter(again, 'working', at), at, 'reset');
  // One that ended its process to wait for answers has its place still; one that is stuck has none.
  return session.state === 'asking' ? callRun(enter(again, 'working', at)) : requeue(again, at);
}

/** The process of a context that was given up has ended. */
export function afterReset(session: Session, { at, lost }: Pick<Exit, 'at' | 'lost'>): Session | 'failed' {
  // In the queue its turn comes when there is a place.
  if (session.state === 'queued') return session;
  // Nobody was there when it was lost: the fresh one is offered to the person, not begun behind their back.
  return lost === null ? callRun(enter(session, 'working', at)) : 'failed';
}

/**
 * What nobody remembers any more: dialogs, questions in prose, and whether a message has arrived. Such a message is held
 * again, for the fresh agent has not seen it; what was asked by a tool stays open, for its answer says what it is about.
 */
function withOpenEnds(session: Session): Session {
  const { messages, questions } = withdrawDialogs(session);
  return {
    ...session,
    questions: questions.map((question) => {
      const moot = question.about === 'delivery' || question.request.startsWith(proseRequest);
      return moot && question.answer === null ? { ...question, withdrawn: true } : question;
    }),
    messages: messages.map((message) =>
      message.delivered === null ? { ...message, sending: null, unconfirmed: false } : message,
    ),
  };
}
