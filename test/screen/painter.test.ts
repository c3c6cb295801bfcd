import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { paintScreen, restoreScreen } from '../../src/screen/paint/paint-screen.ts';
import { differences } from './complete-state.ts';
import { screenSize, terminalPieces } from './terminal-bytes.ts';

/** A clock that runs so fast that no picture is ever held. */
let clock = 0;
const now = (): number => (clock += 1000);

function fed(size: { columns: number; rows: number }, pieces: readonly string[]): HeadlessScreen {
  const screen = new HeadlessScreen({
    ...size,
    now,
    onSignal: (signal) => {
      if (signal.kind === 'emulator-failed') throw signal.error;
    },
  });
  for (const piece of pieces) screen.feed(piece);
  return screen;
}

function repaintOf(screen: HeadlessScreen, history = 0): HeadlessScreen {
  const copy = new HeadlessScreen({ columns: screen.columns, rows: screen.rows, now });
  restoreScreen(copy, paintScreen(screen, history));
  return copy;
}

function expectEqual(copy: HeadlessScreen, screen: HeadlessScreen, history = 0): void {
  expect(differences(screen, copy, history)).toEqual([]);
  expect(copy.picture()).toEqual(screen.picture());
}

test('a painted screen looks the same on a fresh screen of the same size', () => {
  fc.assert(
    fc.property(screenSize, terminalPieces, (size, pieces) => {
      const screen = fed(size, pieces);
      expectEqual(repaintOf(screen), screen);
    }),
    { numRuns: 400 },
  );
});

test('a painted screen goes on in the same way with what comes next', () => {
  fc.assert(
    fc.property(screenSize, terminalPieces, terminalPieces, (size, before, after) => {
      const screen = fed(size, before);
      const copy = repaintOf(screen);
      for (const piece of after) {
        screen.feed(piece);
        copy.feed(piece);
      }
      expectEqual(copy, screen);
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
  ['kitty keyboard flags of the screen that does not show', '\x1b[?47h\x1b[>3u\x1b[?47l', '\x1b[?47h'],
  ['a hidden cursor and mouse reports', '\x1b[?25l\x1b[?1003;1006h', ''],
  ['the shape of the cursor', '\x1b[5 q', ''],
  ['all kinds of underlines', '\x1b[4ma\x1b[4:2mb\x1b[4:3mc\x1b[4:4;58;5;9md\x1b[4:5;58;2;1;2;3me\x1b[59mf', 'g'],
  ['a line above', '\x1b[53mo', '\x1b[55mx'],
  ['links', '\x1b]8;;https://a.example/\x07here\x1b]8;;\x07 ', '\x1b]8;id=1;https://b.example/\x07there'],
  ['an open link', '\x1b]8;;https://a.example/\x07here', ' too'],
  ['a link at the saved cursor', '\x1b[4m\x1b]8;;https://a.example/\x07x\x1b7\x1b]8;;\x07\x1b[m', '\x1b8yz'],
  ['colours that were set', '\x1b]4;1;#123456\x07\x1b]10;rgb:1/2/3\x07\x1b]12;#fff\x07', '\x1b]104\x07'],
  ['titles and their stack', '\x1b]0;one\x07\x1b[22t\x1b]2;two\x07\x1b]1;icon\x07', '\x1b[23t'],
  ['the wish to hear of the colour scheme', '\x1b[?2031h', ''],
  ['half a frame', '\x1b[?2026habc', 'd\x1b[?2026l'],
  ['a blinking cursor', '\x1b[?12h', ''],
  ['cells that selective erase spares', '\x1b[1"qkeep\x1b[0"qgo', '\x1b[?2J'],
  ['the rest of a wide character', '\x1b[31;4m漢字\x1b[2Gx\x1b[5G', 'y\x1b[2G\x1b[@'],
  ['the last column that a wide character did not fit in', '\x1b[44m\x1b[10G漢', 'x'],
  ['a mark that is still to come', 'e', '\u0301x'],
  ['a flag that is still to come', '🇩', '🇪x'],
  ['what is repeated', 'ab\u0301', '\x1b[3b'],
  ['a saved cursor after scrolling', '\x1b[2;3H\x1b7\x1b[4;1H\n\n\n', '\x1b8x'],
  ['a national character set', '\x1b(K[', ']'],
];

test.each(states)('keeps %s', (_, before, after) => {
  const screen = fed({ columns: 10, rows: 4 }, [before]);
  const copy = repaintOf(screen);
  expectEqual(copy, screen);
  screen.feed(after);
  copy.feed(after);
  expectEqual(copy, screen);
});

test('keeps lines above the screen when asked to', () => {
  const screen = fed({ columns: 10, rows: 2 }, ['one\r\ntwo\r\nthree\r\nfour']);
  const copy = repaintOf(screen, 2);
  expectEqual(copy, screen, 2);
  screen.resize(10, 4);
  copy.resize(10, 4);
  expect(copy.text()).toBe('one\ntwo\nthree\nfour');
  expectEqual(copy, screen, 2);
});

test('rows that continue the one above flow anew in the same way', () => {
  const screen = fed({ columns: 10, rows: 4 }, ['a line that is longer than the screen\r\n$ ']);
  const copy = repaintOf(screen, 100);
  for (const columns of [7, 30, 10]) {
    screen.resize(columns, 4);
    copy.resize(columns, 4);
    expectEqual(copy, screen, 100);
  }
});

test('a program cannot use the sequence that restores', () => {
  const screen = fed({ columns: 10, rows: 4 }, ['\x1b[?6h\x1b[31mtext\x1b[3;3H\x1b7']);
  const painted = paintScreen(screen);
  const start = painted.indexOf('\x1bP>s');
  const victim = fed({ columns: 10, rows: 4 }, [painted.slice(start)]);
  expectEqual(victim, new HeadlessScreen({ columns: 10, rows: 4 }));
});

test('what is not of this version is left out', () => {
  const screen = fed({ columns: 10, rows: 4 }, ['\x1b[31mtext']);
  for (const wrong of ['', '{', '{"version":2}', '{"version":1,"pen":7}']) {
    const copy = new HeadlessScreen({ columns: 10, rows: 4 });
    restoreScreen(copy, `${paintScreen(screen).split('\x1bP>s')[0] ?? ''}\x1bP>s${wrong}\x1b\\`);
    expect(copy.picture()).toEqual(screen.picture());
  }
});
