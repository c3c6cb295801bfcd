import { type Question, type Session, openQuestions } from '../../core/session.ts';
import { type World, sessionsOf } from '../../core/world.ts';
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

/** The questions of a sitting, grouped by session; blocked sessions first, then the longest waiting. */
export function askedQuestions(world: World, { repo, only }: SittingChoice): readonly Asked[] {
  return sessionsOf(world)
    .filter((session) => (repo === null || session.repo === repo) && (only === null || session.id === only))
    .map((session) => ({ session, open: openQuestions(session) }))
    .filter(({ open }) => open.length > 0)
    .toSorted((a, b) => blocks(b.open) - blocks(a.open) || oldest(a.open) - oldest(b.open))
    .flatMap(({ session, open }) => open.map((question) => ({ session, question })));
}

function blocks(questions: readonly Question[]): number {
  return questions.some((question) => question.blocking) ? 1 : 0;
}

function oldest(questions: readonly Question[]): number {
  return Math.min(...questions.map((question) => question.askedAt));
}

/** Sessions with answers that were recorded and are in no message yet. */
export function unsentAnswers(world: World, { repo, only }: SittingChoice): readonly Session[] {
  return sessionsOf(world).filter(
    (session) =>
      (repo === null || session.repo === repo) &&
      (only === null || session.id === only) &&
      session.questions.some((question) => question.answer !== null && !question.sent && !question.withdrawn),
  );
}

/** The draft of a question's answer. */
export function draftOf(drafts: Drafts, { session, question }: Asked): AnswerDraft {
  return drafts.answers[answerKey(session.id, question.number)] ?? emptyAnswer;
}

/** What recording now would answer; null when nothing was picked or typed. */
export function answerText(question: Question, draft: AnswerDraft): string | null {
  const typed = draft.text.trim();
  if (typed !== '') return typed;
  return draft.option === null ? null : (question.options[draft.option] ?? null);
}

/** The answer that leaves the decision to the agent: its own recommendation where it gave one. */
export function yourCall(question: Question): string {
  return question.default ?? 'Your call: decide it yourself and say in the summary how.';
}
