import { randomUUID } from 'node:crypto';
import type { ActionOf } from '../keymap/keymap.ts';
import { cursorLine, selectedFile, shownPatch } from '../review/review-content.ts';
import { placedComments } from '../review/placed-comments.ts';
import { noteAtCursor } from '../review/review-comments.ts';
import { type Patch, lineKinds } from '../review/patch.ts';
import type { ReviewState } from '../review/review-model.ts';
import { quoteFromPatch } from '../review/quote-patch.ts';
import { counted } from '../../core/words/counted.ts';
import { placeInWords, unsentComments } from '../../core/words/rejection-message.ts';
import { type CommentDraft, withComment } from '../state/drafts.ts';
import {
  type DashboardState,
  type DashboardStore,
  popView,
  pushView,
  replaceTop,
  say,
  topView,
} from '../state/store.ts';
import { type Field, fieldOf, insert } from '../text/field.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { writeInEditor } from './form-editor.ts';
import { openReviewState } from './open-review-state.ts';
import { actInReview } from './review-state.ts';

/** The comment that is being written; null when none is. */
export function commentBeingWritten(state: DashboardState): CommentDraft | null {
  const view = topView(state);
  return view?.kind === 'comment' ? (state.drafts.comments[view.id] ?? null) : null;
}

/** Changes the comment under the cursor. */
export function editComment(store: DashboardStore, change: (field: Field) => Field | null): void {
  const state = store.getState();
  const view = topView(state);
  const draft = commentBeingWritten(state);
  if (view?.kind !== 'comment' || draft === null) return;
  const changed = change({ text: draft.text, cursor: view.cursor });
  if (changed === null) return;
  store.setState(({ drafts }) => ({ drafts: withComment(drafts, draft.id, { ...draft, text: changed.text }) }));
  replaceTop(store, { ...view, cursor: changed.cursor });
}

/** What a comment would be about here, or goes on with; null where there is neither a line nor a file. */
function draftHere(review: ReviewState): CommentDraft | null {
  const session = review.session.id;
  const there = noteAtCursor(review);
  const isInDiff = review.page === 'diff' && review.focus === 'diff';
  if (isInDiff && there?.kind === 'half-typed') return { ...there.draft, session };
  if (isInDiff && there?.kind === 'comment' && there.comment.sentIn === null) {
    const { id, path, side, line, quoted, before, after, text } = there.comment;
    return { id, path, side, line, quoted, before, after, text, session };
  }
  const fresh = { id: randomUUID(), session, text: '' };
  const patch = shownPatch(review);
  const row = isInDiff && patch !== null ? rowToComment(patch, review.cursor) : null;
  const place = row === null ? null : cursorLine({ ...review, cursor: row });
  if (place !== null && patch !== null && row !== null) {
    const { path, side, line } = place;
    return { ...fresh, path, side, line, ...quoteFromPatch(patch, row, side) };
  }
  // A line of git's own (a mode, a hunk's head) is about the file, and a review opens on one where the file is new.
  const path = selectedFile(review)?.file.path;
  if (review.page !== 'diff' || path === undefined) return null;
  return { ...fresh, path, side: 'new', line: null, quoted: '', before: [], after: [] };
}

/** The row that a comment is about: on a hunk's heading what is new in it first, or else gone; null on another line of git's own. */
function rowToComment(patch: Patch, cursor: number): number | null {
  const kindOf = (row: number) => lineKinds[patch.kinds[row] ?? -1];
  const own = kindOf(cursor);
  if (own === 'added' || own === 'removed' || own === 'context') return cursor;
  if (own !== 'hunk') return null;
  let removed: number | null = null;
  for (let row = cursor + 1; row < patch.count; row++) {
    if (kindOf(row) === 'hunk') break;
    if (kindOf(row) === 'added') return row;
    if (kindOf(row) === 'removed') removed ??= row;
  }
  return removed;
}

function beginComment(store: DashboardStore): void {
  const review = openReviewState(store.getState());
  const draft = review === null ? null : draftHere(review);
  if (draft === null) return;
  store.setState(({ drafts }) => ({ drafts: withComment(drafts, draft.id, draft) }));
  pushView(store, { kind: 'comment', id: draft.id, cursor: draft.text.length });
}

function drop(store: DashboardStore, id: string): void {
  store.setState(({ drafts }) => ({ drafts: withComment(drafts, id, null) }));
}

