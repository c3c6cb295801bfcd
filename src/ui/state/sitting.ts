import type { Question } from '../../core/model/question.ts';
import { type Session, isOver, openQuestions } from '../../core/model/session.ts';
import { type World, sessionsOf } from '../../core/model/world.ts';
import { type AnswerDraft, type Drafts, answerKey, emptyAnswer } from './drafts.ts';

/** A question with the session that asks it. */
export interface Asked {
  readonly session: Session;
  readonly question: Question;
}

/** What a sitting is about. */
export interface SittingChoice {
  readonly repo: string | null;
  /** Only this session's questions; null for all. */
  readonly only: number | null;
}

/** The sessions of a sitting. */
export function sittingSessions(world: World, { repo, only }: SittingChoice): readonly Session[] {
  return sessionsOf(world).filter(
    (session) => (repo === null || session.repo === repo) && (only === null || session.id === only),
  );
}

/**
 * The questions of a sitting, grouped by session: a judgement task's first, then blocked sessions, then the longest
 * waiting; of a session those it waits for first.
 */
export function askedQuestions(world: World, choice: SittingChoice): readonly Asked[] {
  return sittingSessions(world, choice)
    .map((session) => ({ session, open: openQuestions(session) }))
    .filter(({ open }) => open.length > 0)
    .toSorted(
      (a, b) =>
        Number(b.session.task.kind === 'judgement') - Number(a.session.task.kind === 'judgement') ||
        blocks(b.open) - blocks(a.open) ||
        oldest(a.open) - oldest(b.open),
    )
    .flatMap(({ session, open }) =>
      open
        .toSorted((a, b) => Number(b.blocking) - Number(a.blocking) || a.number - b.number)
        .map((question) => ({ session, question })),
    );
}

/** The same with the sessions in an order that was there before; who is not in it comes behind. */
export function inOrder(asked: readonly Asked[], order: readonly number[]): readonly Asked[] {
  const place = ({ session }: Asked): number => {
    const at = order.indexOf(session.id);
    return at === -1 ? order.length : at;
  };
  return asked.toSorted((a, b) => place(a) - place(b));
}

function blocks(questions: readonly Question[]): number {
  return questions.some((question) => question.blocking) ? 1 : 0;
}

/** When the longest waiting of them was asked. */
export function oldest(questions: readonly Question[]): number {
  return Math.min(...questions.map((question) => question.askedAt));
}

/** Sessions with answers that were recorded, go to the agent as a message, and are in none yet. */
export function unsentAnswers(world: World, choice: SittingChoice): readonly Session[] {
  return sittingSessions(world, choice).filter((session) =>
    session.questions.some(
      ({ answer, sent, withdrawn, dialog, about }) =>
        answer !== null && !sent && !withdrawn && dialog === null && about !== 'delivery',
    ),
  );
}

/** An answer that was half-typed when its question went away. */
export interface KeptAnswer extends Asked {
  readonly text: string;
}

/** The half-typed answers of a sitting whose questions are gone, of sessions that are not over. */
export function keptAnswers(
  { world, drafts }: { readonly world: World; readonly drafts: Drafts },
  choice: SittingChoice,
): readonly KeptAnswer[] {
  return sittingSessions(world, choice)
    .filter((session) => !isOver(session))
    .flatMap((session) => session.questions.map((question) => ({ session, question })))
    .filter(({ question }) => question.withdrawn || question.answer !== null)
    .map((asked) => ({ ...asked, text: draftOf(drafts, asked).text.trim() }))
    .filter(({ text, question }) => text !== '' && text !== question.answer?.text);
}

/** Which part of its dialog a question is; null when it is the whole of it, or in none. */
export function partOfDialog({ session, question }: Asked): { at: number; of: number } | null {
  if (question.dialog === null) return null;
  const parts = session.questions.filter(({ dialog }) => dialog === question.dialog);
  return parts.length < 2 ? null : { at: parts.indexOf(question) + 1, of: parts.length };
}

/** The draft of a question's answer. */
export function draftOf(drafts: Drafts, { session, question }: Asked): AnswerDraft {
  return drafts.answers[answerKey(session.id, question.number)] ?? emptyAnswer;
}
