import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { deafMs, popView, pushView, say, selectedSession, topView } from '../state/store.ts';
import type { Dashboard, Handler } from './dashboard.ts';

/** Opens the selected session's terminal, or its last screen when its process has ended. */
export async function openTerminal(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const session = selectedSession(store.getState());
  if (session === null) return;
  if (session.run === null) {
    pushView(store, { kind: 'picture', session: session.id });
    return;
  }
  pushView(store, { kind: 'zoom', session: session.id });
  await fitZoom(dashboard);
}

/** Gives the zoomed session's terminal the size of the screen; nothing when none is zoomed. */
export async function fitZoom({ store, link }: Dashboard): Promise<void> {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'zoom') return;
  const { columns, rows } = layoutScreen(state.size).zoom;
  await link.request('screen/zoom', { session: view.session, columns, rows });
}

/** Leaves the session's terminal and gives it back its usual size. */
export async function leaveZoom({ store, link }: Dashboard): Promise<void> {
  const view = topView(store.getState());
  if (view?.kind !== 'zoom') return;
  popView(store);
  await link.request('screen/unzoom', { session: view.session });
}

/** The zoomed session's process has ended: its last screen stays in sight, read only. */
export function settleZoom({ store, now }: Pick<Dashboard, 'store' | 'now'>): void {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'zoom' || state.world.sessions[view.session]?.run !== null) return;
  popView(store);
  pushView(store, { kind: 'picture', session: view.session });
  store.setState({ deafUntil: now() + deafMs });
  say(store, `the agent of #${view.session} has ended; this is its last screen`);
}

/** What keys do in a session's terminal; the detach key is recognised before the session gets it. */
export const zoomActions: Readonly<Record<ActionOf<'zoom' | 'picture'>, Handler>> = {
  'zoom.leave': { run: leaveZoom },
  'picture.leave': { run: ({ store }) => popView(store) },
};
