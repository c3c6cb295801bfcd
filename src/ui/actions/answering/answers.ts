import type { ActionOf } from '../../keymap/keymap.ts';
import { nothingChosen, onlyInTerminal, picked, yourCall } from '../../state/answer-text.ts';
import { answerKey, withAnswerDraft } from '../../state/drafts.ts';
import { autoAnswered, proposalFor } from '../../state/kept-answers.ts';
import { askedQuestions, keptAnswers } from '../../state/sitting.ts';
import { type DashboardState, type DashboardStore, pushView, replaceTop, say } from '../../state/store.ts';
import type { Dashboard, Handler } from '../dashboard.ts';
import { openHelp } from '../open-help.ts';
import { zoomInto } from '../zoom.ts';
import { keepReason, openKeep } from './keep-answer.ts';
import { openRevoke, revokeReason } from './revoke-answer.ts';
import { recordDraft, recordYourCall } from './record-answer.ts';
import { scrollQuestion } from './scroll-question.ts';
import { closeSitting, sendAnswers, sendNow, sendReason, sentWords } from './send-answers.ts';
import { answersView, bringUp, changeDraft, choiceOf, isUp, questionAtKeys, sittingQuestions } from './sitting-view.ts';
import { startTyping, typeAnswer, typingReason } from './type-answer.ts';

/** Opens a sitting with all questions or one session's; with nothing left to ask it sends what was recorded. */
export async function openSitting(dashboard: Dashboard, only: number | null): Promise<void> {
  const { store } = dashboard;
  const state = store.getState();
  const choice = choiceOf(state, only);
  const asked = askedQuestions(state.world, choice);
  const [first] = asked;
  const auto = autoAnswered(state.world, choice).length;
  if (first === undefined && auto === 0 && keptAnswers(state, choice).length === 0) {
    const sent = await sendAnswers(dashboard, only);
    if (sent.length > 0) say(store, sentWords(store.getState(), sent), 'good');
    return;
  }
  const session = first?.session.id ?? 0;
  const question = first?.question.number ?? 0;
  const order = [...new Set(asked.map((one) => one.session.id))];
  const up = { session, question, scroll: 0, recorded: null, typing: null };
  pushView(store, { kind: 'answers', only, since: dashboard.now(), order, ...up });
  if (first !== undefined) bringUp(store, first);
}

function step(store: DashboardStore, by: 1 | -1): void {
  const state = store.getState();
  const view = answersView(state);
  if (view === null) return;
  const asked = sittingQuestions(state, view);
  const next = asked[(asked.findIndex(isUp(view)) + by + asked.length) % asked.length];
  if (next !== undefined) bringUp(store, next);
}

const noneOpen = 'no question is open';

function optionReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return noneOpen;
  if (onlyInTerminal(up.question)) return 'only its terminal can answer this';
  return up.question.options.length === 0 ? 'this question has no options: type an answer' : null;
}

function yourCallReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return noneOpen;
  if (yourCall(up.question) !== null || proposalFor(state.world, up) !== null) return null;
  if (onlyInTerminal(up.question)) return 'only its terminal can answer this';
  const why = up.question.about === 'permission' ? 'what the agent may do' : 'this';
  return `${why} is yours to say: ${nothingChosen(up.question)}`;
}

function terminalReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return noneOpen;
  return up.session.run === null ? `#${up.session.id} has no process, and so no terminal` : null;
}

function keptReason(state: DashboardState): string | null {
  return keptHere(state).length === 0 ? 'no half-typed answer is left over' : null;
}

function keptHere(state: DashboardState) {
  const view = answersView(state);
  return view === null ? [] : keptAnswers(state, choiceOf(state, view.only));
}

function pick(store: DashboardStore, digit: string): void {
  const up = questionAtKeys(store.getState());
  if (up === null) return;
  const option = Number(digit) - 1;
  const { length } = up.question.options;
  if (option < length) {
    changeDraft(store, up, (draft) => picked(up.question, draft, option));
    store.setState({ message: null });
  } else say(store, `there is no option ${digit}: ${length === 1 ? 'there is one' : `there are ${length}`}`, 'bad');
}

function dropKept(store: DashboardStore): void {
  const kept = keptHere(store.getState());
  store.setState(({ drafts }) => ({
    drafts: kept.reduce(
      (left, { session, question }) => withAnswerDraft(left, answerKey(session.id, question.number), null),
      drafts,
    ),
  }));
}

/** What keys do in a sitting, while they choose and while an answer is typed. */
export const answersActions: Readonly<Record<ActionOf<'answers' | 'typing'>, Handler>> = {
  'answers.pick': { reason: optionReason, run: ({ store }, key) => pick(store, key) },
  'answers.default': { reason: yourCallReason, run: recordYourCall },
  'answers.type': { reason: typingReason, typed: true, run: ({ store }) => startTyping(store) },
  'answers.keep': { reason: keepReason, run: ({ store }) => openKeep(store) },
  'answers.revoke': { reason: revokeReason, run: openRevoke },
  'answers.record': { reason: optionOrTextReason, run: recordDraft },
  'answers.terminal': {
    reason: terminalReason,
    run: async (dashboard) => {
      const up = questionAtKeys(dashboard.store.getState());
      if (up !== null) await zoomInto(dashboard, up.session.id);
    },
  },
  'answers.page-down': { run: (dashboard) => scrollQuestion(dashboard, 'page-down') },
  'answers.page-up': { run: (dashboard) => scrollQuestion(dashboard, 'page-up') },
  'answers.copy-kept': {
    reason: keptReason,
    run: (dashboard) => {
      const texts = keptHere(dashboard.store.getState()).map(({ text }) => text);
      dashboard.copy(texts.join('\n\n'));
      say(dashboard.store, 'the half-typed text is in the clipboard', 'good');
    },
  },
  'answers.drop-kept': { reason: keptReason, run: ({ store }) => dropKept(store) },
  'answers.next': { run: ({ store }) => step(store, 1) },
  'answers.previous': { run: ({ store }) => step(store, -1) },
  'answers.send': { reason: sendReason, run: sendNow },
  'answers.close': { run: closeSitting },
  'answers.help': { run: ({ store }) => openHelp(store) },
  'typing.record': { run: recordDraft },
  'typing.newline': { run: ({ store }) => typeAnswer(store, '\n') },
  'typing.default': { reason: yourCallReason, run: recordYourCall },
  'typing.keep': { reason: keepReason, run: ({ store }) => openKeep(store) },
  'typing.next': { run: ({ store }) => step(store, 1) },
  'typing.page-down': { run: (dashboard) => scrollQuestion(dashboard, 'page-down') },
  'typing.page-up': { run: (dashboard) => scrollQuestion(dashboard, 'page-up') },
  'typing.stop': {
    run: ({ store }) => {
      const view = answersView(store.getState());
      if (view !== null) replaceTop(store, { ...view, typing: null });
    },
  },
};

function optionOrTextReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return noneOpen;
  return onlyInTerminal(up.question) ? 'only its terminal can answer this' : null;
}
