import { type Dashboard, attempt } from './actions/dashboard.ts';
import { ContextFollower } from './actions/answering/follow-context.ts';
import { followSitting } from './actions/answering/follow-sitting.ts';
import { followLooks } from './actions/follow-looks.ts';
import { followAnswers, followPace } from './actions/follow-pace.ts';
import { followReading } from './actions/reading.ts';
import { followReview } from './actions/review-state.ts';
import { matchBoundary } from './actions/match-boundary.ts';
import { fitZoom, settleZoom } from './actions/zoom.ts';
import { layoutScreen } from './layout/layout-screen.ts';
import { baseView } from './overlay.ts';
import type { DraftsFile } from './state/drafts-file.ts';
import type { Link } from './state/link.ts';
import { TrailingCall } from './state/trailing-call.ts';
import { type DashboardState, boardNow, say } from './state/store.ts';
import { screenOf } from './state/views.ts';

/** What must go on when the state changes, beside drawing it. */
export interface Followers {
  readonly dashboard: Dashboard;
  readonly link: Pick<Link, 'watch'>;
  readonly drafts: DraftsFile;
}

/** A terminal that is being resized says so many times a second: the program is told when it rests, ms. */
const resizeMs = 100;

/** Keeps drafts on disk, watched screens, the zoomed terminal and the open review up with the state; returns what ends it. */
export function followStore({ dashboard, link, drafts }: Followers): () => void {
  const { store } = dashboard;
  link.watch(screensInSight(store.getState()));
  const fit = new TrailingCall(dashboard.clock, resizeMs, () => attempt(dashboard, () => fitZoom(dashboard)));
  const context = new ContextFollower(dashboard);
  const match = new TrailingCall(dashboard.clock, resizeMs, () => attempt(dashboard, () => matchBoundary(dashboard)));
  const end = store.subscribe((state, before) => {
    if (state.drafts !== before.drafts) drafts.save(state.drafts);
    if (
      state.world !== before.world ||
      state.now - before.now > 0 ||
      state.size !== before.size ||
      state.drafts !== before.drafts ||
      state.views.length !== before.views.length
    ) {
      followReview(dashboard);
      settleZoom(dashboard);
    }
    if (state.views !== before.views) settleZoom(dashboard);
    if (state.world !== before.world || state.views !== before.views) followSitting(dashboard, before);
    followLooks(dashboard, before);
    if (state.world !== before.world || state.views !== before.views || state.now !== before.now) context.follow();
    if (state.world !== before.world || state.views !== before.views || state.now !== before.now)
      followReading(dashboard);
    if (state.views !== before.views) followAnswers(dashboard, before);
    if (state.world.pace !== before.world.pace) followPace(dashboard, before.world.pace);
    if (state.drafts !== before.drafts || state.views !== before.views || state.world !== before.world) match.ask();
    if (state.size !== before.size) fit.ask();
    if (state.link.kind === 'live' && before.link.kind === 'lost') settleLink(dashboard);
    link.watch(screensInSight(store.getState()));
  });
  return () => {
    end();
    fit.cancel();
    match.cancel();
  };
}

/** The daemon is back: it knows of no zoomed client any more, and what was typed meanwhile is lost. */
function settleLink(dashboard: Dashboard): void {
  const { store } = dashboard;
  const { lostKeys } = store.getState();
  attempt(dashboard, () => fitZoom(dashboard));
  if (lostKeys === 0) return;
  store.setState({ lostKeys: 0 });
  say(store, `the connection is back; ${lostKeys} typed ${lostKeys === 1 ? 'key was' : 'keys were'} not sent`, 'bad');
}

/** Screens that can be seen now, by number. */
function screensInSight(state: DashboardState): number[] {
  const base = baseView(state);
  if (base?.kind === 'zoom' || base?.kind === 'scrollback') return [screenOf(base)];
  if (base?.kind === 'picture') return [base.session];
  const { kind } = layoutScreen(state.size);
  const covered = base !== null && base.kind !== 'answers';
  if (kind === 'tiny' || covered || (kind === 'narrow' && (base !== null || state.pane === 'review'))) return [];
  const { order, layout } = boardNow(state);
  return layout.tiles.flatMap(({ position }) => order[position]?.id ?? []);
}
