import type { Event } from '../model/events.ts';
import type { Question } from '../model/question.ts';
import { type Session, isOver } from '../model/session.ts';
import type { World } from '../model/world.ts';
import { reduce } from '../reduce.ts';
import { keptAnswerFor } from '../rules/kept-answer.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { answerQuestion } from './questions.ts';

/** What was decided, and at once the answers of conventions to what is asked in it: no moment in which it is open. */
export function withKeptAnswers(world: World, decision: Decision): Decision {
  if ('refused' in decision || !decision.events.some(asks)) return decision;
  const events: Event[] = [];
  let now = world;
  const happen = (event: Event) => {
    events.push(event);
    now = reduce(now, { seq: now.seq, at: 0, event });
  };
  for (const event of decision.events) {
    happen(event);
    if (!asks(event)) continue;
    const known = world.sessions[event.session]?.questions.length ?? 0;
    const asked = now.sessions[event.session]?.questions.slice(known) ?? [];
    for (const { number } of asked) for (const answered of answersOf(now, event.session, number)) happen(answered);
  }
  return { events };
}

function asks(event: Event): event is Extract<Event, { type: 'question.asked' | 'dialog.opened' }> {
  return event.type === 'question.asked' || event.type === 'dialog.opened';
}

/** The answer of a convention to a question that was just asked, and what follows; nothing where none is sure. */
function answersOf(world: World, id: number, number: number): readonly Event[] {
  const session = world.sessions[id];
  const question = session?.questions.find((each) => each.number === number);
  if (session === undefined || question === undefined) return [];
  const match = keptAnswerFor(world, session, question);
  if (match.kind !== 'same') return [];
  // What the person's own answer could not be, a convention's cannot.
  const decision = answerQuestion(world, { id, question: number, text: match.answer });
  if ('refused' in decision) return [];
  return decision.events.map((event) =>
    event.type === 'question.answered' ? byConvention(event, match.convention.id) : event,
  );
}

function byConvention(
  { type, session, question, text }: Extract<Event, { type: 'question.answered' }>,
  convention: string,
): Event {
  return { type, session, question, text, convention };
}

/** Why a convention's answer can be taken back no more, a sentence; null when it can. */
export function whyNotRevocable(session: Session, question: Question): string | null {
  const { number, answer, dialog, sent, withdrawn } = question;
  const what = `question ${number} of #${session.id}`;
  if (answer === null) return `${what} is not answered`;
  if (answer.convention === undefined) return `${what} was answered by you, not by a convention`;
  if (withdrawn) return `the answer to ${what} was not used: its dialog was gone`;
  if (isOver(session)) return `#${session.id} is ${session.state}`;
  switch (session.state) {
    case 'checking':
    case 'ready':
    case 'reviewing':
    case 'landing':
      return `#${session.id} has handed its work in: what is wrong with it goes into a rejection`;
    case 'stopped':
    case 'failed':
      return `#${session.id} is ${session.state}: a note to signalbox resume tells it`;
    default:
  }
  const whole =
    dialog !== null && !sent && session.questions.every((each) => each.dialog !== dialog || each.answer !== null);
  return whole ? `the answer to ${what} is just going into its dialog: try again in a moment` : null;
}

/** The questions of a session whose answers by conventions can be taken back. */
export function revocable(session: Session): readonly Question[] {
  return session.questions.filter(
    (question) => question.answer?.convention !== undefined && whyNotRevocable(session, question) === null,
  );
}

/** Takes a convention's answer back. `question` null: the only one that can be. */
export function revokeAnswer(world: World, { id, question }: { id: number; question: number | null }): Decision {
  return aboutSession(world, id, (session) => {
    const all = revocable(session);
    const named = all.map(({ number }) => `--question ${number}`).join(', ');
    if (question === null && all.length !== 1) {
      return all.length === 0
        ? refuse(`no convention has answered a question of #${id} that could be taken back`)
        : refuse(`conventions have answered ${all.length} questions of #${id}`, `name one: ${named}`);
    }
    const meant = question === null ? all[0] : session.questions.find(({ number }) => number === question);
    if (meant === undefined)
      return refuse(`#${id} has no question ${question ?? ''}`, named === '' ? undefined : named);
    const why = whyNotRevocable(session, meant);
    return why === null ? accept({ type: 'answer.revoked', session: id, question: meant.number }) : refuse(why);
  });
}
