import { addMessage, remember, settle } from './change-session.ts';
import { answeredText } from './answered-text.ts';
import { type Question, proseRequest } from '../model/question.ts';
import type { Message, Session } from '../model/session.ts';

/**
 * The person takes back what a convention answered: the question is open again. What has not gone to the agent yet does not
 * go any more; an agent that has it, or may have it, is told once that it does not hold.
 */
export function revoked(session: Session, number: number, at: number): Session {
  const question = session.questions.find((each) => each.number === number);
  if (question?.answer == null) return session;
  const { convention } = question.answer;
  const taken = [...(question.revoked ?? []), ...(convention === undefined ? [] : [convention])];
  const message = session.messages.find(({ questions }) => questions.includes(number));
  const isHeld = message !== undefined && isUnsaid(message);
  const told = question.sent && !isHeld;
  const open: Question = told ? again(question) : { ...question, answer: null, sent: false };
  const questions = session.questions.map((each) => (each.number === number ? { ...open, revoked: taken } : each));
  const messages = message === undefined ? session.messages : withoutAnswer(session, message, number);
  const back = remember({ ...session, questions, messages }, at, `the answer to question ${number} was taken back`);
  if (!told) return settle(back, at);
  const text = `The answer "${question.answer.text}" to your question does not hold: ${question.text}\nThe person will answer it anew; what you did because of it may have to be undone.`;
  return settle(addMessage(back, { kind: 'note', text, at }), at);
}

/**
 * Asked again of an agent that went on with the wrong answer: it does not end before it has the right one. Its dialog is
 * gone, the next turn does not answer it, and the answer goes to it as a message.
 */
function again(question: Question): Question {
  const { request } = question;
  return {
    ...question,
    answer: null,
    sent: false,
    dialog: null,
    blocking: true,
    withdrawn: false,
    closedBy: null,
    request: request.startsWith(proseRequest) ? `again-${request}` : request,
  };
}

function isUnsaid({ delivered, sending, unconfirmed }: Message): boolean {
  return delivered === null && sending === null && !unconfirmed;
}

/**
 * The messages without the answer. One that is not said yet says it no more; one of which nobody knows whether it arrived
 * does not say it once more.
 */
function withoutAnswer(session: Session, message: Message, number: number): Message[] {
  if (message.delivered !== null || message.sending !== null) return session.messages;
  const numbers = message.questions.filter((each) => each !== number);
  const left = session.questions.filter((question) => numbers.includes(question.number));
  const change = (): Message[] => {
    if (!message.unconfirmed)
      return left.length === 0 ? [] : [{ ...message, questions: numbers, text: answeredText(left) }];
    const gone = session.questions.find((question) => question.number === number)?.text ?? '';
    const text = [...(left.length === 0 ? [] : [answeredText(left)]), `${gone}\n-> (this answer was taken back)`];
    return [{ ...message, text: text.join('\n') }];
  };
  return session.messages.flatMap((each) => (each.number === message.number ? change() : [each]));
}
