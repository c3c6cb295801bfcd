import { expect, test } from 'vitest';

import type { PictureRow } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { paintScreen, restoreScreen } from '../../src/screen/paint/paint-screen.ts';
import { differences } from './complete-state.ts';

/** What xterm 6.0.0 does wrong and is put right: each of these failed without its mend. */

function screenOf(output: string, size = { columns: 12, rows: 4 }): HeadlessScreen {
  const screen = new HeadlessScreen(size);
  screen.feed(output);
  return screen;
}

function firstRow(output: string): PictureRow {
  return screenOf(output).picture().changed[0]?.[1] ?? [];
}

test('an underline whose colour was taken away has the colour of the text', () => {
  const [coloured, plain] = firstRow('\x1b[4;58;2;1;2;3ma\x1b[59mb');
  expect(coloured?.underlineColour).toBe(0x1010203);
  expect(plain).toEqual({ text: 'b', width: 1, fg: -1, bg: -1, attributes: 8 });
});

test('three numbers after 2 are red, green and blue, in every way to write them', () => {
  for (const code of ['38:2:1:2:3', '38:2::1:2:3', '38;2;1;2;3']) {
    expect(firstRow(`\x1b[${code}mx`)).toMatchObject([{ fg: 0x1010203, bg: -1 }]);
  }
  expect(firstRow('\x1b[48:2:1:2:3mx')).toMatchObject([{ fg: -1, bg: 0x1010203 }]);
  expect(firstRow('\x1b[4;58:2:1:2:3mx')).toMatchObject([{ underlineColour: 0x1010203 }]);
});

test('texts of several code points stay in their cells when lines flow anew', () => {
  const screen = screenOf('🏽\u0302\u0303\ufffd\ufffd❤️क्षि1️⃣\x1b[1;6r\ufffd.\t\ufffd\ufffde\u0301e\u0301\x1b[7;9H', {
    columns: 8,
    rows: 9,
  });
  // What xterm mixes in is what stood in a line before: a copy of the screen has never seen it.
  const copy = new HeadlessScreen({ columns: 8, rows: 9 });
  restoreScreen(copy, paintScreen(screen, Infinity));
  for (const one of [screen, copy]) one.resize(7, 6);
  expect(screen.text()).toContain('e\u0301');
  expect(differences(screen, copy)).toEqual([]);
});

test('without autowrap the end of a line does not depend on where the bytes were cut', () => {
  const output = Buffer.from('\x1b[?7l\x1b[4;12H🏴‍☠️');
  const [whole, cut] = [screenOf(output.toString()), screenOf('')];
  for (const byte of output) cut.feed(Uint8Array.of(byte));
  expect(differences(whole, cut)).toEqual([]);
});

test('what was cut off the alternate screen does not come back', () => {
  const screen = screenOf('\x1b[?1049h\x1b[Habcdefghijkl');
  screen.resize(6, 4);
  screen.resize(10, 4);
  expect(screen.text()).toBe('abcdef');
});

test('the alternate screen has no lines above it, also after the screen became lower', () => {
  const screen = screenOf('');
  screen.resize(12, 2);
  screen.feed('\x1b[?1049h\x1b[Hone\r\ntwo\r\nthree\r\nfour');
  screen.resize(12, 4);
  expect(screen.text()).toBe('three\nfour');
});

test('erasing up to the last column does not touch how lines above the screen flow', () => {
  const long = 'a line that goes on and on';
  const screen = screenOf(`${long}\r\n1\r\n2\r\n3\r\n4\r\n\x1b[1;12H\x1b[1J\x1b[4;1H`);
  screen.resize(40, 8);
  expect(screen.text()).toContain(long);
});

test('a line that was erased up to the last column continues no other line, also when lines have scrolled away', () => {
  const screen = new HeadlessScreen({ columns: 7, rows: 3 });
  screen.feed('\x1b[3;1H\r\n\x1b[1;6H        \x1b[1J');
  screen.feed('\x1b[1;1Habcdefg\x1b[2;1Hhi');
  screen.resize(14, 3);
  expect(screen.text()).toContain('abcdefg\nhi');
});

test('a saved cursor comes back to its place on the screen, however much has scrolled by', () => {
  for (const lines of [0, 3, 2000]) {
    const screen = screenOf(`${'\r\n'.repeat(lines)}\x1b[2;5H\x1b7\x1b[4;1H\r\n\r\n\r\n\x1b8`);
    expect(screen.cursor).toMatchObject({ row: 1, column: 4 });
    screen.feed('\x1b[3;3H\x1b[s\x1b[4;1H\n\n\x1b[u');
    expect(screen.cursor).toMatchObject({ row: 2, column: 2 });
    screen.feed('\x1b[?1049h\x1b[H\x1b[?1049l');
    expect(screen.cursor).toMatchObject({ row: 2, column: 2 });
  }
});

test('a full reset shows the cursor, steady, and leaves line feeds as they were at first', () => {
  const screen = screenOf('\x1b[?25l\x1b[?12h\x1b[20h\x1bc');
  expect(screen.cursor.visible).toBe(true);
  screen.feed('one\ntwo');
  expect(screen.text()).toBe('one\n   two');
  const returning = new HeadlessScreen({ columns: 12, rows: 4, convertEol: true });
  returning.feed('\x1b[20l\x1bcone\ntwo');
  expect(returning.text()).toBe('one\ntwo');
});

test('links cost no more the more lines they cover, and those that are gone make room', () => {
  const screen = new HeadlessScreen({ columns: 40, rows: 4 });
  for (let number = 0; number < 20_000; number++) {
    screen.feed(`\x1b]8;;https://a.example/${number}\x07link\x1b]8;;\x07\r\n`);
  }
  screen.feed('\x1b]8;;https://a.example/last\x07last');
  const last = screen.picture().changed.at(-1)?.[1];
  expect(last).toEqual([{ text: 'last', width: 4, fg: -1, bg: -1, attributes: 0, link: 'https://a.example/last' }]);
});

test('links that find no room are plain text, and cost little', () => {
  const screen = new HeadlessScreen({ columns: 200, rows: 4 });
  for (let number = 0; number < 20_000; number++) screen.feed(`\x1b]8;;https://a.example/${number}\x07l\x1b]8;;\x07 `);
  const linked = screen.picture().changed.flatMap(([, row]) => row.filter((run) => run.link !== undefined));
  expect(screen.text()).toContain('l l l l');
  expect(linked.length).toBeLessThan(400);
});

test('a spacing mark takes the column that programs count for it', () => {
  for (const [text, columns] of [
    ['क\u093eक\u0940', 4],
    ['ক\u09be', 2],
    ['ก\u0e33น\u0e49\u0e33', 4],
    ['ກ\u0eb3', 2],
    ['क\u094dष\u093f', 3],
    ['e\u0301', 1],
    ['👩‍👧', 2],
  ] as const) {
    expect([text, screenOf(text).picture().cursor.column]).toEqual([text, columns]);
  }
  expect(firstRow('ก\u0e33x').map(({ text }) => text)).toEqual(['ก', '\u0e33', 'x']);
});
