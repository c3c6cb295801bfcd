import { shownPatch } from './review-content.ts';
import { shownPlan } from './shown-plan.ts';
import type { ReviewState } from './review-model.ts';
import { moveTo, withTop } from './review-motion.ts';
import { type Patch, lineKinds } from './patch.ts';

/** The same line stays under the eye, at the same height, when a diff is shown in another look. */
export function keepPlace(before: ReviewState, after: ReviewState): ReviewState {
  if (after.page !== 'diff' || before.page !== 'diff' || before.selected !== after.selected) return after;
  const [from, to] = [shownPlan(before), shownPlan(after)];
  const [old, now] = [shownPatch(before), shownPatch(after)];
  if (from === null || to === null || old === null || now === null || from === to) return after;
  const moved = after.cursor !== before.cursor;
  if (moved && old === now) return after;
  const cursor = old === now || moved ? after.cursor : sameLine(old, before.cursor, now);
  const height = from.rowOf(before.cursor) - before.tops.diff;
  return moveTo(withTop({ ...after, cursor }, to.rowOf(cursor) - height), cursor, 0);
}

/** The line of one patch in another patch of the same file: the one with its number, else the next one. */
function sameLine(old: Patch, line: number, now: Patch): number {
  for (let at = line; at < old.count; at++) {
    const isOld = lineKinds[old.kinds[at] ?? -1] === 'removed';
    const number = (isOld ? old.oldNumbers : old.newNumbers)[at] ?? 0;
    if (number === 0) continue;
    const found = (isOld ? now.oldNumbers : now.newNumbers).findIndex((each) => each >= number);
    if (found !== -1) return found;
  }
  return Math.max(0, now.count - 1);
}
