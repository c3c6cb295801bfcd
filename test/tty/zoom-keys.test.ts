import { expect, test } from 'vitest';

import { type PictureModes, plainModes } from '../../src/core/picture.ts';
import { InputRouter } from '../../src/tty/input-router.ts';
import type { InputEvent } from '../../src/tty/keys/input-event.ts';
import { zoomKeys } from '../../src/tty/zoom-keys.ts';
import { FakeClock } from './fake-clock.ts';

const rect = { row: 1, column: 2, rows: 10, columns: 20 };

/** What the session gets of typed bytes. */
function sentBytes(bytes: string, modes: Partial<PictureModes>, spoken: number): Buffer {
  const out: Buffer[] = [];
  const view = { modes: { ...plainModes, ...modes }, rect, spoken };
  const onEvent = (event: InputEvent): void => void out.push(zoomKeys(event, view) ?? Buffer.alloc(0));
  const router = new InputRouter({ clock: new FakeClock(), onEvent });
  router.feed(Buffer.from(bytes));
  router.flush();
  return Buffer.concat(out);
}

function sent(bytes: string, modes: Partial<PictureModes> = {}, spoken = modes.kittyKeyboard ?? 0): string {
  return sentBytes(bytes, modes, spoken).toString();
}

test('keys go as they came', () => {
  const bytes = 'ab\r\x03\x1bx\x1b[3~\x1b[1;5A\x1b[13;2u\x1b[27;5;93~\x1b';
  expect(sent(bytes)).toBe(bytes);
});

test('cursor keys follow the mode of the program', () => {
  expect(sent('\x1b[A\x1b[H')).toBe('\x1b[A\x1b[H');
  expect(sent('\x1b[A\x1b[H\x1b[1;5A', { applicationCursor: true })).toBe('\x1bOA\x1bOH\x1b[1;5A');
  expect(sent('\x1bOA')).toBe('\x1b[A');
  expect(sent('\x1b[A', { applicationCursor: true, kittyKeyboard: 1 })).toBe('\x1b[A');
});

/** A key as xterm sends it, and under the kitty flags 1, 1+8 and all five. Left empty: as in the column before. */
const sameKeys: [name: string, ...columns: string[]][] = [
  ['a', 'a', '', '\x1b[97u', '\x1b[97;;97u'],
  ['A', 'A', '', '\x1b[97;2u', '\x1b[97:65;2;65u'],
  ['é', 'é', '', '\x1b[233u', '\x1b[233;;233u'],
  ['space', ' ', '', '\x1b[32u', '\x1b[32;;32u'],
  ['enter', '\r', '', '\x1b[13u'],
  ['tab', '\t', '', '\x1b[9u'],
  ['backspace', '\x7f', '', '\x1b[127u'],
  ['escape', '\x1b', '\x1b[27u'],
  ['ctrl-a', '\x01', '\x1b[97;5u'],
  ['ctrl-]', '\x1d', '\x1b[93;5u'],
  ['ctrl-space', '\0', '\x1b[32;5u'],
  ['alt-x', '\x1bx', '\x1b[120;3u'],
  ['alt-X', '\x1bX', '\x1b[120;4u', '', '\x1b[120:88;4u'],
  ['alt-space', '\x1b ', '\x1b[32;3u'],
  ['alt-enter', '\x1b\r', '\x1b[13;3u'],
  ['alt-backspace', '\x1b\x7f', '\x1b[127;3u'],
  ['ctrl-alt-a', '\x1b\x01', '\x1b[97;7u'],
  ['shift-tab', '\x1b[Z', '\x1b[9;2u'],
  ['up', '\x1b[A'],
  ['home', '\x1b[H'],
  ['ctrl-up', '\x1b[1;5A'],
  ['shift-end', '\x1b[1;2F'],
  ['delete', '\x1b[3~'],
  ['ctrl-pageup', '\x1b[5;5~'],
  ['f1', '\x1bOP', '\x1b[P'],
  ['f3', '\x1bOR', '\x1b[13~'],
  ['ctrl-f3', '\x1b[1;5R', '\x1b[13;5~'],
  ['f5', '\x1b[15~'],
];
const dialects = [0, 1, 9, 31];

