import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { type Session, openQuestions } from '../session.ts';
import type { World } from '../world.ts';

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
    if (asked.withdrawn) return refuse(`question ${chosen} of #${id} was withdrawn: the session ended`);
    if (asked.answer !== null) return refuse(`question ${chosen} of #${id} is answered already: ${asked.answer.text}`);
    const words = text.trim();
    if (words === '') return refuse('an answer needs a text');
    const lastBlocking = !open.some((other) => other.blocking && other.number !== chosen);
    return accept(
      { type: 'question.answered', session: id, question: chosen, text: words },
      ...(lastBlocking ? [{ type: 'answers.sent' as const, session: id }] : []),
    );
  });
}

/** The sitting is closed: what was answered goes to the agent although other questions stay open. */
export function sendAnswers(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    const recorded = session.questions.some((question) => question.answer !== null && !question.sent);
    return recorded ? accept({ type: 'answers.sent', session: id }) : accept();
  });
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
