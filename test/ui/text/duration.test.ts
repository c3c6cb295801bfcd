import { expect, test } from 'vitest';
import { checkDuration, runningDuration, shortDuration } from '../../../src/ui/text/duration.ts';

test.each([
  [0, '0s', '0s'],
  [44_900, '44s', '40s'],
  [60_000, '1m', '1m'],
  [3_599_000, '59m', '59m'],
  [11_100_000, '3h05', '3h05'],
  [4 * 86_400_000, '4d', '4d'],
  [-5000, '0s', '0s'],
])('%d ms is %s, running %s', (ms, short, running) => {
  expect(shortDuration(ms)).toBe(short);
  expect(runningDuration(ms)).toBe(running);
});

test('a check says tenths while they mean something', () => {
  expect([400, 9940, 9950, 12_400, 95_000].map(checkDuration)).toEqual(['0.4s', '9.9s', '9s', '12s', '1m']);
});
