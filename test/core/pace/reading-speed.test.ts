import { describe, expect, test } from 'vitest';
import { approveReview, takeReview } from '../../../src/core/decide/review.ts';
import type { Reading } from '../../../src/core/model/review-notes.ts';
import { linesToRead } from '../../../src/core/rules/read-lines.ts';
import { readingTime, skimmed } from '../../../src/core/rules/reading-speed.ts';
import { Story } from '../worlds.ts';

const minute = 60_000;

function reading(of: Partial<Reading>): Reading {
  const { lines = 100, files = 1, unread = 0, ms = minute } = of;
  return { ms, files, unread, lines, readLines: lines, ...of };
}

const words = (of: Partial<Reading>): string[] => skimmed(reading(of)).map(({ word }) => word);

describe('how fast it was read', () => {
  test.each<[string, Partial<Reading>, string[]]>([
    ['one line in three seconds', { lines: 1, ms: 3000 }, []],
    ['twenty lines at a glance', { lines: 20, ms: 5000 }, []],
    ['a hundred lines in a minute', { lines: 100, ms: minute }, ['fast']],
    ['a hundred lines in ten minutes', { lines: 100, ms: 10 * minute }, []],
    ['five hundred lines in an hour', { lines: 500, ms: 60 * minute }, []],
    ['five hundred lines in half an hour', { lines: 500, ms: 30 * minute }, ['fast']],
    ['a long lock file', { lines: 4000, weighed: 400, ms: 46 * minute }, []],
    ['files unread, the others slowly', { files: 3, unread: 1, lines: 50, ms: 10 * minute }, ['unread']],
    ['read earlier, approved at once', { lines: 900, weighed: 0, ms: 1000 }, []],
  ])('%s', (_, of, expected) => {
    expect(words(of)).toEqual(expected);
  });

  test('it is said with the numbers', () => {
    const said = skimmed(reading({ files: 7, unread: 3, lines: 300, ms: 5 * minute })).map(({ says }) => says);
    expect(said).toEqual([
      '3 of 7 files are unread',
      '300 changed lines in 5 min, 3600 an hour: beyond 500 an hour reviewers overlook more; it takes 33 min',
    ]);
    expect(skimmed(null)).toEqual([]);
  });

  test('more lines never take less time', () => {
    for (let lines = 0; lines < 600; lines += 7)
      expect(readingTime(lines + 7)).toBeGreaterThanOrEqual(readingTime(lines));
    expect(readingTime(520)).toBe(60 * minute);
  });
});

test('what tools wrote, and what is gone, weighs less', () => {
  const file = { status: 'modified', added: 100, removed: 0 } as const;
  expect(linesToRead({ ...file, path: 'src/a.ts' })).toBe(100);
  expect(linesToRead({ ...file, path: 'package-lock.json' })).toBe(10);
  expect(linesToRead({ ...file, path: 'dist/app.min.js' })).toBe(10);
  expect(linesToRead({ path: 'src/a.ts', status: 'deleted', added: 0, removed: 100 })).toBe(20);
  expect(linesToRead({ path: 'a.png', status: 'modified', added: null, removed: null })).toBe(0);
});

function inHand(): Story {
  const story = new Story();
  story.ready(story.task());
  story.decided(takeReview(story.world, 1));
  return story;
}

describe('an approval that was skimmed', () => {
  const [hasty, slow] = [reading({ lines: 300, ms: minute }), reading({ lines: 300, ms: 60 * minute })];

  test('is refused until the person says they know; then it is counted', () => {
    const story = inHand();
    expect(story.decided(approveReview(story.world, { id: 1, acknowledged: ['unread'], reading: hasty }))).toMatch(
      /^#1 needs your word: 300 changed lines in 1 min/,
    );
    expect(story.decided(approveReview(story.world, { id: 1, acknowledged: ['fast'], reading: hasty }))).toBeNull();
    expect(story.world.pace.reviews).toMatchObject([{ decision: 'approved', skimmed: true, reading: hasty }]);
    expect(story.world.pace.sitting).toMatchObject({ reviews: 1, lines: 300, skimmed: 1 });
  });

  test('one that was read, and one by a command, is neither asked about nor counted', () => {
    const read = inHand();
    expect(read.decided(approveReview(read.world, { id: 1, acknowledged: [], reading: slow }))).toBeNull();
    expect(read.world.pace.reviews).toMatchObject([{ skimmed: false }]);
    const byCommand = inHand();
    expect(byCommand.decided(approveReview(byCommand.world, { id: 1, acknowledged: ['unread'] }))).toBeNull();
    expect(byCommand.world.pace.reviews).toMatchObject([{ skimmed: false, reading: null }]);
  });
});
