import { expect, test } from 'vitest';
import { LookRhythm } from '../../src/daemon/look-rhythm.ts';

/** At which of so many looks it is looked at closely, when it changes at those that are given. */
function looksAt(rhythm: LookRhythm, { looks, changes }: { looks: number; changes: readonly number[] }): number[] {
  const at: number[] = [];
  for (let look = 0; look < looks; look++) {
    if (!rhythm.isDue(1)) continue;
    at.push(look);
    rhythm.looked(1, changes.includes(look));
  }
  return at;
}

test('what does not change is looked at less and less, down to every sixth time', () => {
  expect(looksAt(new LookRhythm(), { looks: 20, changes: [] })).toEqual([0, 1, 3, 7, 13, 19]);
});

test('what changes is looked at every time again', () => {
  expect(looksAt(new LookRhythm(), { looks: 14, changes: [7, 8, 9] })).toEqual([0, 1, 3, 7, 8, 9, 10, 11, 13]);
});

test('each has a rhythm of its own', () => {
  const rhythm = new LookRhythm();
  looksAt(rhythm, { looks: 8, changes: [] });
  expect(rhythm.isDue(1)).toBe(false);
  expect(rhythm.isDue(2)).toBe(true);
});
