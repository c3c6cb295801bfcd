import { proposeSentence } from '../../../core/conventions/propose-sentence.ts';
import { conventionsPath } from '../../../core/conventions/read-conventions.ts';
import type { ActionOf } from '../../keymap/keymap.ts';
import { answerText, nothingChosen } from '../../state/answer-text.ts';
import { answerKey, withSentence } from '../../state/drafts.ts';
import { draftOf } from '../../state/sitting.ts';
import {
  type DashboardState,
  type DashboardStore,
  popView,
  pushView,
  replaceTop,
  say,
  topView,
} from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';
import type { Field } from '../../text/field.ts';
import type { Dashboard, Handler } from '../dashboard.ts';
import { recordDraft } from './record-answer.ts';
import { answersView, questionAtKeys } from './sitting-view.ts';

/** Why the answer to the question that is up cannot be kept, a sentence; null when it can. */
export function keepReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return 'no question is open';
  if (up.question.about !== 'question') return 'only the answer to what an agent asks can be kept for later tasks';
  return answerText(up.question, draftOf(state.drafts, up)) === null ? nothingChosen(up.question) : null;
}

/** Opens the sentence as which the answer is kept: what was half-typed before, else a proposal. */
export function openKeep(store: DashboardStore): void {
  const state = store.getState();
  const up = questionAtKeys(state);
  const answer = up === null ? null : answerText(up.question, draftOf(state.drafts, up));
  if (up === null || answer === null) return;
  const key = answerKey(up.session.id, up.question.number);
  const sentence = state.drafts.sentences[key] ?? proposeSentence(up.question, answer);
  store.setState(({ drafts }) => ({ drafts: withSentence(drafts, key, sentence) }));
  const question = up.question.number;
  pushView(store, { kind: 'keep', session: up.session.id, question, answer, cursor: sentence.length, sending: false });
}

function keepView(state: DashboardState): ViewOf<'keep'> | null {
  const view = topView(state);
  return view?.kind === 'keep' ? view : null;
}

/** The sentence that is being written. */
export function sentenceOf({ drafts }: DashboardState, { session, question }: ViewOf<'keep'>): string {
  return drafts.sentences[answerKey(session, question)] ?? '';
}

/** Changes the sentence under the cursor; it stays one line. */
export function editSentence(store: DashboardStore, change: (field: Field) => Field | null): void {
  const state = store.getState();
  const view = keepView(state);
  if (view === null) return;
  const changed = change({ text: sentenceOf(state, view), cursor: view.cursor });
  if (changed === null) return;
  const key = answerKey(view.session, view.question);
  store.setState(({ drafts }) => ({ drafts: withSentence(drafts, key, changed.text) }));
  replaceTop(store, { ...view, cursor: changed.cursor });
}

function proposedFor(state: DashboardState, { session, question, answer }: ViewOf<'keep'>): string {
  const asked = state.world.sessions[session]?.questions.find(({ number }) => number === question);
  return asked === undefined ? '' : proposeSentence(asked, answer);
}

/** Writes the sentence into the file, then records the answer; a question that is gone meanwhile is not answered. */
async function keep(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const state = store.getState();
  const view = keepView(state);
  if (view === null || view.sending) return;
  const { session, question, answer } = view;
  const sentence = sentenceOf(state, view).trim();
  replaceTop(store, { ...view, sending: true });
  try {
    await link.request('convention/keep', { session, question, answer, sentence });
  } catch (thrown) {
    store.setState(({ views }) => ({
      views: views.map((each) => (each.kind === 'keep' ? { ...each, sending: false } : each)),
    }));
    throw thrown;
  }
  const key = answerKey(session, question);
  store.setState(({ drafts, views }) => ({
    drafts: withSentence(drafts, key, null),
    views: views.filter(({ kind }) => kind !== 'keep'),
    message: null,
  }));
  const up = questionAtKeys(store.getState());
  const isUp = answersView(store.getState()) !== null && up?.session.id === session && up.question.number === question;
  if (isUp) await recordDraft(dashboard);
  const words = isUp ? '' : '; its question is gone, and was not answered';
  say(store, `kept in ${conventionsPath}: every later session is told${words}`, isUp ? 'good' : 'bad');
}

/** Leaves the sentence; one that was not changed is proposed anew. */
function leave(store: DashboardStore): void {
  const state = store.getState();
  const view = keepView(state);
  if (view === null) return;
  const key = answerKey(view.session, view.question);
  const isAsProposed = sentenceOf(state, view) === proposedFor(state, view);
  if (isAsProposed) store.setState(({ drafts }) => ({ drafts: withSentence(drafts, key, null) }));
  popView(store);
}

/** What keys do while a sentence is written. */
export const keepActions: Readonly<Record<ActionOf<'keep'>, Handler>> = {
  'keep.keep': {
    reason: (state) => {
      const view = keepView(state);
      return view !== null && sentenceOf(state, view).trim() === ''
        ? 'write the sentence that agents are to be told'
        : null;
    },
    run: keep,
  },
  'keep.propose': {
    run: ({ store }) => {
      const view = keepView(store.getState());
      if (view === null) return;
      const text = proposedFor(store.getState(), view);
      editSentence(store, () => ({ text, cursor: text.length }));
    },
  },
  'keep.leave': { run: ({ store }) => leave(store) },
};
