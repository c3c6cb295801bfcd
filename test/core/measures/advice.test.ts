import { expect, test } from 'vitest';
import { type Advice, adviceOf } from '../../../src/core/measures/advice.ts';
import type { Cause } from '../../../src/core/model/causes.ts';
import { checkRecordOf } from '../../../src/core/measures/check-record.ts';
import { failuresOf } from '../../../src/core/measures/failures.ts';
import { reviewDepthOf } from '../../../src/core/measures/review-depth.ts';
import { timeSpentOf } from '../../../src/core/measures/time-spent.ts';
import { windowOf } from '../../../src/core/measures/windows.ts';
import { type DecidedReview, emptyTally } from '../../../src/core/model/pace.ts';
import type { Session } from '../../../src/core/model/session.ts';
import { emptyWorld } from '../../../src/core/model/world.ts';
import { newRepo } from '../../../src/core/reduce/new-repo.ts';
import { newSession } from '../../../src/core/reduce/new-session.ts';
import { taskOf } from '../worlds.ts';

const now = Date.UTC(2026, 4, 20, 12);
const minute = 60_000;

function landed(id: number, spent: Session['spent'], parts: Partial<Session> = {}): Session {
  const task = taskOf({ stop: ['when unsure'], scope: ['src/**'], done: ['it works'] });
  const session = newSession({ type: 'task.created', session: id, repo: 'r', task }, now - 300 * minute);
  const landing = { commit: 'c', from: null, pullRequest: null, at: now - minute };
  return {
    ...session,
    state: 'landed',
    startedAt: now - 300 * minute,
    since: now - minute,
    spent,
    landed: landing,
    ...parts,
  };
}

function rejected(reason: Cause['reason']): Cause {
  return { at: now - 10 * minute, round: 1, what: 'rejected', reason, by: 'person', text: 'no' };
}

function many(count: number, make: (index: number) => Session): Session[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

const working = { working: 40 * minute, reviewing: 10 * minute };

function advise(
  sessions: readonly Session[],
  { reviews = [], flaky = 0 }: { reviews?: readonly DecidedReview[]; flaky?: number } = {},
): Advice | null {
  const window = windowOf(emptyWorld, { name: '7d', now, zone: 'UTC' });
  const counts = { test: { green: 20 - flaky, red: 0, flaky, infrastructure: 0, greenMs: (20 - flaky) * minute } };
  const repo = { ...newRepo({ id: 'r', root: '/r', name: 'r', target: 'main' }), checkCounts: counts };
  return adviceOf({
    sessions,
    window,
    failures: failuresOf(sessions, window),
    time: timeSpentOf(sessions, window),
    review: reviewDepthOf(reviews, window),
    checks: checkRecordOf([repo]),
  });
}

test('of few or of what goes well nothing is advised', () => {
  expect(advise([])).toBeNull();
  expect(advise(many(4, (id) => landed(id, { ...working, ready: 900 * minute })))).toBeNull();
  expect(advise(many(20, (id) => landed(id, working)))).toBeNull();
  expect(advise(many(4, (id) => landed(id, working, { causes: [rejected('unclear')] })))).toBeNull();
});

test('unclear tasks that lacked a stop condition: write stop conditions, with the numbers behind it', () => {
  const bare = taskOf({ stop: [], scope: ['src/**'], done: ['it works'] });
  const sessions = many(20, (id) => {
    const without = id <= 8;
    const causes = (without && id <= 6) || id === 20 ? [rejected('unclear')] : [];
    return landed(id, working, { causes, ...(without ? { task: bare } : {}) });
  });
  expect(advise(sessions)).toMatchObject({
    change: 'write stop conditions',
    because:
      '7 of 7 failures were rejections for unclear tasks; tasks without a stop condition failed 9 times as often as with (6 of 8 against 1 of 12)',
    n: 7,
  });
});

test('unclear tasks without any such gap: say what is wanted', () => {
  const sessions = many(20, (id) => landed(id, working, { causes: id % 3 === 0 ? [rejected('unclear')] : [] }));
  expect(advise(sessions)?.change).toBe('say in the task what is wanted and when to stop');
  expect(advise(sessions)?.because).toBe('6 of 6 failures were rejections for unclear tasks');
});

test.each<[string, Session['spent'], RegExp]>([
  ['waiting for review', { ...working, ready: 60 * minute }, /^read what is finished sooner, or run fewer agents$/],
  ['waiting for answers', { ...working, asking: 40 * minute }, /^answer in more, shorter sittings/],
  ['checks', { ...working, checking: 60 * minute }, /^make the checks faster/],
  ['landing', { ...working, landing: 60 * minute }, /^look at what landings wait for/],
  ['the queue, by far', { ...working, queued: 200 * minute }, /^queue less at once/],
])('%s takes much of the time', (...[, spent, change]) => {
  const advice = advise(many(6, (id) => landed(id, spent)));
  expect(advice?.change).toMatch(change);
  expect(advice?.because).toMatch(/for \d+ % of the life of tasks$/);
  expect(advice?.n).toBe(6);
});

test('what is about more time wins', () => {
  const clashes = many(12, (id) => landed(id, working, { causes: id <= 5 ? [rejected('clash')] : [] }));
  expect(advise(clashes)?.change).toMatch(/boundary of its own/);
  const waiting = clashes.map((session) => ({ ...session, spent: { ...working, ready: 100 * minute } }));
  expect(advise(waiting)?.change).toMatch(/^read what is finished sooner/);
});

test('a flaky check, and approvals that were skimmed', () => {
  expect(advise([], { flaky: 5 })).toMatchObject({
    change: 'make the check test reliable',
    because: 'it was flaky in 5 of 20 runs',
  });
  const reading = { ms: minute, files: 4, unread: 2, lines: 400, readLines: 200 };
  const review = { session: 1, round: 1, at: now - minute, takenAt: now - 2 * minute, reading } as const;
  const reviews = many(6, (id) => landed(id, {})).map((_, index): DecidedReview => ({
    ...review,
    decision: 'approved',
    skimmed: index < 3,
    tally: emptyTally,
    agentMs: minute,
    waiting: 0,
    queued: 0,
  }));
  expect(advise([], { reviews })?.because).toMatch(/^50 % of 6 approvals/);
});
