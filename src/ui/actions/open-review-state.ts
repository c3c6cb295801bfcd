import type { ReviewState } from '../review/review-model.ts';
import type { DashboardState } from '../state/store.ts';

/** The open review, wherever in the stack of views it lies; null when there is none. */
export function openReviewState(state: Pick<DashboardState, 'views'>): ReviewState | null {
  const view = state.views.find((each) => each.kind === 'review');
  return view === undefined ? null : view.state;
}
