import { lastAtMost } from './patch-syntax.ts';
import type { PatchState, ReviewState } from './review-model.ts';

/** How a person wants to see diffs; outlives the item in hand. */
export interface ReviewLook {
  /** Both versions beside each other, where the terminal has the width for it. */
  readonly sideBySide: boolean;
  /** Changes in blanks alone are shown as changes. */
  readonly whitespace: boolean;
}

/** What a diff looks like until a key says otherwise. */
export const firstLook: ReviewLook = { sideBySide: true, whitespace: true };

/** The patch of one file in another look than git's own: with more around the changes, or without blanks. */
export interface PatchVariant {
  readonly path: string;
  /** Unchanged lines around each change. */
  readonly context: number;
  readonly whitespace: boolean;
}

/** What happens to the look. */
export type LookAction =
  | { readonly type: 'toggle-side-by-side' }
  | { readonly type: 'toggle-whitespace' }
  | { readonly type: 'more-context' }
  | { readonly type: 'less-context' }
  | { readonly type: 'toggle-whole-file' }
  | { readonly type: 'other-side' }
  | { readonly type: 'to-difference' }
  | { readonly type: 'variant-requested'; readonly variant: PatchVariant }
  | { readonly type: 'variant-loaded'; readonly variant: PatchVariant; readonly patch: string; readonly to: string }
  | { readonly type: 'variant-failed'; readonly variant: PatchVariant; readonly why: string };

/** From here on there is room for two versions beside each other. */
export const sideBySideColumns = 160;

/** Unchanged lines around a change: git's own number first, the whole file last. */
const steps = [3, 10, 30, 100, 300, 1000, 1_000_000] as const;
export const usualContext = steps[0];
export const wholeFile = steps[6];

/** Whether both versions stand beside each other now. */
export function isSideBySide({ look, columns }: Pick<ReviewState, 'look' | 'columns'>): boolean {
  return look.sideBySide && columns >= sideBySideColumns;
}

/** How many unchanged lines are wanted around the changes of a file. */
export function contextOf({ contexts }: Pick<ReviewState, 'contexts'>, path: string): number {
  return contexts.get(path) ?? usualContext;
}

/** The next larger (or smaller) step; the same at the ends. */
export function stepContext(context: number, by: 1 | -1): number {
  return steps[Math.max(0, lastAtMost(steps, context) + by)] ?? context;
}

/** The look that is wanted of a file; null where it is git's own. */
export function variantOf(state: Pick<ReviewState, 'look' | 'contexts'>, path: string): PatchVariant | null {
  const context = contextOf(state, path);
  const { whitespace } = state.look;
  return context === usualContext && whitespace ? null : { path, context, whitespace };
}

/** Under which a variant is kept. */
export function variantKey({ path, context, whitespace }: PatchVariant): string {
  return `${context} ${whitespace} ${path}`;
}

/** The patch of a file in the wanted look, however far it has come; undefined where git's own is wanted. */
export function variantState(
  state: Pick<ReviewState, 'look' | 'contexts' | 'variants'>,
  path: string,
): PatchState | undefined {
  const variant = variantOf(state, path);
  return variant === null ? undefined : state.variants.get(variantKey(variant));
}
