import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approveReview, deferReview, rejectReview, takeReview } from '../../../src/core/decide/review.ts';
import type { ChangedFile } from '../../../src/core/model/verdict.ts';
import { reviewQueue, whyNext } from '../../../src/core/rules/review-queue.ts';
import { Story } from '../worlds.ts';

const minute = 60_000;

/** A story with room for everybody. */
function roomy(): Story {
  return new Story({ cap: 64, reviewLimit: 64 });
}

function ready(story: Story, { lines = 10, after = [] as number[] } = {}): number {
  const id = story.task({ after });
  readied(story, id, lines);
  return id;
}

function readied(story: Story, id: number, lines = 10): void {
  story.atWork(id);
  story.exited(id);
  const files: ChangedFile[] = [{ path: 'a.ts', status: 'modified', added: lines, removed: 0 }];
  story.judged(id, { kind: 'green', files });
}

const order = (story: Story): number[] => reviewQueue(story.world).map(({ id }) => id);
const why = (story: Story, id: number, waited = 42): string =>
  whyNext(story.world, story.session(id), (story.session(id).readyAt ?? 0) + waited * minute);

function approve(story: Story, id: number): void {
  story.decided(takeReview(story.world, id));
  expect(story.decided(approveReview(story.world, { id, acknowledged: [] }))).toBeNull();
}

test('what tasks wait for comes first, also by way of each other, and says how many', () => {
  const story = roomy();
  const first = ready(story);
  const wanted = ready(story);
  const follower = story.task({ after: [wanted] });
  story.task({ after: [follower] });
  expect(order(story)).toEqual([wanted, first]);
  expect(why(story, wanted)).toBe('2 tasks wait for it');
  expect(why(story, first)).toBe('waited 42 min, longest');
});

test('what clashes with most other work comes before what was seen before, and that before age', () => {
  const story = roomy();
  const old = ready(story);
  const rework = ready(story);
  story.decided(takeReview(story.world, rework));
  story.decided(rejectReview(story.world, { id: rework, note: 'no', reason: null }));
  story.started(rework);
  story.exited(rework);
  story.judged(rework, { kind: 'green', snapshot: 'second' });
  const clashing = ready(story);
  const other = story.task();
  story.happened({
    type: 'forecast.changed',
    repo: 'r',
    clashes: [
      { session: other, with: clashing, files: ['a'] },
      { session: clashing, with: old, files: ['b'] },
    ],
  });
  expect(order(story)).toEqual([clashing, old, rework]);
  expect(why(story, clashing)).toBe(`clashes with #${old} and #${other}, which can then be told`);
  story.happened({ type: 'forecast.changed', repo: 'r', clashes: [] });
  expect(order(story)).toEqual([rework, old, clashing]);
  expect(why(story, rework)).toBe('rework: you have seen it before');
});

test('a clash with what is over holds nothing up', () => {
  const story = roomy();
  const first = ready(story);
  const second = ready(story);
  approve(story, first);
  story.happened({ type: 'landing.finished', session: first, commit: 'c' });
  story.happened({ type: 'forecast.changed', repo: 'r', clashes: [{ session: second, with: first, files: ['a'] }] });
  expect(why(story, second)).toBe('waited 42 min, the only one');
});

test('judgement tasks come before all but what was passed over', () => {
  const story = roomy();
  const wanted = ready(story);
  story.task({ after: [wanted] });
  const judgement = story.task({ kind: 'judgement' });
  readied(story, judgement);
  expect(order(story)).toEqual([judgement, wanted]);
  expect(why(story, judgement)).toBe('judgement, one at a time');
});

test('among those that came up since the last review the smallest is next; one that waited for more reviews comes before', () => {
  const story = roomy();
  const [early, taken] = [ready(story, { lines: 500 }), ready(story, { lines: 1 })];
  approve(story, taken);
  const [large, small] = [ready(story, { lines: 300 }), ready(story, { lines: 20 })];
  expect(order(story)).toEqual([early, small, large]);
  expect(why(story, small)).toBe('waited 42 min; with 20 lines the smallest of the newest');
});

test('what was deferred comes last, in the order in which it was, and says since when', () => {
  const story = roomy();
  const [first, second, third] = [ready(story), ready(story), ready(story)];
  for (const id of [second, first]) {
    story.decided(takeReview(story.world, id));
    story.decided(deferReview(story.world, id));
  }
  expect(order(story)).toEqual([third, second, first]);
  const { deferredAt } = story.session(second);
  expect(whyNext(story.world, story.session(second), (deferredAt ?? 0) + 90 * minute)).toBe('deferred 1 h 30 min ago');
});

test('age wins in the end: whatever else comes, nobody is passed over more than five times and once by each older one', () => {
  const arrival = fc.record({ lines: fc.integer({ min: 1, max: 900 }), wanted: fc.boolean(), clashes: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(fc.array(arrival, { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 14 }),
      (rounds) => {
        const story = roomy();
        // Large, wanted by nobody: by every other rule it would always be the last.
        const poor = ready(story, { lines: 1000 });
        let taken = 0;
        for (const arrivals of rounds) {
          for (const { lines, wanted, clashes } of arrivals) {
            const id = ready(story, { lines });
            if (wanted) story.task({ after: [id] });
            if (clashes)
              story.happened({
                type: 'forecast.changed',
                repo: 'r',
                clashes: [{ session: id, with: story.task(), files: [] }],
              });
          }
          const next = reviewQueue(story.world)[0];
          if (next === undefined || next.id === poor) break;
          approve(story, next.id);
          taken++;
        }
        expect(taken).toBeLessThanOrEqual(5);
        expect(why(story, poor)).toMatch(/waited|passed over/);
      },
    ),
    { numRuns: 40 },
  );
});

test('the order is one: it does not depend on how it is looked at', () => {
  const story = roomy();
  for (let count = 0; count < 12; count++) {
    ready(story, { lines: (count * 37) % 100 });
    if (count % 4 === 3) approve(story, order(story)[0] ?? 0);
  }
  const sorted = order(story);
  for (const [at, id] of sorted.entries()) {
    const rest = { ...story.world, sessions: Object.fromEntries(Object.entries(story.world.sessions)) };
    expect(reviewQueue(rest).findIndex((session) => session.id === id)).toBe(at);
  }
});
