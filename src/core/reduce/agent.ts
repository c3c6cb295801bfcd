import { callRun, enter, remember, settle, withdrawDialogs, withdrawQuestions } from './change-session.ts';
import type { Event } from '../model/events.ts';
import { afterReset } from './reset.ts';
import type { Question } from '../model/question.ts';
import {
  type Exit,
  type Message,
  type Session,
  heldMessages,
  isForgotten,
  isInteractive,
  openQuestions,
} from '../model/session.ts';

type AgentEvent = Extract<
  Event,
  {
    type:
      | 'agent.started'
      | 'agent.exited'
      | 'agent.lost'
      | 'agent.waited'
      | 'progress.reported'
      | 'session.blocked'
      | 'work.finished'
      | 'message.delivered'
      | 'message.sending'
      | 'message.returned';
  }
>;

/** Calls of an agent that are remembered, so that a repeated one does not act twice. */
const rememberedRequests = 64;

/** What the agent's process does, and what it says through its own commands (questions apart). */
export function reduceAgent(session: Session, event: AgentEvent, at: number): Session {
  switch (event.type) {
    case 'agent.started':
      if (session.run?.number !== event.run) return session;
      return remember(
        { ...session, run: { ...session.run, ...begun(event, at) }, breakdowns: 0 },
        at,
        `agent started (run ${event.run})`,
      );
    case 'agent.exited':
      return exited(session, {
        run: event.run,
        exit: event.exit,
        signal: event.signal,
        lost: null,
        at,
        screen: event.screen,
      });
    case 'agent.lost':
      return exited(session, { run: event.run, exit: null, signal: null, lost: event.why, at, screen: event.screen });
    case 'agent.waited':
      if (session.run === null) return session;
      return settle({ ...session, run: { ...session.run, waiting: event.waiting } }, at);
    case 'progress.reported':
      return acted({ ...session, progress: event.text }, event.request, at);
    case 'session.blocked':
      return remember(
        { ...acted(enter(session, 'stuck', at), event.request, at), reason: event.reason, ending: null, gate: null },
        at,
        `blocked: ${event.reason}`,
      );
    case 'work.finished': {
      const said = { ...acted(session, event.request, at), summary: event.summary, evidence: event.evidence };
      if (session.state !== 'working' && session.state !== 'asking' && session.state !== 'stuck') return said;
      return remember({ ...enter(said, 'checking', at), ending: null, reason: null }, at, 'says it is done');
    }
    case 'message.delivered':
      return acted(delivered(session, event, at), event.request, at);
    case 'message.sending':
      return changeMessages(session, event.messages, { sending: { request: event.request, at } });
    case 'message.returned':
      return returned(session, event, at);
  }
}

/**
 * Notes that a call of the agent has acted, and is a sign of life: an agent that is waited for after a red gate is
 * given its time anew.
 */
export function acted(session: Session, request: string, at: number): Session {
  const requests = [...session.requests.filter((known) => known !== request), request].slice(-rememberedRequests);
  const ending = session.ending?.why === 'rework' ? { ...session.ending, since: at } : session.ending;
  return { ...session, requests, ending };
}

function delivered(session: Session, event: Extract<Event, { type: 'message.delivered' }>, at: number): Session {
  return {
    ...session,
    messages: session.messages.map((message) =>
      event.messages.includes(message.number) && message.delivered === null
        ? { ...message, sending: null, unconfirmed: false, delivered: { by: event.by, request: event.request, at } }
        : message,
    ),
  };
}

function changeMessages(session: Session, numbers: readonly number[], change: Partial<Message>): Session {
  const messages = session.messages.map((message) =>
    numbers.includes(message.number) ? { ...message, ...change } : message,
  );
  return { ...session, messages };
}

