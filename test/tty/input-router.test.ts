import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { InputRouter } from '../../src/tty/input-router.ts';
import type { InputEvent } from '../../src/tty/keys/input-event.ts';
import { FakeClock } from './fake-clock.ts';

function started(): { clock: FakeClock; router: InputRouter; events: InputEvent[] } {
  const clock = new FakeClock();
  const events: InputEvent[] = [];
  return { clock, events, router: new InputRouter({ clock, onEvent: (event) => events.push(event) }) };
}

function brief(event: InputEvent): string {
  switch (event.kind) {
    case 'text':
      return `"${event.text}"`;
    case 'key':
      return event.name;
    case 'key-release':
      return `-${event.name}`;
    case 'paste':
      return `paste(${event.text})`;
    case 'focus':
      return event.focused ? 'focus' : 'blur';
    case 'reply':
      return 'reply';
    case 'mouse': {
      const modifiers = `${event.shift ? '+shift' : ''}${event.alt ? '+alt' : ''}${event.ctrl ? '+ctrl' : ''}`;
      return `${event.action} ${event.button}${modifiers} ${event.row},${event.column}`;
    }
  }
}

function read(bytes: string | Buffer): string {
  const { router, events } = started();
  router.feed(Buffer.from(bytes));
  router.flush();
  return events.map(brief).join(' ');
}

const csi = '\x1b[';
const table: [bytes: string, events: string][] = [
  ['y\r', '"y" enter'],
  ['a b', '"a" " " "b"'],
  ['é日🚀', '"é" "日" "🚀"'],
  [
    '\t\x7f\b\x00\x01\x1a\x1c\x1d\x1e\x1f\n',
    'tab backspace backspace ctrl-space ctrl-a ctrl-z ctrl-\\ ctrl-] ctrl-^ ctrl-_ ctrl-j',
  ],
  [`${csi}A${csi}B${csi}C${csi}D${csi}H${csi}F${csi}Z`, 'up down right left home end shift-tab'],
  ['\x1bOA\x1bOH\x1bOP\x1bOS\x1bOM\x1bOj', 'up home f1 f4 enter "*"'],
  [`${csi}1~${csi}2~${csi}3~${csi}4~${csi}5~${csi}6~`, 'home insert delete end pageup pagedown'],
  [`${csi}15~${csi}24~${csi}11~${csi}[A`, 'f5 f12 f1 f1'],
  [`${csi}1;5A${csi}1;2D${csi}3;3~${csi}1;6P${csi}1;5R`, 'ctrl-up shift-left alt-delete ctrl-shift-f1 ctrl-f3'],
  ['\x1bx\x1bX\x1b\r\x1b\x7f\x1b\x01\x1bé\x1b ', 'alt-x alt-X alt-enter alt-backspace ctrl-alt-a alt-é alt-space'],
  ['\x1b\x1b', 'escape escape'],
  [`\x1b${csi}A`, 'escape up'],
  // kitty
  [`${csi}27u${csi}13;2u${csi}9;2u${csi}127u`, 'escape shift-enter shift-tab backspace'],
  [`${csi}93;5u${csi}93;69u${csi}93;197u`, 'ctrl-] ctrl-] ctrl-]'],
  [`${csi}93;5:1u${csi}93;5:2u${csi}93;5:3u`, 'ctrl-] ctrl-] -ctrl-]'],
  [`${csi}97u${csi}97;2u${csi}97:65;2u${csi}97;;98u${csi}97;65u`, '"a" "A" "A" "b" "a"'],
  [`${csi}120;3u${csi}120;4u${csi}99;6u${csi}97;9u`, 'alt-x alt-X ctrl-shift-c super-a'],
  [`${csi}1;1:3A${csi}3;1:3~${csi}57399u${csi}57414u${csi}57441u`, '-up -delete "0" enter unknown'],
  [`${csi}32;5u${csi}27;5;32~`, 'ctrl-space ctrl-space'],
  // modifyOtherKeys
  [`${csi}27;5;93~${csi}27;2;65~${csi}27;5;13~`, 'ctrl-] "A" ctrl-enter'],
  // the terminal itself
  [`${csi}I${csi}O`, 'focus blur'],
  [
    `${csi}?62;22c${csi}>1;10;0c${csi}12;40R${csi}?1u${csi}?2026;2$y${csi}0n${csi}8;24;80t`,
    Array(7).fill('reply').join(' '),
  ],
  [
    '\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]10;rgb:ff/ff/ff\x07\x1bP>|kitty\x1b\\\x1b_Gi=1;OK\x1b\\x',
    'reply reply reply reply "x"',
  ],
  ['\x1b]', 'alt-]'],
  ['\x1b]q', 'alt-] "q"'],
  ['\x1bPq', 'alt-P "q"'],
  // mouse
  [`${csi}<0;3;2M${csi}<0;3;2m${csi}<2;1;1M`, 'press left 1,2 release left 1,2 press right 0,0'],
  [
    `${csi}<64;5;6M${csi}<65;5;6M${csi}<32;5;6M${csi}<35;5;6M`,
    'wheel-up none 5,4 wheel-down none 5,4 drag left 5,4 move none 5,4',
  ],
  [`${csi}<20;300;200M`, 'press left+shift+ctrl 199,299'],
  [`${csi}M !!q${csi}M#!!${csi}M\x60"!`, 'press left 0,0 "q" release none 0,0 wheel-up none 0,1'],
  [`${csi}<128;1;1M${csi}<129;1;1m${csi}<160;2;1M`, 'press other 0,0 release other 0,0 drag other 0,1'],
  [
    `${csi}32;3;2M${csi}35;3;2M${csi}64;4;2M${csi}97;4;2M`,
    'press left 1,2 release none 1,2 drag left 1,3 wheel-down none 1,3',
  ],
  [`${csi}M !\x1b[A`, 'unknown up'],
  // The number pad, the Linux console, and what rxvt has of its own.
  ['\x1bOI\x1bO \x1bOX\x1bO5A', 'tab " " "=" ctrl-up'],
  [
    `${csi}[E${csi}25~${csi}34~${csi}7~${csi}8~${csi}3^${csi}3@${csi}a\x1bOd`,
    'f5 f13 f20 home end ctrl-delete ctrl-shift-delete shift-up ctrl-left',
  ],
  [
    `${csi}?997;1n${csi}>0;276;0c${csi}48;24;80;0;0t${csi}2;1;1;112;112;1;0x${csi}?62;4c`,
    Array(5).fill('reply').join(' '),
  ],
  ['\x1bP!|00000000\x1b\\\x1bP1$r0m\x1b\\\x1bP1+r544e=78\x1b\\y', 'reply reply reply "y"'],
  // paste
  [`${csi}200~one\r\n\x1b[Atwo${csi}201~x`, 'paste(one\r\n\x1b[Atwo) "x"'],
  [`${csi}201~`, 'reply'],
];

