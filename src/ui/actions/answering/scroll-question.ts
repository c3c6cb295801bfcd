import { unicodeGlyphs } from '../../glyphs.ts';
import { insideFrame } from '../../layout/inside-frame.ts';
import { layoutScreen } from '../../layout/layout-screen.ts';
import { scrollWindow } from '../../panes/answers/answers-page.ts';
import type { Dashboard } from '../dashboard.ts';
import { answersView, changeSitting } from './sitting-view.ts';

/** Scrolls what does not fit of the question that is up: by a page, or by so many lines. */
export function scrollQuestion({ store, bindings }: Dashboard, by: 'page-down' | 'page-up' | number): void {
  const state = store.getState();
  const view = answersView(state);
  if (view === null) return;
  const { columns, rows } = insideFrame(layoutScreen(state.size).side);
  // Every character is one column wide whatever the look: the lines are the same.
  const window = scrollWindow(state, { view, columns, rows, glyphs: unicodeGlyphs, bindings });
  if (window === null) return;
  const page = Math.max(1, window.shown - 1);
  const lines = by === 'page-down' ? page : by === 'page-up' ? -page : by;
  const scroll = Math.max(0, Math.min(window.top + lines, window.total - window.shown));
  changeSitting(store, (sitting) => ({ ...sitting, scroll }));
}
