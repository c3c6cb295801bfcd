import { reviewQueue } from '../../core/rules/review-queue.ts';
import type { DashboardStore } from '../state/store.ts';

/** What comes after a decision. */
export function nextWords(store: DashboardStore): string {
  const waiting = reviewQueue(store.getState().world).length;
  return waiting === 0 ? '' : `; r takes the next, ${waiting} waiting`;
}