async function keep({ store, link }: Dashboard): Promise<void> {
  const draft = commentBeingWritten(store.getState());
  if (draft === null) return;
  const { session, id, path, side, line, quoted, before, after } = draft;
  const text = draft.text.trim();
  if (text === '') {
    drop(store, id);
    popView(store);
    return;
  }
  const anchor = { quoted, before: [...before], after: [...after] };
  // The id makes the same comment of a second attempt: what was typed is dropped only when the daemon has it.
  await link.request('comment/write', { session, id, path, side, line, anchor, text });
  drop(store, id);
  popView(store);
  say(store, `noted on ${oneLine(placeInWords(draft))}; n takes it to the agent`, 'good');
}

async function remove({ store, link }: Dashboard): Promise<void> {
  const review = openReviewState(store.getState());
  const there = review === null ? null : noteAtCursor(review);
  if (review === null || there === null) return;
  const { id, text } = there.kind === 'comment' ? there.comment : there.draft;
  if (there.kind === 'half-typed') drop(store, id);
  else await link.request('comment/remove', { session: review.session.id, id });
  say(store, `comment taken away: ${oneLine(text)}`);
}

/** What of the comments an approval would leave behind: approved work takes none to its agent. */
export function commentsLeft({ session, drafts }: ReviewState): { word: string; says: string }[] {
  const written = unsentComments(session.comments).length;
  const all = new Set([...unsentComments(session.comments), ...drafts].map(({ id }) => id)).size;
  if (all === 0) return [];
  const halfTyped = all - written;
  const says = [
    ...(written === 0 ? [] : [`${counted(written, 'comment')} not sent`]),
    ...(halfTyped === 0 ? [] : [`${counted(halfTyped, 'comment')} half typed`]),
  ];
  return [{ word: 'comments', says: `${says.join(', ')}: only a rejection takes comments to the agent` }];
}

function inReview(judge: (review: ReviewState) => string | null): (state: DashboardState) => string | null {
  return (state) => {
    const review = openReviewState(state);
    return review === null ? null : judge(review);
  };
}

type ReviewKey = 'review.comment' | 'review.remove-comment' | 'review.next-comment' | 'review.toggle-against';

/** What keys do with comments and rounds in the review. */
export const reviewCommentActions: Readonly<Record<ReviewKey, Handler>> = {
  'review.comment': {
    reason: inReview((review) =>
      draftHere(review) === null ? 'a comment is about a line of the diff or a file: open the diff first' : null,
    ),
    typed: true,
    run: ({ store }) => beginComment(store),
  },
  'review.remove-comment': {
    reason: inReview((review) => (noteAtCursor(review) === null ? 'there is no comment on this line' : null)),
    run: remove,
  },
  'review.next-comment': {
    reason: inReview((review) =>
      placedComments(review).length + review.drafts.length === 0 ? 'there are no comments' : null,
    ),
    run: (dashboard) => actInReview(dashboard, { type: 'next-comment' }),
  },
  'review.toggle-against': {
    reason: inReview(({ compared, compare }) => {
      if (compared?.since != null) return null;
      if (typeof compare === 'object') return compare.why;
      return compared?.problem ?? 'you have not decided about it before: this is all of it';
    }),
    run: (dashboard) => actInReview(dashboard, { type: 'toggle-against' }),
  },
};

/** What keys do while a comment is written. */
export const commentActions: Readonly<Record<ActionOf<'comment'>, Handler>> = {
  'comment.keep': { run: keep },
  'comment.newline': { run: ({ store }) => editComment(store, (field) => insert(field, '\n')) },
  'comment.editor': {
    run: async (dashboard) => {
      const { store } = dashboard;
      const draft = commentBeingWritten(store.getState());
      if (draft === null) return;
      const written = await writeInEditor(dashboard, { name: 'comment', text: draft.text });
      if (written !== null) editComment(store, () => fieldOf(written));
    },
  },
  'comment.drop': {
    run: ({ store }) => {
      const draft = commentBeingWritten(store.getState());
      if (draft !== null) drop(store, draft.id);
      popView(store);
    },
  },
  'comment.leave': {
    run: ({ store }) => {
      const state = store.getState();
      const draft = commentBeingWritten(state);
      popView(store);
      if (draft === null) return;
      const written = state.world.sessions[draft.session]?.comments.find(({ id }) => id === draft.id);
      if (draft.text.trim() === '' || draft.text === written?.text) drop(store, draft.id);
      else say(store, 'half-typed, and kept; c on its line goes on');
    },
  },
};
