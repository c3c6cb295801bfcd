import { type DiffPlan, lineOfRow } from './diff-plan.ts';
import { eachCell } from './each-cell.ts';
import { firstDifference } from './intra-line.ts';
import { parsePatch } from './patch.ts';
import { hasNewerVerdict, isFolded, plainPatch, selectedFile, shownPatch } from './review-content.ts';
import { shownPlan } from './shown-plan.ts';
import {
  type LookAction,
  type PatchVariant,
  contextOf,
  stepContext,
  usualContext,
  variantKey,
  variantOf,
  wholeFile,
} from './review-look.ts';
import type { PatchState, ReviewState } from './review-model.ts';

/** What a key that is about the look makes of the view; it changes nothing off the diff. */
export function stepLook(state: ReviewState, action: LookAction): ReviewState {
  switch (action.type) {
    case 'variant-requested':
      return withVariant(state, action.variant, { kind: 'loading' });
    case 'variant-loaded': {
      const why = 'the work was judged anew while you read';
      if (state.commit !== null && state.commit !== action.to)
        return { ...withVariant(state, action.variant, { kind: 'failed', why }), outdated: true };
      return withVariant(state, action.variant, { kind: 'loaded', patch: parsePatch(action.patch) });
    }
    case 'variant-failed':
      return withVariant(state, action.variant, { kind: 'failed', why: action.why });
    case 'toggle-side-by-side':
      return { ...state, look: { ...state.look, sideBySide: !state.look.sideBySide } };
    case 'toggle-whitespace':
      return { ...state, look: { ...state.look, whitespace: !state.look.whitespace } };
    case 'other-side':
      return otherSide(state);
    case 'to-difference': {
      const shift = differenceShift(state) ?? 0;
      return { ...state, shift: state.shift === shift ? 0 : shift };
    }
    case 'more-context':
      return withContext(state, (context) => stepContext(context, 1));
    case 'less-context':
      return withContext(state, (context) => stepContext(context, -1));
    case 'toggle-whole-file':
      return withContext(state, (context) => (context === wholeFile ? usualContext : wholeFile));
  }
}

/** Patches in another look that the caller should load now: of the selected file and the one after it. */
export function wantedVariants(state: ReviewState): readonly PatchVariant[] {
  if (state.outdated || hasNewerVerdict(state)) return [];
  return state.files
    .slice(state.selected, state.selected + 2)
    .map(({ file }) => file.path)
    .filter((path) => !isFolded(state, path) && plainPatch(state, path) !== null)
    .map((path) => variantOf(state, path))
    .filter((variant) => variant !== null)
    .filter((variant) => !state.variants.has(variantKey(variant)));
}

/** Whether the cursor could be on the other version of its row. */
export function hasOtherSide(state: ReviewState): boolean {
  const plan = shownPlan(state);
  if (plan === null || !plan.sideBySide) return false;
  const { left, right } = plan.linesOf(plan.rowOf(state.cursor));
  return left !== null && right !== null && left !== right;
}

/** Columns to the left of a difference that stay in sight. */
const before = 20;

/** How far to scroll to see where the line under the cursor begins to differ; null where it does not. */
export function differenceShift(state: ReviewState): number | null {
  const patch = shownPatch(state);
  const offset = patch === null || state.page !== 'diff' ? null : firstDifference(patch, state.cursor);
  if (patch === null || offset === null) return null;
  const start = patch.starts[state.cursor] ?? 0;
  let column = 0;
  eachCell(patch.text.slice(start, start + offset), (cell) => {
    column += cell.width;
    return true;
  });
  return Math.max(0, column - before);
}

function otherSide(state: ReviewState): ReviewState {
  const plan: DiffPlan | null = shownPlan(state);
  if (plan === null || !hasOtherSide(state)) return state;
  const row = plan.rowOf(state.cursor);
  const side = plan.linesOf(row).left === state.cursor ? 'right' : 'left';
  return { ...state, side, cursor: lineOfRow(plan, row, side) };
}

function withContext(state: ReviewState, change: (context: number) => number): ReviewState {
  const path = selectedFile(state)?.file.path;
  if (state.page !== 'diff' || path === undefined) return state;
  return { ...state, contexts: new Map(state.contexts).set(path, change(contextOf(state, path))) };
}

function withVariant(state: ReviewState, variant: PatchVariant, found: PatchState): ReviewState {
  return { ...state, variants: new Map(state.variants).set(variantKey(variant), found) };
}
