import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { type DashboardState, deafMs, popView, pushView, say, selectedSession, topView } from '../state/store.ts';
import { type ViewOf, screenOf } from '../state/views.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openScrollback } from './open-scrollback.ts';
import { settleTerminal } from './side-terminals.ts';
import { tellFocus } from './tell-focus.ts';

/** Opens the selected session's terminal, or its last screen when its process has ended. */
export async function openTerminal(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const session = selectedSession(store.getState());
  if (session === null) return;
  if (session.run === null) {
    pushView(store, { kind: 'picture', session: session.id });
    return;
  }
  await zoomInto(dashboard, session.id);
}

/** Opens the terminal of a session whose agent runs. */
export async function zoomInto(dashboard: Dashboard, session: number): Promise<void> {
  pushView(dashboard.store, { kind: 'zoom', session, terminal: null });
  tellFocus(dashboard, session, true);
  await fitZoom(dashboard);
}

/** The zoomed session's view, also while something lies over it. */
function zoomOf(state: DashboardState): ViewOf<'zoom'> | null {
  return state.views.findLast((view) => view.kind === 'zoom') ?? null;
}

/** Asks for the size of the screen for the zoomed session's terminal; nothing when none is zoomed. */
export async function fitZoom({ store, link }: Dashboard): Promise<void> {
  const state = store.getState();
  const view = zoomOf(state);
  if (view === null || state.link.kind === 'lost') return;
  const { columns, rows } = layoutScreen(state.size).zoom;
  if (rows < 2) return;
  await link.request('screen/zoom', { session: screenOf(view), columns, rows });
}

/** Leaves the session's terminal and gives its size up. */
export async function leaveZoom(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const view = topView(store.getState());
  if (view?.kind !== 'zoom') return;
  popView(store);
  store.setState({ zoomed: null, lostKeys: 0 });
  // A daemon that is gone has forgotten who was zoomed.
  if (store.getState().link.kind === 'lost') return;
  tellFocus(dashboard, screenOf(view), false);
  await link.request('screen/unzoom', { session: screenOf(view) });
}

/** The zoomed session's process has ended: its last screen stays in sight, read only. */
export function settleZoom({ store, now }: Pick<Dashboard, 'store' | 'now'>): void {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'zoom') return;
  if (view.terminal !== null) {
    settleTerminal(store, view.terminal);
    return;
  }
  if (state.world.sessions[view.session]?.run !== null) return;
  popView(store);
  pushView(store, { kind: 'picture', session: view.session });
  store.setState({ deafUntil: now() + deafMs, zoomed: null, lostKeys: 0 });
  say(store, `the agent of #${view.session} has ended; this is its last screen`);
}

/** Takes what the zoomed screen says about itself into the state: the chrome knows nothing of screens. */
export function noteZoomed({ store, screens, now }: Dashboard, screen: number): void {
  const state = store.getState();
  const view = zoomOf(state);
  if (view === null || screenOf(view) !== screen) return;
  const live = screens.get(screen);
  if (live === null) return;
  const wanted = layoutScreen(state.size).zoom;
  const { columns, rows } = live.grid;
  const before = state.zoomed;
  const fits = columns === wanted.columns && rows === wanted.rows;
  const otherSince = fits ? null : (before?.otherSince ?? now());
  // Every new number is a new frame of the chrome: tenths are enough.
  const digits = 10 ** Math.max(0, String(live.unread).length - 2);
  const unread = Math.floor(live.unread / digits) * digits;
  if (
    before?.unread === unread &&
    before.columns === columns &&
    before.rows === rows &&
    before.otherSince === otherSince
  )
    return;
  store.setState({ zoomed: { unread, columns, rows, otherSince } });
}

/** What keys do in a session's terminal; the detach key is recognised before the session gets it. */
export const zoomActions: Readonly<Record<ActionOf<'zoom' | 'picture'>, Handler>> = {
  'zoom.leave': { run: leaveZoom },
  'zoom.scrollback': { run: readBack },
  'picture.scrollback': { run: readBack },
  'picture.leave': { run: ({ store }) => popView(store) },
};

function readBack(dashboard: Dashboard): void {
  const view = topView(dashboard.store.getState());
  if (view?.kind === 'zoom') openScrollback(dashboard, view);
  if (view?.kind === 'picture') openScrollback(dashboard, { session: view.session, terminal: null });
}
