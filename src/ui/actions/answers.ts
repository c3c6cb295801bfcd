import type { ActionOf } from '../keymap/keymap.ts';
import { type AnswerDraft, answerKey, withAnswerDraft } from '../state/drafts.ts';
import { type Asked, answerText, askedQuestions, draftOf, unsentAnswers, yourCall } from '../state/sitting.ts';
import {
  type DashboardState,
  type DashboardStore,
  popView,
  pushView,
  replaceTop,
  say,
  topView,
} from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { insert } from '../text/field.ts';
import type { Dashboard, Handler } from './dashboard.ts';

type AnswersView = ViewOf<'answers'>;

function answersView(state: DashboardState): AnswersView | null {
  const view = topView(state);
  return view?.kind === 'answers' ? view : null;
}

/** The questions of the open sitting. */
export function sittingQuestions(state: DashboardState, view: AnswersView): readonly Asked[] {
  return askedQuestions(state.world, { repo: state.all ? null : state.repo, only: view.only });
}

/** The question that is up: the chosen one, or the next one when it has been answered meanwhile. */
export function questionUp(state: DashboardState, view: AnswersView): Asked | null {
  const asked = sittingQuestions(state, view);
  const chosen = asked.find(
    ({ session, question }) => session.id === view.session && question.number === view.question,
  );
  return chosen ?? asked[0] ?? null;
}

/** Opens a sitting with all questions or one session's; with nothing left to ask it sends what was recorded. */
export async function openSitting(dashboard: Dashboard, only: number | null): Promise<void> {
  const { store } = dashboard;
  const state = store.getState();
  const first = askedQuestions(state.world, { repo: state.all ? null : state.repo, only })[0];
  if (first === undefined) {
    await sendAnswers(dashboard, only);
    return;
  }
  pushView(store, { kind: 'answers', only, session: first.session.id, question: first.question.number, typing: null });
  bringUp(store, first);
}

