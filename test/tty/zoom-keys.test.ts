import { expect, test } from 'vitest';

import { type PictureModes, plainModes } from '../../src/core/picture.ts';
import { InputRouter } from '../../src/tty/input-router.ts';
import { zoomKeys } from '../../src/tty/zoom-keys.ts';
import { FakeClock } from './fake-clock.ts';

const rect = { row: 1, column: 2, rows: 10, columns: 20 };

/** What the session gets of typed bytes. */
function sent(bytes: string, modes: Partial<PictureModes> = {}): string {
  let out = '';
  const router = new InputRouter({
    clock: new FakeClock(),
    onEvent: (event) =>
      (out += zoomKeys(event, { modes: { ...plainModes, ...modes }, rect })?.toString('latin1') ?? ''),
  });
  router.feed(Buffer.from(bytes));
  router.flush();
  return out;
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
  expect(sent(click, { mouse: 'vt200', mouseSgr: true })).toBe('\x1b[<0;3;3M\x1b[<0;3;3m');
  expect(sent(click, { mouse: 'vt200' })).toBe('\x1b[M ##\x1b[M###');
  expect(sent(click, { mouse: 'x10' })).toBe('\x1b[M ##');
});

test('motion and wheel go by what was asked for', () => {
  const bytes = '\x1b[<32;5;4M\x1b[<35;5;4M\x1b[<64;5;4M';
  expect(sent(bytes, { mouse: 'vt200', mouseSgr: true })).toBe('\x1b[<64;3;3M');
  expect(sent(bytes, { mouse: 'drag', mouseSgr: true })).toBe('\x1b[<32;3;3M\x1b[<64;3;3M');
  expect(sent(bytes, { mouse: 'any', mouseSgr: true })).toBe('\x1b[<32;3;3M\x1b[<35;3;3M\x1b[<64;3;3M');
});

test('a click beside the session is not for it, the end of a drag is', () => {
  expect(sent('\x1b[<0;1;1M\x1b[<0;23;5M\x1b[<0;5;12M', { mouse: 'any', mouseSgr: true })).toBe('');
  expect(sent('\x1b[<0;99;99m', { mouse: 'any', mouseSgr: true })).toBe('\x1b[<0;20;10m');
});
