import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { paintScreen, restoreScreen } from '../../src/screen/paint/paint-screen.ts';
import { differences } from './complete-state.ts';
import { randomOutput } from './grammar.ts';
import type { Random } from './grammar.ts';
import { numbersFrom } from './seeded.ts';

/** Streams of output tried; by hand with a hundred times as many. */
const streams = Number(process.env['SIGNALBOX_FUZZ'] ?? 250);
const firstSeed = Number(process.env['SIGNALBOX_SEED'] ?? 1);

/** A clock so fast that no picture is ever held. */
let clock = 0;

type Size = { readonly columns: number; readonly rows: number };
type Event = Buffer | Size;

function screenFor({ columns, rows }: Size): HeadlessScreen {
  return new HeadlessScreen({
    columns,
    rows,
    now: () => (clock += 1000),
    onSignal: (signal) => {
      if (signal.kind === 'emulator-failed') throw signal.error;
    },
  });
}

function sizeFrom(random: Random): Size {
  return { columns: 2 + random(random(5) === 0 ? 90 : 22), rows: 1 + random(12) };
}

/** Output with a change of size here and there. */
function eventsFrom(random: Random): Event[] {
  return randomOutput(random, 20 + random(120)).flatMap((piece): Event[] =>
    random(25) === 0 ? [piece, sizeFrom(random)] : [piece],
  );
}

function take(screen: HeadlessScreen, event: Event): void {
  if ('columns' in event) screen.resize(event.columns, event.rows);
  else screen.feed(event);
}

test('a checkpoint of any screen is exact, and goes on to the same end', () => {
  let cuts = 0;
  for (let seed = firstSeed; seed < firstSeed + streams; seed++) {
    const random = numbersFrom(seed);
    const screen = screenFor(sizeFrom(random));
    const copies: HeadlessScreen[] = [];
    for (const event of eventsFrom(random)) {
      for (const one of [screen, ...copies]) take(one, event);
      if (random(12) > 0 || !screen.atRest) continue;
      const copy = screenFor(screen);
      restoreScreen(copy, paintScreen(screen, Infinity));
      expect(differences(screen, copy), `seed ${seed}, right after cut ${copies.length}`).toEqual([]);
      expect(copy.picture()).toEqual(screen.picture());
      copies.push(copy);
      cuts++;
    }
    for (const [index, copy] of copies.entries()) {
      expect(differences(screen, copy), `seed ${seed}, at the end of cut ${index}`).toEqual([]);
      copy.dispose();
    }
    screen.dispose();
  }
  console.log(`${streams} random streams: ${cuts} cuts, 0 wrong`);
  expect(cuts).toBeGreaterThan(streams);
});

test('any bytes cut anywhere give the same screen and the same answers', () => {
  for (let seed = firstSeed; seed < firstSeed + streams; seed++) {
    const random = numbersFrom(seed + 1_000_000);
    const size = sizeFrom(random);
    const bytes = Buffer.concat(randomOutput(random, 80));
    const answers = ['', ''];
    const screens = answers.map((_, index) => {
      return new HeadlessScreen({ ...size, onReply: (reply) => (answers[index] += reply.toString()) });
    });
    screens[0]?.feed(bytes);
    const longest = [1, 3, 40][seed % 3] ?? 1;
    for (let at = 0; at < bytes.length;) {
      const next = at + 1 + random(longest);
      screens[1]?.feed(bytes.subarray(at, next));
      at = next;
    }
    const [whole, cut] = screens;
    if (whole === undefined || cut === undefined) throw new Error('no screens');
    expect(differences(whole, cut), `seed ${seed}`).toEqual([]);
    expect(answers[1]).toBe(answers[0]);
    for (const screen of screens) screen.dispose();
  }
});