test.each(sameKeys)('%s: from each dialect to each', (_name, ...columns) => {
  const forms = dialects.map((_flags, index) => columns.slice(0, index + 1).findLast((form) => form !== '') ?? '');
  dialects.forEach((spoken, from) => {
    dialects.forEach((wanted, to) => {
      expect([spoken, wanted, sent(forms[from] ?? '', { kittyKeyboard: wanted }, spoken)]).toEqual([
        spoken,
        wanted,
        forms[to],
      ]);
      // A terminal that has no kitty mode sends xterm's form although it was asked for the other.
      if (from === 0) expect(sent(forms[0] ?? '', { kittyKeyboard: wanted }, wanted)).toBe(forms[to]);
    });
  });
});

const translated: [bytes: string, modes: Partial<PictureModes>, from: number, to: string][] = [
  // What xterm cannot tell apart, and what it has not.
  ['\x1b[105;5u\x1b[13;2u\x1b[13;5u\x1b[127;5u', {}, 1, '\t\r\r\b'],
  ['\x1b[97;6u\x1b[49;7u\x1b[47;5u', {}, 1, '\x01\x1b1\x1f'],
  ['\x1b[57358u\x1b[57441;2u\x1b[57428u', {}, 9, ''],
  ['\x1b[97;9u', {}, 1, '\x1b[97;9u'],
  // Told by its owner to send it unasked.
  ['\x1b[13;2u', {}, 0, '\x1b[13;2u'],
  // Holding and letting go.
  ['\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u', {}, 3, '\x01\x01'],
  ['\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u', { kittyKeyboard: 1 }, 3, '\x1b[97;5u\x1b[97;5u'],
  ['\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u', { kittyKeyboard: 3 }, 11, '\x1b[97;5u\x1b[97;5:2u\x1b[97;5:3u'],
  ['\x1b[1;1:1A\x1b[1;1:2A\x1b[1;1:3A\x1b[3;5:2~', {}, 3, '\x1b[A\x1b[A\x1b[3;5~'],
  ['\x1b[1;1:2A', { applicationCursor: true }, 3, '\x1bOA'],
  // Alternates and locks.
  ['\x1b[97:65:113;6u', { kittyKeyboard: 1 }, 5, '\x1b[97;6u'],
  ['\x1b[97:65:113;6u', { kittyKeyboard: 4 | 1 }, 13, '\x1b[97:65:113;6u'],
  ['\x1b[97;69u', { kittyKeyboard: 1 }, 9, '\x1b[97;5u'],
  // The number pad.
  ['\x1b[57400u\x1b[57414u\x1b[57417u\x1b[57413u', {}, 1, '1\r\x1b[D+'],
  ['\x1b[57400u\x1b[57414u\x1b[57413u', { applicationKeypad: true }, 1, '\x1bOq\x1bOM\x1bOk'],
  ['\x1bOq\x1bOM\x1bOj', {}, 0, '1\r*'],
  ['\x1bOq\x1bOj', { applicationKeypad: true }, 0, '\x1bOq\x1bOj'],
  // Terminals with function keys of their own.
  [
    '\x1b[1~\x1b[8~\x1b[[A\x1b[a\x1bOa\x1b[3^\x1b[25~\x1b[11~',
    {},
    0,
    '\x1b[H\x1b[F\x1bOP\x1b[1;2A\x1b[1;5A\x1b[3;5~\x1b[1;2P\x1bOP',
  ],
  ['\x1b[27;5;93~\x1b[27;2;65~', { kittyKeyboard: 1 }, 1, '\x1b[93;5uA'],
  // Nothing is known about it: it goes as it came.
  ['\x1b[99~\x1b[1;5X', {}, 0, '\x1b[99~\x1b[1;5X'],
  ['\x08\x1b[99~', { kittyKeyboard: 1 }, 1, '\x7f\x1b[99~'],
];

test.each(translated)('%j under %j from flags %j', (...[bytes, modes, from, to]) => {
  expect(sent(bytes, modes, from)).toBe(to);
});

test('a paste is bracketed only for a program that asked for it', () => {
  const paste = '\x1b[200~one\r\ntwo\nthree\x07\t\x1b[31m\u009b2J\x1b[201~';
  expect(sent(paste)).toBe('one\rtwo\rthree\t[31m2J');
  expect(sent(paste, { bracketedPaste: true })).toBe('\x1b[200~one\r\ntwo\nthree\x07\t[31m2J\x1b[201~');
});

