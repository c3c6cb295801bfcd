import { expect, test } from 'vitest';
import { age, checkDuration, shortDuration } from '../../../src/ui/text/duration.ts';

test.each([
  [0, '0s'],
  [44_900, '44s'],
  [60_000, '1m'],
  [3_599_000, '59m'],
  [11_100_000, '3h05'],
  [4 * 86_400_000, '4d'],
  [-5000, '0s'],
])('%d ms is %s', (ms, short) => {
  expect(shortDuration(ms)).toBe(short);
});

test('ages of different moments step together, once a minute', () => {
  const now = 100 * 60_000;
  const sinces = [now - 3_605_000, now - 185_000, now - 59_000, now - 1000, now + 30_000];
  expect(sinces.map((since) => age(since, now))).toEqual(['1h00', '3m', '<1m', '<1m', '<1m']);
  expect(sinces.map((since) => age(since, now + 59_999))).toEqual(sinces.map((since) => age(since, now)));
  expect(sinces.map((since) => age(since, now + 60_000))).toEqual(['1h01', '4m', '1m', '1m', '<1m']);
});

test('a check says tenths while they mean something', () => {
  expect([400, 9940, 9950, 12_400, 95_000].map(checkDuration)).toEqual(['0.4s', '9.9s', '9s', '12s', '1m']);
});
