import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/core/model/events.ts';
import { type World, emptyWorld } from '../../../src/core/model/world.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { isSittingOver, isWarningDue } from '../../../src/core/rules/sitting.ts';
import { sittingOverWords, sittingWords } from '../../../src/core/words/sitting-words.ts';
import { configOf, taskOf, verdictOf } from '../worlds.ts';

const minute = 60_000;
const start = 1_000_000;

/** A world with so many ready items, and what happened after so many minutes. */
function after(ready: number, ...happened: readonly (readonly [minutes: number, event: Event])[]): World {
  const set: Event[] = [
    { type: 'limits.changed', cap: 9, reviewLimit: 9 },
    { type: 'repo.opened', repo: 'r', root: '/r', name: 'r', target: 'main' },
    { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({}) },
  ];
  for (let session = 1; session <= ready; session++) {
    const run = { session, run: 1, exit: 0, signal: null, screen: [] };
    set.push(
      { type: 'task.created', session, repo: 'r', task: taskOf({}) },
      { type: 'session.admitted', session },
      { type: 'worktree.created', session, path: '/w', branch: 'b', base: 't' },
      { type: 'setup.finished', session },
      { type: 'agent.started', session, run: 1, pid: 1, takes: null },
      { type: 'agent.exited', ...run },
      { type: 'gate.finished', session, verdict: verdictOf(emptyWorld, {}) },
    );
  }
  const all = [...set.map((event) => [0, event] as const), ...happened];
  return all.reduce(
    (world, [minutes, event]) => reduce(world, { seq: world.seq + 1, at: start + minutes * minute, event }),
    emptyWorld,
  );
}

const taken = (session: number): Event => ({ type: 'review.taken', session });
const approved = (session: number, ms = 0, lines = 0): Event => ({
  type: 'review.approved',
  session,
  snapshot: 's',
  candidate: 'c',
  acknowledged: [],
  ...(ms === 0 ? {} : { reading: { ms, files: 2, unread: 1, lines, readLines: lines } }),
});
const read = (minutes: number): readonly [number, Event] => [minutes, { type: 'review.read', session: 1, ms: minute }];
const at = (minutes: number): number => start + minutes * minute;

describe('a sitting', () => {
  test('begins with the first review, and says its length and depth', () => {
    const world = after(3, [5, taken(1)], [19, approved(1, 12 * minute, 82)], [26, taken(2)]);
    const { sitting } = world.pace;
    expect(sitting).toMatchObject({ startedAt: at(5), lastAt: at(26), reviews: 1 });
    if (sitting !== null)
      expect(sittingWords(sitting, at(39))).toBe('sitting 34 min · 1 review · 410 lines/h · 1 unread file');
  });

  test('what is put back is no review, and nothing of it was approved unread', () => {
    const reading = { ms: minute, files: 2, unread: 2, lines: 9, readLines: 0 };
    const world = after(1, [0, taken(1)], [1, { type: 'review.deferred', session: 1, reading }]);
    expect(world.pace.sitting).toMatchObject({ reviews: 0, unread: 0, readMs: minute });
    expect(world.pace.reviews).toMatchObject([{ decision: 'deferred', reading }]);
  });

  test('ends with a break of more than a quarter of an hour, at its last deed; shorter ones belong to it', () => {
    const short = after(3, [0, taken(1)], [10, approved(1)], [25, taken(2)]);
    expect(short.pace).toMatchObject({ sitting: { startedAt: at(0), reviews: 1 }, sittings: [] });
    const long = after(3, [0, taken(1)], [10, approved(1)], [26, taken(2)]);
    expect(long.pace).toMatchObject({
      sitting: { startedAt: at(26), reviews: 0 },
      sittings: [{ startedAt: at(0), endedAt: at(10), reviews: 1 }],
    });
    expect(isSittingOver(short, at(40))).toBe(false);
    expect(isSittingOver(short, at(41))).toBe(true);
  });

  test('goes on as long as something is read, however long that takes', () => {
    const world = after(1, [0, taken(1)], read(12), read(24), read(36), [48, approved(1)]);
    expect(world.pace).toMatchObject({ sitting: { startedAt: at(0), reviews: 1 }, sittings: [] });
  });

  test('ends when nothing is left, and goes on with what comes before a break has passed', () => {
    const done = after(1, [0, taken(1)], [10, approved(1)]);
    expect(isSittingOver(done, at(10))).toBe(true);
    const ended = reduce(done, { seq: done.seq + 1, at: at(10), event: { type: 'sitting.ended' } });
    expect(ended.pace.sitting).toBeNull();
    const over = ended.pace.sittings[0];
    if (over !== undefined) expect(sittingOverWords(over)).toBe('the sitting is over: 10 min, 1 review');
    const more = reduce(ended, { seq: ended.seq + 1, at: at(20), event: { type: 'sitting.began' } });
    expect(more.pace).toMatchObject({ sitting: { startedAt: at(0), endedAt: null, reviews: 1 }, sittings: [] });
    const later = reduce(ended, { seq: ended.seq + 1, at: at(26), event: { type: 'sitting.began' } });
    expect(later.pace).toMatchObject({ sitting: { startedAt: at(26) }, sittings: [{ reviews: 1 }] });
  });

  test('ends when the person leaves', () => {
    const world = after(2, [0, { type: 'person.came' }], [0, taken(1)], [8, { type: 'person.left' }]);
    expect(world.pace).toMatchObject({ sitting: null, sittings: [{ endedAt: at(8) }], actedAt: null });
  });

  test('that it is long is due once', () => {
    const world = after(1, [0, taken(1)], ...[10, 20, 30, 40, 50, 60, 70].map(read));
    expect(isWarningDue(world, at(74))).toBe(false);
    expect(isWarningDue(world, at(75))).toBe(true);
    const warned = reduce(world, { seq: world.seq + 1, at: at(75), event: { type: 'sitting.warned' } });
    expect(isWarningDue(warned, at(80))).toBe(false);
  });
});

describe('what is counted', () => {
  test('nobody reads longer than the clock runs, and only what is in hand', () => {
    const world = after(
      2,
      [0, taken(1)],
      [1, { type: 'review.read', session: 1, ms: 10 * minute }],
      [1, { type: 'review.read', session: 2, ms: minute }],
      [3, { type: 'review.read', session: 1, ms: minute }],
    );
    expect(world.pace.read).toEqual({ session: 1, ms: 2 * minute, at: at(3) });
  });

  test('the time from review to review, as far as the person was there and had one to do', () => {
    const world = after(2, [0, taken(1)], [10, approved(1)], [30, taken(2)], [100, approved(2)]);
    expect(world.pace.reviews.map(({ tally }) => [tally.thereMs / minute, tally.loadedMs / minute])).toEqual([
      [10, 10],
      // Half an hour after the last deed they are no longer there.
      [50, 50],
    ]);
    const idle = after(1, [0, taken(1)], [10, approved(1)], [40, { type: 'sitting.began' }]);
    expect(idle.pace.tally).toMatchObject({ thereMs: 30 * minute, loadedMs: 0 });
  });
});
