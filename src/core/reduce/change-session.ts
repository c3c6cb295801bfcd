import type { Cause } from '../model/causes.ts';
import { type Message, type Run, type Session, type State, openDialogs, openQuestions } from '../model/session.ts';

/** Steps that several reducers share. Each returns a new session; none looks at a clock. */

/** Comes into a state; a state that it is already in keeps its time. */
export function enter(session: Session, state: State, at: number): Session {
  if (session.state === state) return session;
  // That the target is red holds back the round that was judged on it, and no later one.
  const verdict = session.verdict?.kind === 'target-red' ? null : session.verdict;
  const spent = {
    ...session.spent,
    [session.state]: (session.spent[session.state] ?? 0) + Math.max(0, at - session.since),
  };
  return { ...session, state, verdict, since: at, spent };
}

/** Adds one line to the history. */
export function remember(session: Session, at: number, what: string): Session {
  return { ...session, history: [...session.history, { at, what }] };
}

/** Calls for the next start of the agent's process. */
export function callRun(session: Session): Session {
  const number = session.runs + 1;
  const run: Run = {
    number,
    phase: 'wanted',
    pid: null,
    startedAt: null,
    waiting: false,
    takes: null,
    activity: { kind: 'unknown', words: null, rule: 'it has not started yet', since: session.since },
    subWork: null,
  };
  return { ...session, runs: number, run, ending: null };
}

/** Has the present run, if any, waited for and then ended. */
export function endRun(session: Session, at: number, why: NonNullable<Session['ending']>['why']): Session {
  return session.run === null ? session : { ...session, ending: { why, since: at } };
}

/** Puts a message for the agent in line. */
export function addMessage(
  session: Session,
  message: Pick<Message, 'kind' | 'text' | 'at'> & { questions?: number[] },
): Session {
  const added: Message = {
    // One that was taken back before it was said leaves a gap.
    number: (session.messages.at(-1)?.number ?? 0) + 1,
    kind: message.kind,
    text: message.text,
    at: message.at,
    round: session.round,
    questions: message.questions ?? [],
    sending: null,
    unconfirmed: false,
    delivered: null,
  };
  return { ...session, messages: [...session.messages, added] };
}

/** Questions of an ended session can reach nobody any more. Whether a message arrived stays to be said while it can go on. */
export function withdrawQuestions(session: Session, { over = false }: { over?: boolean } = {}): Session {
  if (openQuestions(session).length === 0) return session;
  return {
    ...session,
    questions: session.questions.map((question) =>
      question.answer === null && (over || question.about !== 'delivery') ? { ...question, withdrawn: true } : question,
    ),
  };
}

/** Dialogs end with the process that shows them, also those whose answer was on its way. */
export function withdrawDialogs(session: Session): Session {
  if (!session.questions.some(isInDialog)) return session;
  const questions = session.questions.map((question) =>
    isInDialog(question) ? { ...question, withdrawn: true, closedBy: 'agent' as const } : question,
  );
  return { ...session, questions };
}

function isInDialog(question: Session['questions'][number]): boolean {
  return question.dialog !== null && !question.sent && !question.withdrawn;
}

/** `asking` is: a blocking question is open, and the agent is at rest or waits for it. */
export function settle(session: Session, at: number): Session {
  if (session.state !== 'working' && session.state !== 'asking') return session;
  const blocked = openQuestions(session).some((question) => question.blocking);
  const resting =
    session.run === null ||
    session.run.waiting ||
    session.run.activity.kind === 'resting' ||
    openDialogs(session).length > 0;
  return enter(session, blocked && resting ? 'asking' : 'working', at);
}

/** Back into the queue, ahead of every new start; the next round begins. */
export function requeue(session: Session, at: number): Session {
  return {
    ...enter(session, 'queued', at),
    queuedAs: 'rework',
    gate: null,
    approval: null,
    landing: null,
    outlook: null,
    deferredAt: null,
  };
}

/** Given to the person, for this reason. */
export function getStuck(session: Session, reason: string, at: number): Session {
  const stuck = { ...enter(session, 'stuck', at), reason, gate: null, approval: null, landing: null, outlook: null };
  const cause: Cause = { at, round: session.round, what: 'stuck', reason: null, by: 'rule', text: reason };
  return remember({ ...stuck, causes: [...session.causes, cause] }, at, `stuck: ${reason}`);
}