/** Sends all answers that were recorded and are in no message yet. */
async function sendAnswers({ store, link }: Dashboard, only: number | null): Promise<void> {
  const state = store.getState();
  const sessions = unsentAnswers(state.world, { repo: state.all ? null : state.repo, only });
  for (const session of sessions) await link.request('answers/send', { session: session.id });
  if (sessions.length > 0) say(store, `answers sent to ${sessions.map(({ id }) => `#${id}`).join(', ')}`, 'good');
}

/** Shows a question; one without options, or with a half-typed answer, is typed at once. */
function bringUp(store: DashboardStore, asked: Asked): void {
  const state = store.getState();
  const view = answersView(state);
  if (view === null) return;
  const draft = draftOf(state.drafts, asked);
  const typing = asked.question.options.length === 0 || draft.text !== '' ? draft.text.length : null;
  replaceTop(store, { ...view, session: asked.session.id, question: asked.question.number, typing });
}

function positionOf(asked: readonly Asked[], up: Asked | null): number {
  return asked.findIndex(({ question, session }) => question === up?.question && session === up.session);
}

function step(store: DashboardStore, by: 1 | -1): void {
  const state = store.getState();
  const view = answersView(state);
  if (view === null) return;
  const asked = sittingQuestions(state, view);
  const up = questionUp(state, view);
  const at = positionOf(asked, up);
  const next = asked[(at + by + asked.length) % asked.length];
  if (next !== undefined) bringUp(store, next);
}

/** Changes the draft of the question that is up. */
function changeDraft(store: DashboardStore, change: (draft: AnswerDraft, asked: Asked) => AnswerDraft): void {
  store.setState((state) => {
    const view = answersView(state);
    const up = view === null ? null : questionUp(state, view);
    if (up === null) return {};
    const draft = change(draftOf(state.drafts, up), up);
    return { drafts: withAnswerDraft(state.drafts, answerKey(up.session.id, up.question.number), draft) };
  });
}

async function record(dashboard: Dashboard, choose: (asked: Asked) => string | null): Promise<void> {
  const { store, link } = dashboard;
  const state = store.getState();
  const view = answersView(state);
  const up = view === null ? null : questionUp(state, view);
  if (view === null || up === null) return;
  const text = choose(up);
  if (text === null) {
    say(
      store,
      up.question.options.length > 0 ? 'pick an option by its digit, or type an answer' : 'type an answer first',
    );
    return;
  }
  const { session, question } = up;
  const asked = sittingQuestions(state, view);
  const next = asked[(positionOf(asked, up) + 1) % asked.length];
  await link.request('question/answer', { session: session.id, question: question.number, text });
  store.setState(({ drafts }) => ({ drafts: withAnswerDraft(drafts, answerKey(session.id, question.number), null) }));
  if (next !== undefined && next.question !== question) {
    bringUp(store, next);
    return;
  }
  await closeSitting(dashboard);
  if (store.getState().message === null) say(store, 'no question is open any more', 'good');
}

async function closeSitting(dashboard: Dashboard): Promise<void> {
  const view = answersView(dashboard.store.getState());
  if (view === null) return;
  popView(dashboard.store);
  await sendAnswers(dashboard, view.only);
}

function optionReason(state: DashboardState): string | null {
  const view = answersView(state);
  const up = view === null ? null : questionUp(state, view);
  if (up === null) return 'no question is open';
  return up.question.options.length === 0 ? 'this question has no options: type an answer' : null;
}

function noneOpen(state: DashboardState): string | null {
  const view = answersView(state);
  return view === null || questionUp(state, view) === null ? 'no question is open' : null;
}

const recordDraft = (dashboard: Dashboard): Promise<void> =>
  record(dashboard, (asked) => answerText(asked.question, draftOf(dashboard.store.getState().drafts, asked)));
const recordDefault = (dashboard: Dashboard): Promise<void> => record(dashboard, ({ question }) => yourCall(question));

/** What keys do in a sitting, while they choose and while an answer is typed. */
export const answersActions: Readonly<Record<ActionOf<'answers' | 'typing'>, Handler>> = {
  'answers.pick': {
    reason: optionReason,
    run: ({ store }, key) => {
      const option = Number(key) - 1;
      changeDraft(store, (draft, { question }) =>
        question.options[option] === undefined ? draft : { ...draft, option, text: '' },
      );
    },
  },
  'answers.default': { reason: noneOpen, run: recordDefault },
  'answers.type': { reason: noneOpen, run: ({ store }) => startTyping(store) },
  'answers.record': { reason: noneOpen, run: recordDraft },
  'answers.next': { run: ({ store }) => step(store, 1) },
  'answers.previous': { run: ({ store }) => step(store, -1) },
  'answers.close': { run: closeSitting },
  'typing.record': { run: recordDraft },
  'typing.newline': { run: ({ store }) => typeAnswer(store, '\n') },
  'typing.default': { run: recordDefault },
  'typing.next': { run: ({ store }) => step(store, 1) },
  'typing.stop': {
    run: ({ store }) => {
      const view = answersView(store.getState());
      if (view !== null) replaceTop(store, { ...view, typing: null });
    },
  },
};

function startTyping(store: DashboardStore): void {
  const state = store.getState();
  const view = answersView(state);
  const up = view === null ? null : questionUp(state, view);
  if (view !== null && up !== null) replaceTop(store, { ...view, typing: draftOf(state.drafts, up).text.length });
}

/** Puts text into the answer that is being typed. */
function typeAnswer(store: DashboardStore, text: string): void {
  editAnswer(store, (field) => insert(field, text));
}

/** Changes the text of the answer that is being typed; `change` gives null for what is no editing. */
export function editAnswer(
  store: DashboardStore,
  change: (field: { text: string; cursor: number }) => { text: string; cursor: number } | null,
): void {
  const state = store.getState();
  const view = answersView(state);
  const up = view === null ? null : questionUp(state, view);
  if (view === null || view.typing === null || up === null) return;
  const changed = change({ text: draftOf(state.drafts, up).text, cursor: view.typing });
  if (changed === null) return;
  replaceTop(store, { ...view, typing: changed.cursor });
  changeDraft(store, (draft) => ({ ...draft, text: changed.text, option: changed.text === '' ? draft.option : null }));
}
