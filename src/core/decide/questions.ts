import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import type { Event } from '../model/events.ts';
import { deliveryAnswers } from '../reduce/agent.ts';
import type { Question } from '../model/question.ts';
import { type Session, openQuestions } from '../model/session.ts';
import type { World } from '../model/world.ts';
import { keptAnswerFor, takenProposal } from '../rules/kept-answer.ts';
import { withdrawnWords } from '../words/withdrawn-words.ts';

/** Records an answer; the agent gets all of its answers together once no blocking question is open any more. */
export function answerQuestion(
  world: World,
  { id, question, text }: { id: number; question: number | null; text: string },
): Decision & { question?: number } {
  return aboutSession(world, id, (session) => {
    const open = openQuestions(session);
    const chosen = question ?? (open.length === 1 ? open[0]?.number : undefined);
    if (chosen === undefined) return whichOne(session);
    const asked = session.questions.find((candidate) => candidate.number === chosen);
    if (asked === undefined) return refuse(`#${id} has no question ${chosen}`, openNumbers(session));
    if (asked.withdrawn) return refuse(`question ${chosen} of #${id} ${whyWithdrawn(asked)}`);
    if (asked.answer !== null) return refuse(`question ${chosen} of #${id} is answered already: ${asked.answer.text}`);
    const words = text.trim();
    if (words === '') return refuse('an answer needs a text');
    const wrong = wrongAnswer(asked, words);
    if (wrong !== null) return refuse(wrong, whereToAnswer(id, asked));
    const taken = takenProposal(keptAnswerFor(world, session, asked), asked, words);
    const proposed = taken === null ? {} : { proposed: taken };
    const answered = { type: 'question.answered', session: id, question: chosen, text: words, ...proposed } as const;
    if (asked.about === 'delivery') return accept(answered, deliveryOf(session, asked, words));
    // A dialog is answered in place, whatever else is open.
    if (asked.dialog !== null) return accept(answered);
    const lastBlocking = !open.some((other) => other.blocking && other.number !== chosen && isByMessage(other));
    return accept(answered, ...(lastBlocking ? [{ type: 'answers.sent' as const, session: id }] : []));
  });
}

/** The sitting is closed: what was answered goes to the agent although other questions stay open. */
export function sendAnswers(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    const recorded = session.questions.some(
      (question) => question.answer !== null && !question.sent && isByMessage(question),
    );
    return recorded ? accept({ type: 'answers.sent', session: id }) : accept();
  });
}

/** Whether its answer goes to the agent as a message. */
function isByMessage(question: Question): boolean {
  return question.dialog === null && question.about !== 'delivery';
}

function whyWithdrawn(question: Question): string {
  const words = withdrawnWords(question);
  return words.startsWith('gone') ? `is ${words}` : `was ${words}`;
}

function whereToAnswer(id: number, { options }: Question): string {
  return options.length === 0 ? `signalbox attach ${id} opens it` : `its answers: ${options.join(', ')}`;
}

/** What is wrong with an answer that must be one of the options; null when it is right. */
function wrongAnswer({ options, multiple, freeText }: Question, words: string): string | null {
  if (freeText || options.includes(words)) return null;
  if (multiple && joins(options, words)) return null;
  return options.length === 0 ? 'only its terminal can answer this' : `${words} is not among the answers`;
}

/** Whether a text is some of the labels joined by ", ", which may stand in a label too. */
function joins(options: readonly string[], words: string): boolean {
  return options.some(
    (option) => words === option || (words.startsWith(`${option}, `) && joins(options, words.slice(option.length + 2))),
  );
}

/** What the person says about a message that may have arrived. */
function deliveryOf(session: Session, { request }: Question, words: string): Event {
  const messages = [Number(request.replace(/^message-/, ''))];
  const arrived = words === deliveryAnswers[0];
  return arrived
    ? { type: 'message.delivered', session: session.id, messages, by: 'person', request }
    : { type: 'message.returned', session: session.id, messages, unconfirmed: false };
}

function whichOne(session: Session): Decision {
  const open = openQuestions(session);
  if (open.length === 0) return refuse(`#${session.id} has no open question`);
  return refuse(`#${session.id} has ${open.length} open questions`, `name one: ${openNumbers(session)}`);
}

function openNumbers(session: Session): string {
  const open = openQuestions(session);
  return open.length === 0 ? 'none is open' : open.map((question) => `--question ${question.number}`).join(', ');
}
