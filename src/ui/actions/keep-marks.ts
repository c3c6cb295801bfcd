import { Fault } from '../../core/fault.ts';
import { newMarks } from '../review/review-rounds.ts';
import type { DashboardStore } from '../state/store.ts';
import { type Dashboard, attempt } from './dashboard.ts';
import { openReviewState } from './open-review-state.ts';

/** Marks of files that are turned quickly go to the daemon together, ms. */
const patienceMs = 400;

const waiting = new WeakSet<DashboardStore>();

/** Hands new read marks in, several at once, soon. */
export function keepMarksSoon(dashboard: Dashboard): void {
  const { store, clock } = dashboard;
  const review = openReviewState(store.getState());
  if (review === null || waiting.has(store) || newMarks(review).length === 0) return;
  waiting.add(store);
  clock.after(patienceMs, () => {
    waiting.delete(store);
    attempt(dashboard, () => keepMarks(dashboard));
  });
}

/** Hands new read marks in now. Without a daemon they stay, and are handed in later. */
export async function keepMarks({ store, link }: Pick<Dashboard, 'store' | 'link'>): Promise<void> {
  const review = openReviewState(store.getState());
  const marks = review === null ? [] : newMarks(review);
  if (review === null || marks.length === 0) return;
  try {
    await link.request('review/mark', { session: review.session.id, marks });
  } catch (thrown) {
    if (!(thrown instanceof Fault && thrown.code === 'daemon')) throw thrown;
  }
}
