import { afterAll, describe, expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { paintScreen, restoreScreen } from '../../src/screen/paint/paint-screen.ts';
import { recordings } from '../recordings/recordings.ts';
import type { Recording } from '../recordings/recordings.ts';
import { differences } from './complete-state.ts';
import { numbersFrom } from './seeded.ts';

/** Cuts in each recording. */
const cutsEach = Number(process.env['SIGNALBOX_CUTS'] ?? 48);
const counted = { recordings: 0, cuts: 0, wrong: 0, slices: 0 };

/** A clock so fast that no picture is ever held. */
let clock = 0;

function screenFor({ columns, rows }: { columns: number; rows: number }): HeadlessScreen {
  return new HeadlessScreen({
    columns,
    rows,
    now: () => (clock += 1000),
    onSignal: (signal) => {
      if (signal.kind === 'emulator-failed') throw signal.error;
    },
  });
}

/** Feeds the bytes from one offset to another, with the changes of size between; `slice` says how long each piece is. */
function play(
  screen: HeadlessScreen,
  recording: Recording,
  { from, to, slice }: { from: number; to: number; slice: () => number },
): void {
  const { bytes, resizes } = recording;
  for (let at = from; at < to;) {
    for (const [offset, columns, rows] of resizes) if (offset === at) screen.resize(columns, rows);
    const nextSize = resizes.find(([offset]) => offset > at)?.[0] ?? to;
    const next = Math.min(at + slice(), to, nextSize);
    screen.feed(bytes.subarray(at, next));
    at = next;
  }
}

const whole = (): number => Infinity;

describe.each(recordings().map((recording) => [recording.name, recording] as const))('%s', (_, recording) => {
  const { bytes } = recording;
  const end = bytes.length;
  counted.recordings++;

  test('a checkpoint anywhere is exact, and goes on to the same end', () => {
    const random = numbersFrom(end);
    const offsets = Array.from({ length: cutsEach }, () => random(end)).toSorted((one, other) => one - other);
    const screen = screenFor(recording);
    const last = screenFor(recording);
    play(last, recording, { from: 0, to: end, slice: whole });
    let at = 0;
    for (const offset of offsets) {
      play(screen, recording, { from: at, to: Math.max(at, offset), slice: whole });
      at = Math.max(at, offset);
      while (!screen.atRest && at < end) play(screen, recording, { from: at, to: ++at, slice: whole });
      const copy = screenFor(screen);
      restoreScreen(copy, paintScreen(screen, Infinity));
      const wrong = differences(screen, copy);
      expect(copy.picture()).toEqual(screen.picture());
      play(copy, recording, { from: at, to: end, slice: whole });
      wrong.push(...differences(last, copy));
      copy.dispose();
      counted.cuts++;
      counted.wrong += wrong.length;
      expect(wrong, `cut at ${at}`).toEqual([]);
    }
  });

  test('the same bytes cut anywhere give the same screen', () => {
    const random = numbersFrom(end + 1);
    const screen = screenFor(recording);
    play(screen, recording, { from: 0, to: end, slice: whole });
    for (const slice of [() => 1, () => 1 + random(7), () => 1 + random(256), () => 1 + random(4096)]) {
      const other = screenFor(recording);
      play(other, recording, { from: 0, to: end, slice });
      expect(differences(screen, other)).toEqual([]);
      counted.slices++;
    }
  });
});

afterAll(() => {
  const { recordings: files, cuts, wrong, slices } = counted;
  console.log(`${files} recordings: ${cuts} cuts, ${wrong} wrong; ${slices} other slicings`);
  expect(cuts).toBeGreaterThanOrEqual(600);
});
