import type { Comment } from '../../core/model/review-notes.ts';
import { type Placed, placeComment } from '../../core/rules/place-comments.ts';
import { isQuoted } from '../../core/rules/find-line.ts';
import { type ShownPlace, placedComments } from './placed-comments.ts';
import { selectedFile, shownPatch } from './review-content.ts';
import { type Patch, lineKinds, patchLine } from './patch.ts';
import type { HalfTyped, ReviewState } from './review-model.ts';
import type { RankedFile } from './risk.ts';

/** What is shown in the diff, above everything (line null) or below a line of the patch. */
export interface Note {
  readonly line: number | null;
  readonly content:
    | { readonly kind: 'comment'; readonly comment: Comment; readonly placed: ShownPlace }
    | { readonly kind: 'half-typed'; readonly draft: HalfTyped };
}

/** How many comments a file has, half-typed ones among them. */
export function commentCount(state: ReviewState, { file, against }: RankedFile): number {
  const written = placedComments(state, against).filter(({ placed }) => placed.path === file.path);
  const known = new Set(written.map(({ comment }) => comment.id));
  return written.length + state.drafts.filter(({ path, id }) => path === file.path && !known.has(id)).length;
}

/** The comment that comes after the cursor in the order of reading, around the end; `file` is an index into the files. */
export function commentAfter(state: ReviewState): { readonly file: number; readonly placed: Placed } | null {
  const drafts = state.drafts.map((draft): Placed => ({ ...draft, kind: 'same', now: draft.quoted }));
  const all = state.files.flatMap((ranked, file) =>
    [...placedComments(state, ranked.against).map(({ placed }) => placed), ...drafts]
      .filter(({ path }) => path === ranked.file.path)
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((placed) => ({ file, placed })),
  );
  const here = state.page === 'diff' ? shownPatch(state) : null;
  const isAfter = ({ file, placed }: (typeof all)[number]): boolean => {
    if (state.page !== 'diff' || file !== state.selected) return state.page === 'diff' && file > state.selected;
    if (here === null || placed.line === null) return false;
    return (placed.side === 'old' ? here.oldNumbers : here.newNumbers).indexOf(placed.line) > state.cursor;
  };
  return all.find(isAfter) ?? all[0] ?? null;
}

/** The comments of the shown diff, from the top. */
export function shownNotes(state: ReviewState): readonly Note[] {
  const ranked = selectedFile(state);
  const patch = shownPatch(state);
  if (ranked === null || patch === null) return [];
  const { path } = ranked.file;
  const written = placedComments(state, ranked.against)
    .filter(({ placed }) => placed.path === path)
    .map(({ comment, placed }): Note => ({
      line: lineShown(patch, { placed, quoted: comment.quoted }),
      content: { kind: 'comment', comment, placed },
    }));
  const drafts = state.drafts
    .filter((draft) => draft.path === path)
    .map((draft): Note => ({ line: draftLine(patch, draft), content: { kind: 'half-typed', draft } }));
  return [...written, ...drafts].toSorted((a, b) => (a.line ?? -1) - (b.line ?? -1));
}

/** The line of the patch that a comment belongs under; null where the patch does not show it. */
function lineShown(patch: Patch, { placed, quoted }: { placed: Placed; quoted: string }): number | null {
  if (placed.line === null) return null;
  const at = (placed.side === 'old' ? patch.oldNumbers : patch.newNumbers).indexOf(placed.line);
  if (at === -1) return null;
  // What is shown decides: a comment is never put under another line than it says.
  const wanted = placed.kind === 'changed' ? (placed.now ?? '') : quoted;
  return isQuoted(patchLine(patch, at).text, wanted) ? at : null;
}

/** A half-typed comment has seen no daemon: it is found again in what the patch shows. */
function draftLine(patch: Patch, draft: HalfTyped): number | null {
  if (draft.line === null) return null;
  const direct = lineShown(patch, { placed: { ...draft, kind: 'same', now: null }, quoted: draft.quoted });
  if (direct !== null) return direct;
  const side = draft.side === 'old' ? 'removed' : 'added';
  const indexes = Array.from({ length: patch.count }, (_, at) => at).filter((at) => {
    const kind = lineKinds[patch.kinds[at] ?? -1];
    return kind === side || kind === 'context';
  });
  const lines = indexes.map((at) => patchLine(patch, at).text);
  const comment: Comment = { ...draft, round: 0, at: 0, sentIn: null };
  const found = placeComment(comment, { path: draft.path, old: lines, new: lines });
  return found.kind === 'same' && found.line !== null ? (indexes[found.line - 1] ?? null) : null;
}

/** The comment that a key on this line of the diff is about: the half-typed one, else the newest that is not sent. */
export function noteAtCursor(state: ReviewState): Note['content'] | null {
  const here = shownNotes(state).filter(({ line }) => line === state.cursor || (line === null && state.cursor === 0));
  const draft = here.find(({ content }) => content.kind === 'half-typed');
  return (draft ?? here.findLast(({ content }) => content.kind === 'comment'))?.content ?? null;
}
