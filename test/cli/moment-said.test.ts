import { expect, test } from 'vitest';
import { momentSaid } from '../../src/cli/time-words.ts';

const now = new Date(2026, 4, 20, 12, 30, 0).getTime();

test.each([
  ['2h', new Date(2026, 4, 20, 10, 30)],
  ['90m', new Date(2026, 4, 20, 11, 0)],
  ['1d', new Date(2026, 4, 19, 12, 30)],
  ['45 s', new Date(2026, 4, 20, 12, 29, 15)],
  ['9:05', new Date(2026, 4, 20, 9, 5)],
  // Later than now: it was yesterday's.
  ['23:00', new Date(2026, 4, 19, 23, 0)],
  ['2026-05-01', new Date(2026, 4, 1)],
  ['2026-05-01T08:15', new Date(2026, 4, 1, 8, 15)],
])('%s', (text, expected) => {
  expect(new Date(momentSaid(text, now) ?? 0)).toEqual(expected);
});

test.each(['', 'yesterday', '2', '-2h', '25:00', '12:75', '2026-13-01', '2027-01-01', '2h30m'])(
  '%j is none',
  (text) => {
    expect(momentSaid(text, now)).toBeNull();
  },
);
