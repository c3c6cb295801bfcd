import { expect, test } from 'vitest';

import { DetachKey } from '../../src/tty/detach-key.ts';
import { InputRouter } from '../../src/tty/input-router.ts';
import { parseKeyName } from '../../src/tty/keys/key-names.ts';
import { FakeClock } from './fake-clock.ts';

/** What happens to typed bytes: detached, and what the session and the grid got. */
function started(key?: string): { clock: FakeClock; type: (bytes: string) => void; log: string[] } {
  const clock = new FakeClock();
  const log: string[] = [];
  const detach = new DetachKey({ clock, onDetach: () => log.push('detach'), ...(key === undefined ? {} : { key }) });
  const router = new InputRouter({
    clock,
    onEvent: (event) => {
      const verdict = detach.take(event);
      if (verdict !== 'taken') log.push(`${verdict} ${JSON.stringify(event.raw.toString())}`);
    },
  });
  return { clock, log, type: (bytes) => router.feed(Buffer.from(bytes)) };
}

const encodings = ['\x1d', '\x1b[93;5u', '\x1b[93;69u', '\x1b[93;5:1u', '\x1b[27;5;93~'];

test.each(encodings)('%j detaches', (bytes) => {
  const { clock, type, log } = started();
  type(`a${bytes}`);
  clock.pass(250);
  expect(log).toEqual(['session "a"', 'detach']);
});

test.each(encodings)('%j twice goes to the session once', (bytes) => {
  const { clock, type, log } = started();
  type(bytes);
  clock.pass(200);
  type(bytes);
  clock.pass(1000);
  expect(log).toEqual([`session ${JSON.stringify(bytes)}`]);
});

test('letting the key go is swallowed', () => {
  const { clock, type, log } = started();
  type('\x1b[93;5u\x1b[93;5:3u');
  clock.pass(250);
  expect(log).toEqual(['detach']);
});

test('held down it is one press', () => {
  const { clock, type, log } = started();
  type('\x1b[93;5:1u\x1b[93;5:2u\x1b[93;5:2u\x1b[93;5:3u');
  clock.pass(250);
  expect(log).toEqual(['detach']);
});

test('with ctrl pressed anew the second press is one', () => {
  const { clock, type, log } = started();
  type('\x1b[57442;5u\x1b[93;5u\x1b[93;5:3u\x1b[57442;5:3u\x1b[57442;5u\x1b[93;5u');
  clock.pass(1000);
  expect(log.at(-1)).toBe('session "\\u001b[93;5u"');
  expect(log).not.toContain('detach');
});

test.each([
  ['ctrl-b', '\x02', '\x1b[98;5u', '\x1b[98;69u', '\x1b[27;5;98~'],
  ['f12', '\x1b[24~', '\x1b[24;1:1~', '\x1b[24;65~'],
  ['alt-x', '\x1bx', '\x1b[120;3u', '\x1b[27;3;120~'],
  ['ctrl-space', '\0', '\x1b[32;5u', '\x1b[27;5;32~'],
  ['shift-f5', '\x1b[15;2~', '\x1b[15;130~'],
  ['ctrl-backslash', '\x1c', '\x1b[92;5u'],
])('%s in every encoding', (key, ...forms) => {
  for (const form of forms) {
    const { clock, type, log } = started(key === 'ctrl-backslash' ? 'ctrl-\\' : key);
    type(form);
    clock.pass(250);
    expect([form, ...log]).toEqual([form, 'detach']);
  }
});

test('a key that follows is for what is shown then', () => {
  const { clock, type, log } = started();
  type('\x1dj');
  clock.pass(1000);
  expect(log).toEqual(['detach', 'left "j"']);
});

test('the key is configurable as people write it', () => {
  const { clock, type, log } = started('C-b');
  type('\x1d\x02');
  clock.pass(250);
  expect(log).toEqual([String.raw`session "\u001d"`, 'detach']);
});

test.each([
  ['Ctrl-]', 'ctrl-]'],
  ['^]', 'ctrl-]'],
  ['C-A', 'ctrl-a'],
  ['alt+x', 'alt-x'],
  ['M-X', 'alt-X'],
  ['shift-ctrl-F5', 'ctrl-shift-f5'],
  ['Esc', 'escape'],
  ['Return', 'enter'],
  ['-', '-'],
  ['ctrl--', 'ctrl--'],
  ['?', '?'],
  ['G', 'G'],
  ['nonsense', undefined],
  ['ctrl-', undefined],
  ['', undefined],
])('the key written %j is %j', (written, name) => {
  expect(parseKeyName(written)).toBe(name);
});
