import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ReadingClock,
  noReading,
  noteInput,
  pauseReading,
  readSince,
  sayRead,
  startReading,
} from '../../../src/ui/state/reading-clock.ts';

const second = 1000;
const start = (clock: ReadingClock, now: number, session = 4): ReadingClock =>
  startReading(clock, { session, takenAt: 1, now, read: [] });

test('counts while there is input, and two minutes beyond it', () => {
  const opened = start(noReading, 0);
  const typed = noteInput(opened, 90 * second);
  expect(readSince(typed, 100 * second)).toBe(100 * second);
  expect(readSince(typed, 1000 * second)).toBe(210 * second);
  expect(readSince(noteInput(typed, 1000 * second), 1010 * second)).toBe(220 * second);
});

test('does not count while another view is before it, or the terminal has lost the focus', () => {
  const away = pauseReading(start(noReading, 0), 30 * second);
  expect(readSince(away, 90 * second)).toBe(30 * second);
  expect(readSince(start(away, 90 * second), 100 * second)).toBe(40 * second);
});

test('begins anew with another item, or the same one taken again', () => {
  const clock = noteInput(start(noReading, 0), 30 * second);
  expect(readSince(start(clock, 30 * second, 5), 40 * second)).toBe(10 * second);
  const again = startReading(clock, { session: 4, takenAt: 2, now: 30 * second, read: ['a'] });
  expect(readSince(again, 40 * second)).toBe(10 * second);
  expect(again.readBefore).toEqual(new Set(['a']));
});

test('whatever is done, what is said and what is left are never more than the time that passed, and nothing twice', () => {
  const step = fc.record({ after: fc.nat(400), what: fc.constantFrom('input', 'pause', 'start', 'say') });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let [now, said, clock] = [0, 0, start(noReading, 0)];
      for (const { after, what } of steps) {
        now += after * second;
        if (what === 'input') clock = noteInput(clock, now);
        else if (what === 'pause') clock = pauseReading(clock, now);
        else if (what === 'start') clock = start(clock, now);
        else {
          said += readSince(clock, now);
          clock = sayRead(clock, now);
        }
        expect(said + readSince(clock, now)).toBeLessThanOrEqual(now);
        expect(readSince(clock, now)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
