import { takeOver as decideTakeOver } from '../../core/decide/take-over.ts';
import { waitsFor } from '../../core/rules/admission.ts';
import { askToTakeOver } from '../state/confirmations.ts';
import { type DashboardState, pushView, say } from '../state/store.ts';
import { type Dashboard, type Handler, attempt } from './dashboard.ts';
import { refusal } from './refusal.ts';
import { openReviewState } from './open-review-state.ts';
import { zoomInto } from './zoom.ts';

/** The person goes on with the item in hand in its agent's own conversation. */
export const takeOver: Handler = {
  reason: (state) => {
    const review = openReviewState(state);
    return review === null ? null : refusal(decideTakeOver(state.world, review.session.id));
  },
  run: ({ store }) => {
    const session = openReviewState(store.getState())?.session;
    if (session !== undefined) pushView(store, askToTakeOver(session.id, session.task.title));
  },
};

/** Opens the agent's terminal as soon as there is one, unless the person has gone on to something else by then. */
export function zoomOnceRunning(dashboard: Dashboard, id: number): void {
  const { store } = dashboard;
  store.setState({ selected: id });
  say(store, `#${id} is yours: its agent starts, and its terminal opens`);
  const before = store.getState().views;
  const look = (state: DashboardState): boolean => {
    const session = state.world.sessions[id];
    if (session === undefined || state.views !== before) return true;
    if (session.run !== null) {
      attempt(dashboard, () => zoomInto(dashboard, id));
      return true;
    }
    const waits = waitsFor(state.world, session);
    if (waits !== null) say(store, `#${id} is yours, its agent waits: ${waits}`);
    return waits !== null || (session.state !== 'queued' && session.state !== 'working');
  };
  const stop = store.subscribe((state) => {
    if (look(state)) stop();
  });
}