test.each(table)('%j', (bytes, events) => {
  expect(read(bytes)).toBe(events);
});

test('bytes that are no UTF-8 are no text', () => {
  expect(read(Buffer.from([0xff, 0x61, 0xc3, 0x61, 0xe2, 0x82]))).toBe('unknown "a" unknown "a" unknown');
  expect(read(Buffer.from([0xc2, 0x9b, 0x61]))).toBe('unknown "a"');
});

const pieces = fc.oneof(
  fc.constantFrom(...table.map(([bytes]) => Buffer.from(bytes))),
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
);

test('however the bytes are cut, the events are the same and hold every byte once', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.array(fc.nat(60)), (parts, cuts) => {
      const bytes = Buffer.concat(parts);
      const whole = started();
      whole.router.feed(bytes);
      whole.router.flush();
      const sliced = started();
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        sliced.router.feed(bytes.subarray(at, at + cut));
        at = Math.min(bytes.length, at + cut);
      }
      sliced.router.flush();
      expect(sliced.events).toEqual(whole.events);
      expect(Buffer.concat(whole.events.map(({ raw }) => raw))).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('a lone escape byte is the escape key after 25 ms, not before', () => {
  const { clock, router, events } = started();
  router.feed(Buffer.from('\x1b'));
  clock.pass(24);
  expect(events).toEqual([]);
  clock.pass(1);
  expect(events.map(brief)).toEqual(['escape']);
  router.feed(Buffer.from('\x1b'));
  clock.pass(20);
  router.feed(Buffer.from('[A'));
  clock.pass(1000);
  expect(events.map(brief)).toEqual(['escape', 'up']);
});

const cutLate: [first: string, rest: string, events: string][] = [
  ['\x1b', '[<35;10;5Mx', 'escape move none 4,9 "x"'],
  ['\x1b', '[?62;22cx', 'escape reply "x"'],
  ['\x1b', ']11;rgb:0/0/0\x1b\\x', 'escape reply "x"'],
  ['\x1b[', '<0;1;1M', 'alt-[ press left 0,0'],
  ['\x1b[<0;1', ';1M', 'unknown press left 0,0'],
  ['\x1b[<0;1;1', 'Mx', 'unknown press left 0,0 "x"'],
  ['\x1b', '[200~rm -rf\r\x1b[201~x', 'escape paste(rm -rf\r) "x"'],
  ['\x1b[20', '0~rm -rf\r\x1b[201~x', 'unknown paste(rm -rf\r) "x"'],
  // What a person may have typed stays typed.
  ['\x1b', '[[', 'escape "[" "["'],
  ['\x1b', '[A', 'escape "[" "A"'],
  ['\x1b', '[1;5A', 'escape "[" "1" ";" "5" "A"'],
  ['\x1b', 'OA', 'escape "O" "A"'],
  ['\x1b', 'x', 'escape "x"'],
  ['\x1b', '[c', 'escape "[" "c"'],
];

test.each(cutLate)('%j and long after it %j', (first, rest, expected) => {
  const { clock, router, events } = started();
  router.feed(Buffer.from(first));
  clock.pass(600);
  router.feed(Buffer.from(rest));
  router.flush();
  expect(events.map(brief).join(' ')).toBe(expected);
});

test('what comes much later is no rest of it', () => {
  const { clock, router, events } = started();
  router.feed(Buffer.from('\x1b'));
  clock.pass(3000);
  router.feed(Buffer.from('[?6'));
  expect(events.map(brief)).toEqual(['escape', '"["', '"?"', '"6"']);
  router.feed(Buffer.from('\x1b'));
  clock.pass(30);
  router.feed(Buffer.from('a'));
  router.feed(Buffer.from('[?6c'));
  expect(events.slice(4).map(brief).join('')).toBe('escape"a""[""?""6""c"');
});

test('a sequence on a slow line stays one key', () => {
  const { clock, router, events } = started();
  router.feed(Buffer.from('\x1b[1;'));
  clock.pass(300);
  router.feed(Buffer.from('5A'));
  expect(events.map(brief)).toEqual(['ctrl-up']);
  expect(clock.waiting).toBe(0);
});

// Work that grows with the square of the length would take minutes here.
test('a paste of 5 MB in small pieces is one event', () => {
  const { router, events } = started();
  const text = 'line of text\n'.repeat(400_000);
  const bytes = Buffer.from(`\x1b[200~${text}\x1b[201~`);
  for (let at = 0; at < bytes.length; at += 64) router.feed(bytes.subarray(at, at + 64));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ kind: 'paste', text });
});

