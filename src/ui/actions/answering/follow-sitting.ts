import { answerKey } from '../../state/drafts.ts';
import { goneBetween, goneWords } from '../../state/gone-questions.ts';
import { judgementHere } from '../../state/attending.ts';
import { draftOf, keptAnswers } from '../../state/sitting.ts';
import { type DashboardState, type DashboardStore, deafMs, say, topView } from '../../state/store.ts';
import { type Dashboard, attempt } from '../dashboard.ts';
import { sendAnswers } from './send-answers.ts';
import {
  type AnswersView,
  answersView,
  bringUp,
  changeSitting,
  choiceOf,
  isUp,
  openSittingOf,
  sittingQuestions,
} from './sitting-view.ts';

/**
 * Keeps the sitting up with the world: a question that was answered in its terminal, or went away, leaves it and that is
 * said. What comes up in its place takes no key for a moment.
 */
export function followSitting(dashboard: Dashboard, before: DashboardState): void {
  const { store } = dashboard;
  const state = store.getState();
  const view = openSittingOf(state);
  if (state.world !== before.world) sayGone(store, { state, before, view });
  if (view !== null) keepOrder(store, view);
  // The answer to the question that is up is on its way: whoever gave it goes on from there.
  if (view === null || view.recorded === answerKey(view.session, view.question)) return;
  const asked = sittingQuestions(state, view);
  if (asked.some(isUp(view))) return;
  const next = asked.find(({ session }) => session.id === view.session) ?? asked[0];
  if (next !== undefined) {
    bringUp(store, next);
    if (answersView(state) !== null) takeNoKey(dashboard);
  } else if (view.question !== 0) {
    goOnWithoutQuestion(dashboard, view);
  }
}

/** Sessions that have come to ask stand behind those that did before. */
function keepOrder(store: DashboardStore, view: AnswersView): void {
  const asked = sittingQuestions(store.getState(), view).map(({ session }) => session.id);
  const news = [...new Set(asked)].filter((id) => !view.order.includes(id));
  if (news.length > 0) changeSitting(store, (sitting) => ({ ...sitting, order: [...sitting.order, ...news] }));
}

/** Says which questions of the sitting are gone; without a sitting only what became of answers given here. */
function sayGone(
  store: DashboardStore,
  { state, before, view }: { state: DashboardState; before: DashboardState; view: AnswersView | null },
): void {
  const all = goneBetween(before.world, state.world, choiceOf(state, view?.only ?? null));
  const top = topView(state);
  // Whoever is in the terminal knows what they have just answered there.
  const zoomed = top?.kind === 'zoom' && top.terminal === null ? top.session : null;
  const judgement = judgementHere(before);
  const gone = all.filter((one) => {
    const { session, question, unused } = one;
    if (unused) return true;
    // In a judgement task nothing of others interrupts, unless something that was typed is concerned.
    if (judgement !== null && judgement !== session.id && draftOf(state.drafts, one).text.trim() === '') return false;
    if (view === null || view.recorded === answerKey(session.id, question.number)) return false;
    return session.id !== zoomed || draftOf(state.drafts, one).text.trim() !== '';
  });
  if (gone.length === 0) return;
  const kept = gone.some((one) => draftOf(state.drafts, one).text.trim() !== '');
  const words = kept ? '; what you had typed was not sent, it is kept here' : '';
  say(store, `${goneWords(gone)}${words}`, kept || gone.some(({ unused }) => unused) ? 'bad' : 'plain');
}

/** The last question went away by itself: the sitting ends, unless a half-typed answer is left to be seen. */
function goOnWithoutQuestion(dashboard: Dashboard, view: AnswersView): void {
  const { store } = dashboard;
  const state = store.getState();
  const inSight = answersView(state) !== null;
  if (keptAnswers(state, choiceOf(state, view.only)).length > 0)
    changeSitting(store, (sitting) => ({ ...sitting, session: 0, question: 0, scroll: 0, typing: null }));
  else store.setState(({ views }) => ({ views: views.filter(({ kind }) => kind !== 'answers') }));
  if (inSight) takeNoKey(dashboard);
  attempt(dashboard, async () => void (await sendAnswers(dashboard, view.only)));
}

/** Keys that are being typed were meant for what was there before. */
function takeNoKey({ store, now }: Dashboard): void {
  store.setState({ deafUntil: now() + deafMs });
}
