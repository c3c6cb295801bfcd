import { expect, test } from 'vitest';
import { approveReview, takeReview } from '../../src/core/decide/review.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { reviewQueue, whyNext } from '../../src/core/rules/review-queue.ts';
import { Story } from './worlds.ts';

function outcome(decision: Decision): unknown {
  return 'refused' in decision ? decision.refused.message : decision.events;
}

/** An isolated item that has waited longer, and a judgement task, both ready. */
function twoPiles(): { story: Story; isolated: number; judgement: number } {
  const story = new Story();
  const isolated = story.task();
  const judgement = story.task({ kind: 'judgement' });
  story.ready(isolated);
  story.ready(judgement);
  return { story, isolated, judgement };
}

test('the next item is of the judgement pile, and it is said why', () => {
  const { story, isolated, judgement } = twoPiles();
  expect(reviewQueue(story.world).map(({ id }) => id)).toEqual([judgement, isolated]);
  expect(whyNext(story.world, story.session(judgement), 0)).toBe('judgement, one at a time');
  expect(outcome(takeReview(story.world, null))).toEqual([{ type: 'review.taken', session: judgement }]);
});

test('a deferred judgement task holds no isolated one up', () => {
  const { story, isolated, judgement } = twoPiles();
  story.happened({ type: 'review.taken', session: judgement }, { type: 'review.deferred', session: judgement });
  expect(outcome(takeReview(story.world, null))).toEqual([{ type: 'review.taken', session: isolated }]);
});

test('beside a judgement task in hand no other work is taken or approved, by whatever way', () => {
  const { story, isolated, judgement } = twoPiles();
  const why = `judgement task #${judgement} is in hand: leave it first`;
  expect(outcome(takeReview(story.world, isolated, judgement))).toBe(why);
  expect(outcome(approveReview(story.world, { id: isolated, acknowledged: [], judgement }))).toBe(why);
  expect(outcome(takeReview(story.world, null, judgement))).toEqual([{ type: 'review.taken', session: judgement }]);
  expect(outcome(takeReview(story.world, isolated, null))).toEqual([{ type: 'review.taken', session: isolated }]);
});

test('also while it is still at work; and it can be taken itself, deferred before or not', () => {
  const story = new Story();
  const isolated = story.task();
  const judgement = story.task({ kind: 'judgement' });
  story.ready(isolated);
  story.atWork(judgement);
  expect(outcome(takeReview(story.world, null, judgement))).toContain(`#${judgement} is in hand`);
  const two = twoPiles();
  two.story.happened(
    { type: 'review.taken', session: two.judgement },
    { type: 'review.deferred', session: two.judgement },
  );
  expect(outcome(takeReview(two.story.world, null, two.judgement))).toEqual([
    { type: 'review.taken', session: two.judgement },
  ]);
});

test('what is in hand already is gone on with', () => {
  const { story, isolated, judgement } = twoPiles();
  story.happened({ type: 'review.taken', session: isolated });
  expect(outcome(takeReview(story.world, null, judgement))).toEqual([]);
});
