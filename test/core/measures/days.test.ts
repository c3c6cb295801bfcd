import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOf, daysBetween, daysUpTo, startOfDate } from '../../../src/core/measures/days.ts';
import { countByBucket, windowOf } from '../../../src/core/measures/windows.ts';
import { emptyWorld } from '../../../src/core/model/world.ts';

const hour = 3_600_000;

test.each([
  ['Europe/Berlin', '2026-03-28', '2026-03-27T23:00:00Z', 24],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
  // Midnight does not exist there on that day: it begins at one o'clock.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23],
  ['Asia/Kolkata', '2026-05-20', '2026-05-19T18:30:00Z', 24],
  ['Pacific/Kiritimati', '2026-05-20', '2026-05-19T10:00:00Z', 24],
  ['Etc/GMT+12', '2026-05-20', '2026-05-20T12:00:00Z', 24],
  ['UTC', '2026-05-20', '2026-05-20T00:00:00Z', 24],
])('%s: %s begins at %s and has %i hours', (...[zone, date, begins, hours]) => {
  const start = startOfDate(date, zone);
  expect(new Date(start).toISOString()).toBe(new Date(begins).toISOString());
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + 24 * hour).toISOString().slice(0, 10);
  expect(startOfDate(next, zone) - start).toBe(hours * hour);
});

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo', 'UTC'];

test('days follow each other without a gap, hold what happens on them, and end with today, in every zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.integer({ min: 1, max: 12 }),
      (zone, now, count) => {
        const days = daysUpTo(now, count, zone);
        expect(days).toHaveLength(count);
        days.forEach((day, index) => {
          if (index > 0) expect(day.from).toBe(days[index - 1]?.to);
          expect(dateOf(day.from, zone)).toBe(day.date);
          expect(dateOf(day.from - 60_000, zone) < day.date).toBe(true);
        });
        const today = days.at(-1);
        expect(today?.date).toBe(dateOf(now, zone));
        expect((today?.from ?? now) <= now && now < (today?.to ?? 0)).toBe(true);
        expect(daysBetween(days[0]?.from ?? now, now, zone)).toBe(count);
      },
    ),
    { numRuns: 60 },
  );
});

test('what happened twice in the repeated hour, or beside the missing one, is counted on its own day', () => {
  const now = Date.parse('2026-10-26T10:00:00Z');
  const window = windowOf(emptyWorld, { name: '7d', now, zone: 'Europe/Berlin' });
  const moments = ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z'];
  const counts = countByBucket(
    window,
    [...moments, '2026-10-25T23:00:00Z'].map((text) => Date.parse(text)),
  );
  expect(window.buckets.slice(-2).map(({ date }) => date)).toEqual(['2026-10-25', '2026-10-26']);
  expect(counts.slice(-2)).toEqual([4, 1]);
});
