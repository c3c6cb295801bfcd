import { unicodeGlyphs } from '../glyphs.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { digestPage } from '../panes/digest/digest-surface.ts';
import { statsPage } from '../panes/stats/stats-surface.ts';
import { type DashboardState, type DashboardStore, replaceTop, topView } from '../state/store.ts';

/** How far a key scrolls: to this line, from where it is. */
type Move = (at: { readonly top: number; readonly rows: number; readonly lines: number }) => number;

export const moves = {
  down: ({ top }) => top + 1,
  up: ({ top }) => top - 1,
  'page-down': ({ top, rows }) => top + rows - 1,
  'page-up': ({ top, rows }) => top - rows + 1,
  top: () => 0,
  bottom: ({ lines }) => lines,
} as const satisfies Readonly<Record<string, Move>>;

/** Scrolls the statistics or the digest, never beyond their ends. */
export function scrollView(store: DashboardStore, move: Move): void {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'stats' && view?.kind !== 'digest') return;
  const rows = layoutScreen(state.size).whole.rows - 1;
  const lines = linesOf(state);
  const last = Math.max(0, lines - rows);
  const top = Math.max(0, Math.min(last, move({ top: Math.min(view.top, last), rows, lines })));
  replaceTop(store, { ...view, top });
}

/** How many lines there are; whatever they are drawn with, their number is the same. */
function linesOf(state: DashboardState): number {
  const view = topView(state);
  if (view?.kind === 'stats') return statsPage(state, view, unicodeGlyphs).length;
  return view?.kind === 'digest' ? digestPage(state, view, unicodeGlyphs).length : 0;
}
