import { patchFacts, patchWarnings } from './patch-facts.ts';
import { plainPatch, selectedFile, shownPatch } from './review-content.ts';
import { contextOf, usualContext, variantState, wholeFile } from './review-look.ts';
import type { ReviewState } from './review-model.ts';

/** What is to be known of the shown diff as a whole: how it is looked at, and what its lines do not show; '' for nothing. */
export function lookWords(state: ReviewState): string {
  const patch = shownPatch(state);
  if (state.page !== 'diff' || patch === null) return '';
  return [...hiddenWords(state), ...contextWords(state), ...patchFacts(patch)].join('; ');
}

/** What the shown diff holds that could mislead; '' for nothing. */
export function warningWords(state: ReviewState): string {
  const patch = state.page === 'diff' ? shownPatch(state) : null;
  return patch === null ? '' : patchWarnings(patch).join('; ');
}

/** Changed lines that are not shown because only blanks changed in them. */
export function hiddenLines(state: ReviewState): number {
  const path = selectedFile(state)?.file.path ?? '';
  const [plain, shown] = [plainPatch(state, path), shownPatch(state)];
  if (state.look.whitespace || plain === null || shown === null) return 0;
  return plain.added + plain.removed - shown.added - shown.removed;
}

function hiddenWords(state: ReviewState): readonly string[] {
  if (state.look.whitespace) return [];
  const hidden = hiddenLines(state);
  return [
    `whitespace off: ${hidden === 0 ? 'nothing' : `${hidden} changed ${hidden === 1 ? 'line' : 'lines'}`} hidden`,
  ];
}

function contextWords(state: ReviewState): readonly string[] {
  const path = selectedFile(state)?.file.path ?? '';
  const context = contextOf(state, path);
  const found = variantState(state, path);
  if (found?.kind === 'failed') return [`can't be shown so: ${found.why}`];
  if (context === usualContext) return [];
  const what = context === wholeFile ? 'the whole file' : `${context} lines around each change`;
  return [found?.kind === 'loaded' ? what : `loading ${what}`];
}
