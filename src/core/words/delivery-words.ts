import { type Message, type Session, isOver, openDialogs, openProse, openQuestions } from '../model/session.ts';
import type { Question } from '../model/question.ts';

/** How far something for the agent has come. `recorded`: an answer that is in no message yet; `unused`: it came too late. */
export type DeliveryState = 'recorded' | 'held' | 'sending' | 'unconfirmed' | 'delivered' | 'unused';

/** How far it is, and why no further; `why` null: there is nothing to say. */
export interface Delivery {
  readonly state: DeliveryState;
  readonly why: string | null;
}

/** How far a message has come. */
export function messageDelivery(session: Session, message: Message): Delivery {
  if (message.delivered !== null) return { state: 'delivered', why: null };
  if (message.unconfirmed)
    return { state: 'unconfirmed', why: 'nobody can tell whether it arrived: say what you know' };
  if (message.sending !== null) return { state: 'sending', why: null };
  if (message.kind === 'note' && openProse(session).length > 0)
    return { state: 'held', why: 'what it asks is to be answered first' };
  return { state: 'held', why: whyHeld(session) };
}

/** How far the answer to a question has come; null: it has none. */
export function answerDelivery(session: Session, question: Question): Delivery | null {
  if (question.answer === null || question.about === 'delivery') return null;
  if (question.dialog !== null) return dialogDelivery(session, question);
  const message = session.messages.findLast(({ questions }) => questions.includes(question.number));
  if (question.sent && message !== undefined) return messageDelivery(session, message);
  return {
    state: 'recorded',
    why: 'it goes with the answer to the last blocking question, or when you close the sitting',
  };
}

function dialogDelivery(session: Session, { sent, withdrawn, dialog }: Question): Delivery {
  if (withdrawn) return { state: 'unused', why: 'its dialog was gone before' };
  if (sent) return { state: 'delivered', why: null };
  const open = openQuestions(session).some((other) => other.dialog === dialog);
  if (open) return { state: 'recorded', why: 'other parts of its dialog are still open' };
  return { state: 'sending', why: null };
}

/** Messages that have not reached the agent, and those that have since then; of a session that is over only new ones. */
export function messagesSince(session: Session, since: number): readonly Message[] {
  return session.messages.filter(({ at, delivered }) =>
    delivered === null ? at >= since || !isOver(session) : delivered.at >= since,
  );
}

/** What a message is, in a few words: `answers to 1, 2`. */
export function messageName({ kind, questions }: Message): string {
  switch (kind) {
    case 'answers':
      return `${questions.length === 1 ? 'answer' : 'answers'} to ${questions.join(', ')}`;
    case 'red':
      return 'reasons of a red gate';
    case 'rejected':
      return 'note of a rejection';
    case 'note':
      return 'note';
    case 'hand-over':
      return 'hand-over';
    case 'results':
      return 'results of its tasks';
  }
}

/** Why what is held for a session is not given to its agent now, a few words. */
function whyHeld(session: Session): string {
  const { state, run, ending } = session;
  if (state === 'landed' || state === 'discarded') return `it is ${state}: nobody takes it any more`;
  if (state === 'ready' || state === 'reviewing' || state === 'landing' || state === 'checking')
    return `it is ${state}: told if it has to work on`;
  if (run === null) return whenStarted(session);
  if (ending !== null) return 'its process is being ended: it starts again with it';
  if (run.phase === 'wanted') return 'its agent is starting';
  if (state === 'stuck') return 'it is stuck: told when it is resumed';
  // A call that waits for its inbox takes it at once, one that waits for its own questions when these are answered.
  if (run.waiting) return 'its own call takes it, as soon as it has all that it waits for';
  if (run.takes === null) return 'it takes it by its inbox, or at its next start';
  if (openDialogs(session).length > 0) return 'a dialog is open in its terminal';
  switch (run.activity.kind) {
    case 'starting':
      return 'its agent is starting';
    case 'working':
      return run.takes === 'any time' ? 'about to be given' : 'its agent is in a turn';
    case 'retrying':
      return 'its agent is in a turn, and its model does not answer';
    case 'background':
      return run.takes === 'any time' ? 'about to be given' : 'its turn is over, and something still runs';
    case 'held':
      return 'it is told at the end of its turn';
    case 'resting':
      return 'about to be given';
    case 'unknown':
      return 'nothing tells whether its input rests';
  }
}

function whenStarted(session: Session): string {
  const { state } = session;
  if (state === 'asking') return whenAnswered(session, 'it starts again with it') ?? 'it starts again with it';
  if (state === 'queued' || state === 'preparing' || state === 'working') return 'it starts again with it';
  return `it is ${state}: told when it is resumed`;
}

/** What it waits for the last blocking answers with; null: none of them is open. */
function whenAnswered(session: Session, lead: string): string | null {
  const open = openQuestions(session).filter(({ blocking }) => blocking);
  if (open.length === 0) return null;
  const numbers = open.map(({ number }) => number).join(', ');
  return `${lead} when ${open.length === 1 ? `question ${numbers} is` : `questions ${numbers} are`} answered too`;
}