test.each([4096, 65_536])('a paste of 5 MB that is cut in its marks, in pieces of %j', (size) => {
  const { router, events } = started();
  const text = 'é\x1b[20\x1b[201\x1b[A~'.repeat(300_000).slice(0, 5_000_000);
  const bytes = Buffer.from(`a\x1b[200~${text}\x1b[201~b`);
  // Single bytes at both ends, where the marks are.
  const edge = 40;
  for (let at = 0; at < bytes.length;) {
    const step = at < edge || at >= bytes.length - edge ? 1 : Math.min(size, bytes.length - edge - at);
    router.feed(bytes.subarray(at, at + step));
    at += step;
  }
  expect(events.map(({ kind }) => kind)).toEqual(['text', 'paste', 'text']);
  expect(events[1]?.raw.length).toBe(bytes.length - 2);
  expect(events[1]?.kind === 'paste' && events[1].text === text).toBe(true);
});

test('the end of a paste is the first end mark, wherever escapes begin before it', () => {
  expect(read('\x1b[200~a\x1b[\x1b[20\x1b[201~b\x1b[201~c')).toBe('paste(a\x1b[\x1b[20) "b" reply "c"');
});

test('an answer that never ends is given up, and costs no more than its length', () => {
  const { router, events } = started();
  router.feed(Buffer.from('\x1b]11;'));
  for (let at = 0; at < 200_000; at += 50) router.feed(Buffer.from('x'.repeat(50)));
  expect(events[0]?.kind).toBe('reply');
  expect(events[0]?.raw.length).toBe((1 << 16) + 1);
});

test('a paste whose end was lost gives the keyboard back', () => {
  const { clock, router, events } = started();
  router.feed(Buffer.from('\x1b[200~half'));
  clock.pass(5000);
  router.feed(Buffer.from('x'));
  expect(events.map(brief)).toEqual(['paste(half)', '"x"']);
});