/** What may have arrived is not sent again of itself: the person is asked. */
function returned(session: Session, event: Extract<Event, { type: 'message.returned' }>, at: number): Session {
  const { messages } = event;
  // Whether it reached an agent whose context is given up is of no interest: the next one has not seen it.
  const unconfirmed = event.unconfirmed && !isForgotten(session);
  const back = changeMessages(session, messages, { sending: null, unconfirmed });
  if (!unconfirmed) return back;
  const asked = messages.map((number, index): Question => {
    const text = session.messages.find((message) => message.number === number)?.text ?? '';
    return {
      number: session.questions.length + 1 + index,
      about: 'delivery',
      widens: [],
      text: 'This was sent to the agent, and nobody can tell whether it arrived',
      detail: text,
      options: [...deliveryAnswers],
      multiple: false,
      freeText: false,
      dialog: null,
      default: null,
      blocking: true,
      askedAt: at,
      request: `message-${number}`,
      answer: null,
      sent: false,
      withdrawn: false,
      closedBy: null,
    };
  });
  return settle({ ...back, questions: [...back.questions, ...asked] }, at);
}

/** What the person can say of a message that may have arrived. */
export const deliveryAnswers = ['it has arrived', 'send it again'] as const;

function begun({ pid, takes }: Extract<Event, { type: 'agent.started' }>, at: number) {
  const activity =
    takes === null
      ? ({ kind: 'unknown', words: null, rule: 'a plain command says nothing of itself', since: at } as const)
      : ({ kind: 'starting', words: null, rule: 'its process runs', since: at } as const);
  return { phase: 'alive', pid, startedAt: at, takes, activity } as const;
}

/** A run's end means different things in different states; here they all are. */
function exited(before: Session, exit: Exit): Session {
  if (before.run?.number !== exit.run) return before;
  const { ending } = before;
  const ended = withdrawDialogs({ ...before, run: null, ending: null, exit });
  const session = remember(ended, exit.at, `agent ${describeExit(exit)}`);
  if (ending?.why === 'reset') {
    const after = afterReset(session, exit);
    return after === 'failed' ? failed(session, exit) : after;
  }
  if (ending?.why === 'rework') {
    // Nobody was there when it was lost: its next round is offered to the person, not begun behind their back.
    return exit.lost === null ? callRun(enter(session, 'working', exit.at)) : failed(session, exit);
  }
  if (ending !== null) return session;
  switch (session.state) {
    case 'working':
    case 'asking':
      if (exit.exit !== 0) return failed(session, exit);
      return isInteractive(before) ? leftByPerson(session, exit.at) : finishedCleanly(session, exit.at);
    case 'checking':
      return exit.exit === 0 ? session : failed({ ...session, gate: null }, exit);
    case 'queued':
    case 'preparing':
    case 'ready':
    case 'reviewing':
    case 'landing':
    case 'landed':
    case 'stuck':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session;
  }
}

function finishedCleanly(session: Session, at: number): Session {
  if (openQuestions(session).some((question) => question.blocking)) return enter(session, 'asking', at);
  // It ended before the answers could reach it: they are what it was waiting for, so it starts again with them.
  if (heldMessages(session).some((message) => message.kind === 'answers'))
    return callRun(enter(session, 'working', at));
  return remember(enter(session, 'checking', at), at, 'finished');
}

/** An agent that stays ends by itself only when somebody ends it in its terminal. */
function leftByPerson(session: Session, at: number): Session {
  const reason = 'it was ended in its terminal';
  return remember({ ...enter(withdrawQuestions(session), 'stopped', at), reason }, at, `stopped: ${reason}`);
}

function failed(session: Session, exit: Exit): Session {
  return { ...enter(withdrawQuestions(session), 'failed', exit.at), reason: `the agent ${describeExit(exit)}` };
}

/** How a process ended, in words: `exited with status 3`, `was killed by SIGKILL`. */
export function describeExit(exit: Pick<Exit, 'exit' | 'signal' | 'lost'>): string {
  if (exit.lost === 'rebooted') return 'was at work when the machine went down';
  if (exit.lost === 'killed') return 'was killed together with its holder';
  if (exit.signal !== null) return `was killed by ${exit.signal}`;
  return exit.exit === null ? 'never started' : `exited with status ${exit.exit}`;
}
