import { noteLines } from './comment-words.ts';
import { type DiffPlan, planOf } from './diff-plan.ts';
import { type NoteBlock, notedPlan } from './noted-plan.ts';
import type { Patch } from './patch.ts';
import { shownNotes } from './review-comments.ts';
import { layoutOf, pageLines, shownPatch } from './review-content.ts';
import { isSideBySide } from './review-look.ts';
import type { ReviewState } from './review-model.ts';
import { type ReviewTheme, defaultTheme } from './review-theme.ts';

/** The comments in the shown diff, each with the lines of text that it takes. */
export function shownBlocks(state: ReviewState, theme: ReviewTheme = defaultTheme): readonly NoteBlock[] {
  const patch = shownPatch(state);
  return patch === null ? [] : plannedOf(state, { patch, theme }).blocks;
}

/** The rows of the diff page, with the comments between them; null while there is no patch to show. */
export function shownPlan(state: ReviewState): DiffPlan | null {
  const patch = shownPatch(state);
  return patch === null ? null : plannedOf(state, { patch, theme: defaultTheme }).plan;
}

/** Rows of the present page: as many as lines, save where two lines stand beside each other, and for comments. */
export function pageRows(state: ReviewState): number {
  return state.page === 'diff' ? (shownPlan(state)?.rows ?? 0) : pageLines(state);
}

interface Planned {
  /** What it was made of. */
  readonly parts: readonly unknown[];
  readonly blocks: readonly NoteBlock[];
  readonly plan: DiffPlan;
}

/** The same patch with the same comments in the same room gives the same plan; by theme, whose characters differ. */
const planned = new WeakMap<Patch, Map<ReviewTheme, Planned>>();

function plannedOf(state: ReviewState, { patch, theme }: { patch: Patch; theme: ReviewTheme }): Planned {
  const { columns } = layoutOf({ ...state, page: 'diff' }).main.inner;
  const { round, comments } = state.session;
  const ranked = state.files[state.selected];
  const parts = [comments, state.drafts, state.compared, ranked, columns, round, isSideBySide(state)];
  const byTheme = planned.get(patch) ?? new Map<ReviewTheme, Planned>();
  planned.set(patch, byTheme);
  const known = byTheme.get(theme);
  if (known !== undefined && known.parts.every((part, at) => part === parts[at])) return known;
  const blocks = shownNotes(state).map((note): NoteBlock => ({
    line: note.line,
    lines: noteLines(note, { columns, round, theme }),
  }));
  const sideBySide = isSideBySide(state) && hasBothVersions(patch);
  const made = { parts, blocks, plan: notedPlan(planOf(patch, sideBySide), blocks) };
  byTheme.set(theme, made);
  return made;
}

/** A new or a deleted file has nothing to stand beside it. */
function hasBothVersions({ files }: Patch): boolean {
  return files.every(({ from, to }) => from !== null && to !== null);
}
