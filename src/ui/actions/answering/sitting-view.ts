import { type AnswerDraft, answerKey, withAnswerDraft } from '../../state/drafts.ts';
import { type Asked, type SittingChoice, askedQuestions, draftOf, inOrder } from '../../state/sitting.ts';
import { takesText } from '../../state/answer-text.ts';
import { type DashboardState, type DashboardStore, topView } from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';

export type AnswersView = ViewOf<'answers'>;

/** The open sitting while it takes the keys; null otherwise. */
export function answersView(state: DashboardState): AnswersView | null {
  const view = topView(state);
  return view?.kind === 'answers' ? view : null;
}

/** The open sitting, also while something lies over it. */
export function openSittingOf(state: Pick<DashboardState, 'views'>): AnswersView | null {
  return state.views.find((view) => view.kind === 'answers') ?? null;
}

/** The sessions that a sitting is about. */
export function choiceOf(state: Pick<DashboardState, 'all' | 'repo'>, only: number | null): SittingChoice {
  return { repo: state.all ? null : state.repo, only };
}

/** The questions of the open sitting. */
export function sittingQuestions(state: DashboardState, view: AnswersView): readonly Asked[] {
  return inOrder(askedQuestions(state.world, choiceOf(state, view.only)), view.order);
}

/** The question that is up: the chosen one while it is open. Another one is never taken for it. */
export function questionUp(state: DashboardState, view: AnswersView): Asked | null {
  return sittingQuestions(state, view).find(isUp(view)) ?? null;
}

/** Whether a question is the one that is up. */
export function isUp(view: AnswersView): (asked: Asked) => boolean {
  return ({ session, question }) => session.id === view.session && question.number === view.question;
}

/** The question that takes the keys; null when none does. */
export function questionAtKeys(state: DashboardState): Asked | null {
  const view = answersView(state);
  return view === null ? null : questionUp(state, view);
}

/** Changes the open sitting wherever in the stack of views it lies. */
export function changeSitting(store: DashboardStore, change: (view: AnswersView) => AnswersView): void {
  store.setState(({ views }) => ({ views: views.map((view) => (view.kind === 'answers' ? change(view) : view)) }));
}

/** Shows a question; one without options, or with a half-typed answer, is typed at once. For a menu keys come first. */
export function bringUp(store: DashboardStore, asked: Asked): void {
  const { session, question } = asked;
  const draft = draftOf(store.getState().drafts, asked);
  const atOnce = question.options.length === 0 && question.about !== 'menu';
  const typed = takesText(question) && (atOnce || draft.text !== '');
  const typing = typed ? draft.text.length : null;
  changeSitting(store, (view) => ({ ...view, session: session.id, question: question.number, scroll: 0, typing }));
}

/** Changes the draft of a question's answer. */
export function changeDraft(store: DashboardStore, asked: Asked, change: (draft: AnswerDraft) => AnswerDraft): void {
  const key = answerKey(asked.session.id, asked.question.number);
  store.setState(({ drafts }) => ({ drafts: withAnswerDraft(drafts, key, change(draftOf(drafts, asked))) }));
}
