import { expect, test } from 'vitest';
import { type Pace, type Sitting, emptyPace } from '../../../src/core/model/pace.ts';
import { emptyWorld } from '../../../src/core/model/world.ts';
import { followPace } from '../../../src/ui/actions/follow-pace.ts';
import { makeStore, say } from '../../../src/ui/state/store.ts';

const minute = 60_000;
const now = 200 * minute;
const sitting: Sitting = {
  startedAt: now - 80 * minute,
  lastAt: now,
  endedAt: null,
  reviews: 3,
  answers: 1,
  lines: 410,
  readMs: 60 * minute,
  unread: 2,
  skimmed: 0,
  warnedAt: null,
};
const going: Pace = { ...emptyPace, sitting };

/** What is said when the pace becomes this one; `message`: what was said before. */
function said(before: Pace, after: Pace, message?: string): string | null {
  const store = makeStore({ now, world: { ...emptyWorld, pace: after } });
  if (message !== undefined) say(store, message);
  followPace({ store, now: () => now }, before);
  return store.getState().message?.text ?? null;
}

test('a long sitting is said once, when the daemon says so', () => {
  const warned: Pace = { ...going, sitting: { ...sitting, warnedAt: now } };
  expect(said(going, warned)).toMatch(/reviewers overlook more after 60 to 90 minutes$/);
  expect(said(warned, { ...warned, words: 'x' })).toBeNull();
  // A dashboard that opens later, or comes back, has no news of it.
  expect(said(going, { ...going, sitting: { ...sitting, warnedAt: now - 2 * minute } })).toBeNull();
});

test('its end is said in a sentence, behind what was said last', () => {
  const over: Pace = { ...emptyPace, sittings: [{ ...sitting, endedAt: now }] };
  const words = 'the sitting is over: 1 h 20 min, 3 reviews, 1 answer, 410 lines/h, 2 unread files';
  expect(said(going, over)).toBe(words);
  expect(said(going, over, '#4 is approved')).toBe(`#4 is approved; ${words}`);
  expect(said(over, over)).toBeNull();
});

test('one in which nothing was decided ends without a word', () => {
  const none = { ...sitting, reviews: 0, answers: 0 };
  expect(said({ ...emptyPace, sitting: none }, { ...emptyPace, sittings: [{ ...none, endedAt: now }] })).toBeNull();
});