test('focus, releases and replies go only where they were asked for', () => {
  expect(sent('\x1b[I\x1b[O\x1b[97;5:3u\x1b[?62c')).toBe('');
  expect(sent('\x1b[I\x1b[O', { focus: true })).toBe('\x1b[I\x1b[O');
  expect(sent('\x1b[97;5:3u', { kittyKeyboard: 3 })).toBe('\x1b[97;5:3u');
});

test('the mouse is translated to the place and the encoding of the program', () => {
  const click = '\x1b[<0;5;4M\x1b[<0;5;4m';
  expect(sent(click)).toBe('');
  expect(sent(click, { mouse: 'vt200', mouseEncoding: 'sgr' })).toBe('\x1b[<0;3;3M\x1b[<0;3;3m');
  expect(sent(click, { mouse: 'vt200' })).toBe('\x1b[M ##\x1b[M###');
  expect(sent(click, { mouse: 'x10' })).toBe('\x1b[M ##');
});

test('motion and wheel go by what was asked for', () => {
  const bytes = '\x1b[<32;5;4M\x1b[<35;5;4M\x1b[<64;5;4M';
  expect(sent(bytes, { mouse: 'vt200', mouseEncoding: 'sgr' })).toBe('\x1b[<64;3;3M');
  expect(sent(bytes, { mouse: 'drag', mouseEncoding: 'sgr' })).toBe('\x1b[<32;3;3M\x1b[<64;3;3M');
  expect(sent(bytes, { mouse: 'any', mouseEncoding: 'sgr' })).toBe('\x1b[<32;3;3M\x1b[<35;3;3M\x1b[<64;3;3M');
});

test('every mode and encoding of the mouse', () => {
  const reports = '\x1b[<0;5;4M\x1b[<32;6;4M\x1b[<0;6;4m\x1b[<35;5;4M\x1b[<85;5;4M\x1b[<129;5;4M';
  const expected: Record<string, [sgr: string, old: string]> = {
    none: ['', ''],
    x10: ['\x1b[<0;3;3M', '\x1b[M ##'],
    vt200: ['\x1b[<0;3;3M\x1b[<0;4;3m\x1b[<85;3;3M\x1b[<129;3;3M', '\x1b[M ##\x1b[M#$#\x1b[Mu##\x1b[M\xa1##'],
    drag: [
      '\x1b[<0;3;3M\x1b[<32;4;3M\x1b[<0;4;3m\x1b[<85;3;3M\x1b[<129;3;3M',
      '\x1b[M ##\x1b[M@$#\x1b[M#$#\x1b[Mu##\x1b[M\xa1##',
    ],
    any: [
      '\x1b[<0;3;3M\x1b[<32;4;3M\x1b[<0;4;3m\x1b[<35;3;3M\x1b[<85;3;3M\x1b[<129;3;3M',
      '\x1b[M ##\x1b[M@$#\x1b[M#$#\x1b[MC##\x1b[Mu##\x1b[M\xa1##',
    ],
  };
  for (const mouse of ['none', 'x10', 'vt200', 'drag', 'any'] as const) {
    expect(sent(reports, { mouse, mouseEncoding: 'sgr' })).toBe(expected[mouse]?.[0]);
    expect(sentBytes(reports, { mouse }, 0).toString('latin1')).toBe(expected[mouse]?.[1]);
  }
  expect(sent('\x1b[<0;5;4M\x1b[<0;5;4m', { mouse: 'vt200', mouseEncoding: 'sgr-pixels' })).toBe(
    '\x1b[<0;20;40M\x1b[<0;20;40m',
  );
});

test('on the alternate screen the wheel is three arrows for a program that knows no mouse', () => {
  const wheel = '\x1b[<64;5;4M\x1b[<65;5;4M\x1b[<66;5;4M\x1b[<64;1;1M';
  expect(sent(wheel, { alternateScreen: true })).toBe('\x1b[A\x1b[A\x1b[A\x1b[B\x1b[B\x1b[B');
  expect(sent(wheel, { alternateScreen: true, applicationCursor: true })).toBe('\x1bOA\x1bOA\x1bOA\x1bOB\x1bOB\x1bOB');
  expect(sent(wheel)).toBe('');
});

test('a click beside the session is not for it, the end of a drag is', () => {
  expect(sent('\x1b[<0;1;1M\x1b[<0;23;5M\x1b[<0;5;12M', { mouse: 'any', mouseEncoding: 'sgr' })).toBe('');
  expect(sent('\x1b[<0;99;99m', { mouse: 'any', mouseEncoding: 'sgr' })).toBe('\x1b[<0;20;10m');
});
