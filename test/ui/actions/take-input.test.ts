import { expect, test } from 'vitest';
import { followReview } from '../../../src/ui/actions/review-state.ts';
import { takeInput } from '../../../src/ui/actions/take-input.ts';
import { settleZoom } from '../../../src/ui/actions/zoom.ts';
import { openReview } from '../../../src/ui/review/review-model.ts';
import { topView } from '../../../src/ui/state/store.ts';
import { busyWorld, green, madeUp, noon, repo, worldOf } from '../made-up-world.ts';
import { dashboardWith } from '../still-dashboard.ts';

test('when the zoomed agent ends, what is still being typed to it does nothing here', () => {
  const world = worldOf([madeUp(1, 'failed', { run: null })]);
  const { dashboard, type, pass } = dashboardWith({ world, views: [{ kind: 'zoom', session: 1, terminal: null }] });
  settleZoom(dashboard);
  expect(topView(dashboard.store.getState())?.kind).toBe('picture');
  type('q');
  pass(300);
  type('qx');
  pass(399);
  type('q');
  expect(topView(dashboard.store.getState())?.kind).toBe('picture');
  pass(400);
  type('q');
  expect(topView(dashboard.store.getState())).toBe(null);
});

test('a review that was decided elsewhere closes and says what became of it', () => {
  const session = madeUp(4, 'landing', { verdict: green });
  const review = openReview({ session, repo, now: noon, columns: 80, rows: 22 });
  const { dashboard, type } = dashboardWith({
    world: worldOf([session]),
    views: [{ kind: 'review', state: review, deciding: false }],
  });
  followReview(dashboard);
  expect(dashboard.store.getState().message?.text).toBe('#4 is no longer in hand: it is landing');
  type('n');
  expect(dashboard.store.getState().views).toEqual([]);
});

test("a decision of one's own closes the review without a word of surprise", () => {
  const session = madeUp(4, 'landing', { verdict: green });
  const review = openReview({ session, repo, now: noon, columns: 80, rows: 22 });
  const views = [{ kind: 'review', state: review, deciding: true }] as const;
  const { dashboard } = dashboardWith({ world: worldOf([session]), views });
  followReview(dashboard);
  expect(dashboard.store.getState()).toMatchObject({ message: null, views });
});

test('digits typed quickly make one number', () => {
  const world = worldOf(Array.from({ length: 13 }, (_, index) => madeUp(index + 1, 'working')));
  const { dashboard, type, pass } = dashboardWith({ world });
  type('12');
  expect(dashboard.store.getState().selected).toBe(12);
  pass(1000);
  type('3');
  expect(dashboard.store.getState().selected).toBe(3);
  pass(1000);
  type('99');
  expect(dashboard.store.getState().message?.text).toBe('there is no session #99');
});

test('a paste into a field is text, whatever it says', () => {
  const { dashboard } = dashboardWith({ world: busyWorld });
  takeInput(dashboard, { kind: 'text', text: '/', raw: Buffer.from('/') });
  takeInput(dashboard, { kind: 'paste', text: 'q\u001b[2J\rx', raw: Buffer.from('') });
  expect(dashboard.store.getState().filter).toBe('q x');
});
