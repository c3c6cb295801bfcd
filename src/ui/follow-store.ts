import { type Dashboard, attempt } from './actions/dashboard.ts';
import { followReview } from './actions/review-state.ts';
import { fitZoom, settleZoom } from './actions/zoom.ts';
import { layoutScreen } from './layout/layout-screen.ts';
import { baseView } from './overlay.ts';
import type { DraftsFile } from './state/drafts-file.ts';
import type { Link } from './state/link.ts';
import { type DashboardState, boardNow } from './state/store.ts';

/** What must go on when the state changes, beside drawing it. */
export interface Followers {
  readonly dashboard: Dashboard;
  readonly link: Pick<Link, 'watch'>;
  readonly drafts: DraftsFile;
}

/** Keeps drafts on disk, watched screens, the zoomed terminal and the open review up with the state; returns what ends it. */
export function followStore({ dashboard, link, drafts }: Followers): () => void {
  const { store } = dashboard;
  link.watch(sessionsInSight(store.getState()));
  return store.subscribe((state, before) => {
    if (state.drafts !== before.drafts) drafts.save(state.drafts);
    if (state.world !== before.world || state.now - before.now > 0 || state.size !== before.size) {
      followReview(dashboard);
      settleZoom(dashboard);
    }
    if (state.size !== before.size) attempt(dashboard, () => fitZoom(dashboard));
    link.watch(sessionsInSight(store.getState()));
  });
}

/** Sessions whose terminals can be seen now. */
function sessionsInSight(state: DashboardState): number[] {
  const base = baseView(state);
  if (base?.kind === 'zoom' || base?.kind === 'picture') return [base.session];
  const { kind } = layoutScreen(state.size);
  const covered = base !== null && base.kind !== 'answers';
  if (kind === 'tiny' || covered || (kind === 'narrow' && (base !== null || state.pane === 'review'))) return [];
  const { order, layout } = boardNow(state);
  return layout.tiles.flatMap(({ position }) => order[position]?.id ?? []);
}
