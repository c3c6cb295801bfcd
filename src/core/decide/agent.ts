import { type Decision, accept, refuse } from './decision.ts';
import type { Event } from '../model/events.ts';
import type { Evidence } from '../model/round.ts';
import { scopeAnswers } from '../model/question.ts';
import {
  type Message,
  type Session,
  type deliveries,
  heldMessages,
  isForgotten,
  isHandedIn,
} from '../model/session.ts';

/** What an agent's own calls lead to. A call that has acted before (same `request`) acts no second time. */

type Asked = Extract<Event, { type: 'question.asked' }>['questions'];

export function ask(session: Session, { request, questions }: { request: string; questions: Asked }): Decision {
  if (session.requests.includes(request)) return accept();
  const ended = over(session) ?? wrongWidening(session, questions);
  if (ended !== null) return ended;
  return accept({ type: 'question.asked', session: session.id, request, questions: questions.map(withAnswers) });
}

/** What is wrong with a wish to change more files; null when nothing is. */
function wrongWidening({ task }: Session, questions: Asked): Decision | null {
  const globs = questions.flatMap((question) => question.widens ?? []);
  if (globs.length === 0) return null;
  if (task.scope.length === 0) return refuse('this task has no boundary', 'change what the task needs');
  const outside = globs.find((glob) => glob.trim() === '' || glob.startsWith('/') || glob.split('/').includes('..'));
  if (outside !== undefined) return refuse(`${outside || '(nothing)'} is no path inside the repository`);
  return null;
}

/** Whether a boundary is widened is a choice between two. */
function withAnswers(question: Asked[number]): Asked[number] {
  return (question.widens ?? []).length === 0 ? question : { ...question, options: [...scopeAnswers], default: null };
}

export function reportProgress(session: Session, { request, text }: { request: string; text: string }): Decision {
  if (session.requests.includes(request)) return accept();
  return over(session) ?? accept({ type: 'progress.reported', session: session.id, request, text });
}

export function reportBlocked(session: Session, { request, reason }: { request: string; reason: string }): Decision {
  if (session.requests.includes(request)) return accept();
  return over(session) ?? accept({ type: 'session.blocked', session: session.id, request, reason });
}

export function finishWork(
  session: Session,
  { request, summary, evidence }: { request: string; summary: string; evidence: Evidence[] },
): Decision {
  if (session.requests.includes(request)) return accept();
  if (isHandedIn(session)) return accept();
  return over(session) ?? accept({ type: 'work.finished', session: session.id, request, summary, evidence });
}

/** The messages a call takes: those it took before, when it is repeated; else all that are held. */
export function messagesFor(session: Session, request: string): readonly Message[] {
  const taken = session.messages.filter((message) => message.delivered?.request === request);
  if (taken.length > 0) return taken;
  // What is held is for the agent that comes after it.
  return isForgotten(session) ? [] : heldMessages(session);
}

/** Hands messages over, once. */
export function deliver(
  session: Session,
  { messages, by, request }: { messages: readonly Message[]; by: (typeof deliveries)[number]; request: string },
): Decision {
  const held = messages.filter((message) => message.delivered === null).map((message) => message.number);
  if (held.length === 0) return accept();
  return accept({ type: 'message.delivered', session: session.id, messages: held, by, request });
}

function over(session: Session): Decision | null {
  if (isForgotten(session)) return refuse('this agent is being replaced by one with a fresh context', 'end here');
  switch (session.state) {
    case 'working':
    case 'asking':
    case 'checking':
      return null;
    case 'stuck':
      // Without its process it has no place any more: only the person can give it one.
      return session.run === null ? refuse('this session is stuck', 'it waits for the person: end here') : null;
    case 'queued':
    case 'preparing':
    case 'ready':
    case 'reviewing':
    case 'landing':
      return refuse(`this session is ${session.state}`, 'its round is over: end here');
    case 'landed':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return refuse(`this session is ${session.state}`, 'nothing more is expected of it: end here');
  }
}
