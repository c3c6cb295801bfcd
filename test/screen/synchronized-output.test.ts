import { expect, test } from 'vitest';

import type { PictureRow } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';

const begin = '\x1b[?2026h';
const end = '\x1b[?2026l';

function started() {
  const clock = { now: 1000 };
  const screen = new HeadlessScreen({ columns: 20, rows: 2, now: () => clock.now });
  const tracker = screen.track();
  const rows: string[] = [];
  /** What a viewer sees that looks now. */
  const look = (): string => {
    for (const [row, content] of tracker.take()?.changed ?? []) rows[row] = textOf(content);
    return rows.join('\n').trimEnd();
  };
  return { clock, screen, look, tracker };
}

function frame(n: number): string {
  return `${begin}\x1b[H${n}\r\n${n}${end}`;
}

function textOf(row: PictureRow): string {
  return row.map((run) => run.text).join('');
}

test('a picture is held as it was before the frame, and shown whole at its end', () => {
  const { screen, look } = started();
  screen.feed('before');
  expect(look()).toBe('before');
  screen.feed(`${begin}\x1b[Hhalf`);
  expect(look()).toBe('before');
  expect(screen.heldFor).toBe(100);
  screen.feed(`\r\nwhole${end}`);
  expect(look()).toBe('halfre\nwhole');
  expect(screen.heldFor).toBe(0);
});

test('what came before the frame in the same bytes is shown', () => {
  const { screen, look } = started();
  screen.feed(`whole${begin}\x1b[Hhalf`);
  expect(look()).toBe('whole');
});

test('a frame that never ends is shown after 100 ms, and what comes after it too', () => {
  const { clock, screen, look } = started();
  screen.feed(`${begin}stuck`);
  expect(look()).toBe('');
  clock.now += 60;
  expect(screen.heldFor).toBe(40);
  screen.feed(begin);
  clock.now += 40;
  expect(screen.heldFor).toBe(0);
  expect(look()).toBe('stuck');
  screen.feed(' on');
  expect(look()).toBe('stuck on');
});

test('frame after frame, never half drawn when somebody looks, shows a frame that is whole', () => {
  const { clock, screen, look } = started();
  screen.feed(frame(1));
  look();
  for (let n = 2; n < 50; n++) {
    clock.now += 5;
    screen.feed(`${frame(n)}${begin}\x1b[Hx`);
    const [top, bottom] = look().split('\n');
    expect(top).toBe(bottom);
    screen.feed(`\x1b[H${n}${end}`);
  }
  screen.feed(frame(50));
  expect(look()).toBe('50\n50');
});

test('cursor, modes and title are held with the rows', () => {
  const { screen, tracker } = started();
  screen.feed('abc');
  tracker.take();
  screen.feed(`${begin}\x1b]2;new\x07\x1b[?25l\x1b[?2004hd`);
  expect(tracker.take()).toBeUndefined();
  screen.feed(end);
  expect(tracker.take()).toMatchObject({ title: 'new', cursor: { column: 4, visible: false } });
});

test('who looks for the first time in a long while sees the screen as it is, not as it was then', () => {
  const { clock, screen, look } = started();
  screen.feed(`old${begin}${end}`);
  screen.feed(`${begin}\x1b[Hnew${end}`);
  clock.now += 60_000;
  screen.feed(`${begin}\x1b[2;1Hhalf`);
  expect(look()).toBe('new\nhalf');
});

test('another size lets a held picture go', () => {
  const { screen, look } = started();
  screen.feed(`${begin}half`);
  screen.resize(21, 2);
  expect(look()).toBe('half');
});

test('a reset ends a frame', () => {
  const { screen, look } = started();
  screen.feed(`${begin}gone\x1bcnew`);
  expect(look()).toBe('new');
  screen.feed(`${begin} too\x1b[!p.`);
  expect(look()).toBe('new too.');
});
