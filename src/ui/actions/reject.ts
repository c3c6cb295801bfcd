import type { RejectionReason } from '../../core/model/task.ts';
import { unsentComments } from '../../core/words/rejection-message.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { noteKey, withNote } from '../state/drafts.ts';
import { type DashboardState, type DashboardStore, popView, replaceTop, say, topView } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { type Field, fieldOf, insert } from '../text/field.ts';
import type { Handler } from './dashboard.ts';
import { writeInEditor } from './form-editor.ts';
import { nextWords } from './next-words.ts';
import { readingHere } from './reading.ts';
import { decideReview } from './review-state.ts';

/** The reasons of a rejection, in the words a person chooses from. */
export const rejectionReasons: readonly (readonly [reason: RejectionReason, words: string])[] = [
  ['approach', 'wrong approach'],
  ['verification', 'weak verification'],
  ['clash', 'clash with other work'],
  ['unclear', 'unclear task'],
];

function rejectView(state: DashboardState): ViewOf<'reject'> | null {
  const view = topView(state);
  return view?.kind === 'reject' ? view : null;
}

/** The note that is being written. */
export function noteOf(state: DashboardState, id: number): string {
  const session = state.world.sessions[id];
  return session === undefined ? '' : (state.drafts.notes[noteKey(session)] ?? '');
}

/** Changes the note under the cursor. */
export function editNote(store: DashboardStore, change: (field: Field) => Field | null): void {
  const state = store.getState();
  const view = rejectView(state);
  const session = view === null ? undefined : state.world.sessions[view.session];
  if (view === null || session === undefined) return;
  const changed = change({ text: noteOf(state, view.session), cursor: view.cursor });
  if (changed === null) return;
  store.setState(({ drafts }) => ({ drafts: withNote(drafts, noteKey(session), changed.text) }));
  replaceTop(store, { ...view, cursor: changed.cursor });
}

/** What keys do while a rejection is written. */
export const rejectActions: Readonly<Record<ActionOf<'reject'>, Handler>> = {
  'reject.reason': {
    run: ({ store }) => {
      const view = rejectView(store.getState());
      if (view === null) return;
      const at = rejectionReasons.findIndex(([reason]) => reason === view.reason);
      const next = rejectionReasons[(at + 1) % rejectionReasons.length];
      if (next !== undefined) replaceTop(store, { ...view, reason: next[0] });
    },
  },
  'reject.newline': { run: ({ store }) => editNote(store, (field) => insert(field, '\n')) },
  'reject.editor': {
    run: async (dashboard) => {
      const { store } = dashboard;
      const view = rejectView(store.getState());
      if (view === null) return;
      const text = noteOf(store.getState(), view.session);
      const written = await writeInEditor(dashboard, { name: 'rejection', text });
      if (written !== null) editNote(store, () => fieldOf(written));
    },
  },
  'reject.send': {
    reason: (state) => {
      const view = rejectView(state);
      const comments = view === null ? [] : (state.world.sessions[view.session]?.comments ?? []);
      return view !== null && noteOf(state, view.session).trim() === '' && unsentComments(comments).length === 0
        ? 'say what is wrong: the note goes to the agent'
        : null;
    },
    run: async ({ store, link, now }) => {
      const state = store.getState();
      const view = rejectView(state);
      const session = view === null ? undefined : state.world.sessions[view.session];
      if (view === null || session === undefined) return;
      const note = noteOf(state, view.session).trim();
      const { reason } = view;
      await decideReview({ store, link }, () =>
        link.request('review/reject', { session: session.id, note, reason, ...readingHere(state, now()) }),
      );
      store.setState(({ drafts }) => ({ drafts: withNote(drafts, noteKey(session), null) }));
      say(store, `#${session.id} goes back to its agent${nextWords(store)}`, 'good');
    },
  },
  'reject.leave': { run: ({ store }) => popView(store) },
};
