import { layoutScreen } from '../layout/layout-screen.ts';
import type { HistoryLines } from '../scrollback/history-lines.ts';
import type { PageRoom, ScrollbackPage } from '../scrollback/page.ts';
import type { SessionLog } from '../scrollback/session-log.ts';
import { type DashboardState, type DashboardStore, topView } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';

/** Rows in which lines are shown. */
export function scrollbackRows(state: Pick<DashboardState, 'size'>): number {
  return layoutScreen(state.size).zoom.rows;
}

/** The open view, also while a line is typed over it. */
export function scrollbackView(state: DashboardState): ViewOf<'scrollback'> | null {
  const top = topView(state);
  if (top?.kind === 'scrollback') return top;
  const below = state.views.at(-2);
  return top?.kind === 'line' && below?.kind === 'scrollback' ? below : null;
}

/** Changes the page of a log that is open; nothing while it has no lines. */
export function changePage(
  store: DashboardStore,
  log: SessionLog,
  change: (page: ScrollbackPage, room: PageRoom & { readonly lines: HistoryLines }) => ScrollbackPage,
): void {
  const { lines } = log;
  const state = store.getState();
  const at = state.views.findIndex((view) => view.kind === 'scrollback' && view.log === log);
  const view = state.views[at];
  if (lines === null || view?.kind !== 'scrollback') return;
  const page = change(view.page, { lines, rows: scrollbackRows(state) });
  if (page !== view.page) store.setState({ views: state.views.with(at, { ...view, page }) });
}
