import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { paintScreen } from '../../src/screen/painter.ts';
import { screenSize, terminalPieces } from './terminal-bytes.ts';

function fed(size: { columns: number; rows: number }, pieces: readonly string[]): HeadlessScreen {
  const screen = new HeadlessScreen({
    ...size,
    onSignal: (signal) => {
      if (signal.kind === 'emulator-failed') throw signal.error;
    },
  });
  for (const piece of pieces) screen.feed(piece);
  return screen;
}

function repaintOf(screen: HeadlessScreen, history = 0): HeadlessScreen {
  const copy = new HeadlessScreen({ columns: screen.columns, rows: screen.rows });
  copy.feed(paintScreen(screen, history));
  return copy;
}

test('a painted screen looks the same on a fresh screen of the same size', () => {
  fc.assert(
    fc.property(screenSize, terminalPieces, (size, pieces) => {
      const screen = fed(size, pieces);
      expect(repaintOf(screen).picture()).toEqual(screen.picture());
    }),
    { numRuns: 400 },
  );
});

test('a painted screen goes on in the same way with what comes next', () => {
  fc.assert(
    fc.property(screenSize, terminalPieces, terminalPieces, (size, before, after) => {
      const screen = fed(size, before);
      const copy = repaintOf(screen);
      // A fresh motion first: what joins onto the last grapheme before a cut is the one thing that is not kept.
      for (const piece of ['\x1b[m', ...after]) {
        screen.feed(piece);
        copy.feed(piece);
      }
      expect(copy.picture()).toEqual(screen.picture());
    }),
    { numRuns: 400 },
  );
});

const states: readonly (readonly [what: string, before: string, after: string])[] = [
  ['a second character set in use', '\x1b)0\x0eq', 'q\x0fq'],
  ['the cursor behind the last column', '\x1b[1;5Habcdef', 'g'],
  ['the cursor behind a wide last character', '\x1b[1;9H漢', 'g'],
  ['a scroll region', '\x1b[2;3r\x1b[3;1Hx', '\r\ny\r\nz'],
  ['origin mode', '\x1b[2;4r\x1b[?6h\x1b[2;2Hx', '\x1b[1;1Hy'],
  ['tab stops', '\x1b[3g\x1b[1;5H\x1bH\r', '\tx'],
  ['a saved cursor in red', '\x1b[31m\x1b[2;2H\x1b7\x1b[m\x1b[H', '\x1b8x'],
  ['the alternate screen over the normal one', 'shell$ \x1b[?1049h\x1b[Heditor', '\x1b[?1049lnext'],
  ['flags that must not join', '🇩\x1b[1;2H🇪', 'x'],
  ['kitty keyboard flags', '\x1b[>1u\x1b[>5u', '\x1b[<u'],
  ['a hidden cursor and mouse reports', '\x1b[?25l\x1b[?1003;1006h', ''],
];

test.each(states)('keeps %s', (_, before, after) => {
  const screen = fed({ columns: 10, rows: 4 }, [before]);
  const copy = repaintOf(screen);
  expect(copy.picture()).toEqual(screen.picture());
  screen.feed(after);
  copy.feed(after);
  expect(copy.picture()).toEqual(screen.picture());
});

test('keeps lines above the screen when asked to', () => {
  const screen = fed({ columns: 10, rows: 2 }, ['one\r\ntwo\r\nthree\r\nfour']);
  const copy = repaintOf(screen, 2);
  expect(copy.picture()).toEqual(screen.picture());
  screen.resize(10, 4);
  copy.resize(10, 4);
  expect(copy.text()).toBe('one\ntwo\nthree\nfour');
  expect(copy.picture()).toEqual(screen.picture());
});
