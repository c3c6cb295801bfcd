import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import type { ScreenSignal } from '../../src/screen/emulator/signals.ts';
import { screenSize, terminalPieces } from './terminal-bytes.ts';

function screenOf(output: string | Uint8Array, size = { columns: 20, rows: 4 }): HeadlessScreen {
  const screen = new HeadlessScreen(size);
  screen.feed(output);
  return screen;
}

function signalsOf(output: string): ScreenSignal[] {
  const signals: ScreenSignal[] = [];
  new HeadlessScreen({ columns: 20, rows: 4, onSignal: (signal) => signals.push(signal) }).feed(output);
  return signals;
}

describe('bytes', () => {
  test('give the same picture wherever they are cut', () => {
    fc.assert(
      fc.property(
        screenSize,
        terminalPieces,
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        (size, pieces, cuts) => {
          const bytes = Buffer.from(pieces.join(''));
          const whole = screenOf(bytes, size);
          const cut = new HeadlessScreen(size);
          for (let at = 0; at < bytes.length;) {
            const next = at + (cuts.next().value ?? 1);
            cut.feed(bytes.subarray(at, next));
            at = next;
          }
          expect(cut.picture()).toEqual(whole.picture());
        },
      ),
      { numRuns: 200 },
    );
  });

  test('of any kind neither break the emulator nor depend on where they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, cut) => {
        const at = cut % (bytes.length + 1);
        const screen = new HeadlessScreen({
          columns: 10,
          rows: 3,
          onSignal: (signal) => expect(signal.kind).not.toBe('emulator-failed'),
        });
        screen.feed(bytes.subarray(0, at));
        screen.feed(bytes.subarray(at));
        expect(screen.picture()).toEqual(screenOf(bytes, { columns: 10, rows: 3 }).picture());
      }),
      { numRuns: 500 },
    );
  });

  test('that are not UTF-8 show as replacement characters', () => {
    expect(screenOf(Buffer.from([0x61, 0xff, 0x62, 0xe6, 0xbc, 0x63])).text()).toBe('a\ufffdb\ufffdc');
  });

  test('of a character split over two feeds show once whole', () => {
    const screen = screenOf(Buffer.from([0xe6, 0xbc]));
    expect(screen.text()).toBe('');
    expect(screen.atRest).toBe(false);
    screen.feed(Buffer.from([0xa2]));
    expect(screen.text()).toBe('漢');
    expect(screen.atRest).toBe(true);
  });
});

describe('text', () => {
  test('is the screen, and its last rows that are not blank', () => {
    const screen = screenOf('one\r\n\r\n  two  ');
    expect(screen.text()).toBe('one\n\n  two');
    expect(screen.lastLines(2)).toEqual(['one', '  two']);
    expect(screen.lastLines(1)).toEqual(['  two']);
  });

  test('of output that never saw a pty returns at line feeds when asked to', () => {
    const screen = new HeadlessScreen({ columns: 20, rows: 4, convertEol: true });
    screen.feed('one\ntwo');
    expect(screen.text()).toBe('one\ntwo');
  });
});

describe('title', () => {
  test('is data: no control or direction characters, at most 200 of them', () => {
    expect(screenOf('\x1b]2;a\u202eb\u2066c\x07').title).toBe('abc');
    expect(screenOf(`\x1b]0;${'x'.repeat(500)}\x07`).title).toHaveLength(200);
    expect(screenOf(`\x1b]0;${'x'.repeat(199)}😀\x07`).title).toBe('x'.repeat(199));
  });
});

describe('signals', () => {
  test('are bell, program status and notifications, in order', () => {
    expect(signalsOf('\x07\x1b]7501;state=blocked:kind=question\x1b\\\x1b]9;needs you\x07')).toEqual([
      { kind: 'bell' },
      { kind: 'status', body: 'state=blocked:kind=question' },
      { kind: 'notification', osc: 9, text: 'needs you' },
    ]);
  });

  test('leave out a status that is longer than its protocol allows, and the clipboard', () => {
    expect(signalsOf(`\x1b]7501;${'x'.repeat(4097)}\x07\x1b]52;c;aGk=\x07`)).toEqual([]);
  });

  test('of a listener that throws do not leave the screen stuck', () => {
    const screen = new HeadlessScreen({
      columns: 20,
      rows: 4,
      onSignal: () => {
        throw new Error('listener');
      },
    });
    expect(() => screen.feed('\x07before')).toThrow('listener');
    screen.feed(' after');
    expect(screen.text()).toBe('before after');
  });
});

test('an error inside xterm is told, and the screen goes on', () => {
  const signals: ScreenSignal[] = [];
  const screen = new HeadlessScreen({ columns: 20, rows: 4, onSignal: (signal) => signals.push(signal) });
  screen.terminal.parser.registerCsiHandler({ final: 'y' }, () => {
    throw new Error('planted');
  });
  screen.feed('one\x1b[y lost');
  screen.feed(' two');
  expect(signals).toMatchObject([{ kind: 'emulator-failed', error: { message: 'planted' } }]);
  expect(screen.text()).toBe('one two');
});

test('erasing up to the last cell of the screen erases all of it', () => {
  const screen = screenOf('\x1b#8\x1b[4;20H\x1b[1J');
  expect(screen.text()).toBe('');
  expect(screen.cursor).toEqual({ row: 3, column: 19, visible: true });
});

test('modes tell what a viewer must mirror', () => {
  expect(screenOf('\x1b[?1;25;1002;1004;1006;1049;2004h\x1b[>5u').modes).toEqual({
    bracketedPaste: true,
    applicationCursor: true,
    applicationKeypad: false,
    focus: true,
    mouse: 'drag',
    mouseEncoding: 'sgr',
    kittyKeyboard: 5,
    alternateScreen: true,
  });
  expect(screenOf('\x1b[?25l').cursor.visible).toBe(false);
  expect(screenOf('\x1b[?25l\x1bc').cursor.visible).toBe(true);
  expect(screenOf('\x1b[?2026h').inSynchronizedOutput).toBe(true);
  expect(screenOf('\x1b[?2026h\x1b[?2026l').inSynchronizedOutput).toBe(false);
});
