import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Screens } from '../../../src/daemon/picture/screens.ts';
import type { Notification } from '../../../src/wire/notifications.ts';
import type { Client } from '../../../src/wire/serve.ts';

/** A client that keeps what it is sent. */
class Viewer implements Client {
  readonly #leaving = new AbortController();
  readonly gone = this.#leaving.signal;
  queuedBytes = 0;
  got: { session: number; text: string }[] = [];
  unread = -1;

  notify(notification: Notification): void {
    if (notification.notify !== 'screen') return;
    const { session, change } = notification;
    this.unread = notification.unread;
    this.got.push({
      session,
      text: change.changed
        .map(([, runs]) =>
          runs
            .map((run) => run.text)
            .join('')
            .trimEnd(),
        )
        .join('|'),
    });
  }

  leave(): void {
    this.#leaving.abort();
  }

  /** What it was sent since the last look. */
  take(): { session: number; text: string }[] {
    const { got } = this;
    this.got = [];
    return got;
  }
}

const screens = { now: new Screens() };
beforeEach(() => {
  vi.useFakeTimers();
  screens.now = new Screens();
});
afterEach(() => {
  screens.now.dispose();
  vi.useRealTimers();
});

const aFrame = () => vi.advanceTimersByTime(50);

/** A program that keeps what is typed into it. */
function program() {
  const typed: string[] = [];
  const sizes: string[] = [];
  return {
    typed,
    sizes,
    write: (bytes: Uint8Array) => void typed.push(Buffer.from(bytes).toString('latin1')),
    resize: (columns: number, rows: number) => void sizes.push(`${columns}x${rows}`),
  };
}

test('a viewer gets the whole screen first, then only what changes, and nothing while nothing does', () => {
  const viewer = new Viewer();
  screens.now.begin(1, { columns: 20, rows: 3 });
  screens.now.feed(1, 'hello\r\n');
  screens.now.watch(viewer, [1]);
  aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: 'hello||' }]);
  screens.now.feed(1, 'wor');
  screens.now.feed(1, 'ld');
  aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: 'world' }]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a slow viewer gets no frames, and the newest once it has caught up; a quick one is not held up', () => {
  const [slow, quick] = [new Viewer(), new Viewer()];
  screens.now.begin(1, { columns: 20, rows: 2 });
  screens.now.watch(slow, [1]);
  screens.now.watch(quick, [1]);
  aFrame();
  slow.take();
  quick.take();
  slow.queuedBytes = 300_000;
  for (let n = 0; n < 5; n++) {
    screens.now.feed(1, `\r${n}`);
    aFrame();
  }
  expect(slow.take()).toEqual([]);
  expect(quick.take().map((frame) => frame.text)).toEqual(['0', '1', '2', '3', '4']);
  slow.queuedBytes = 0;
  aFrame();
  expect(slow.take()).toEqual([{ session: 1, text: '4' }]);
});

test('the list that is watched is replaced, and what stays in it goes on where it was', () => {
  const viewer = new Viewer();
  for (const session of [1, 2, 3]) screens.now.begin(session, { columns: 10, rows: 1 });
  screens.now.watch(viewer, [1, 2]);
  aFrame();
  viewer.take();
  screens.now.watch(viewer, [2, 3]);
  for (const session of [1, 2, 3]) screens.now.feed(session, `s${session}`);
  aFrame();
  expect(viewer.take().toSorted((a, b) => a.session - b.session)).toEqual([
    { session: 2, text: 's2' },
    { session: 3, text: 's3' },
  ]);
  screens.now.watch(viewer, []);
  screens.now.feed(2, 'more');
  aFrame();
  expect(viewer.take()).toEqual([]);
});

test('a screen that begins only after it is watched, or begins anew, is sent whole', () => {
  const viewer = new Viewer();
  screens.now.watch(viewer, [4]);
  aFrame();
  screens.now.begin(4, { columns: 10, rows: 2 });
  screens.now.feed(4, 'first');
  aFrame();
  expect(viewer.take()).toEqual([{ session: 4, text: 'first|' }]);
  screens.now.begin(4, { columns: 10, rows: 2 });
  aFrame();
  expect(viewer.take()).toEqual([{ session: 4, text: '|' }]);
});

test('a viewer that has gone is forgotten, also one that goes before its request is carried out', () => {
  const [viewer, early] = [new Viewer(), new Viewer()];
  screens.now.begin(1);
  screens.now.watch(viewer, [1]);
  aFrame();
  viewer.take();
  viewer.leave();
  early.leave();
  screens.now.watch(early, [1]);
  screens.now.feed(1, 'anybody?');
  expect(vi.getTimerCount()).toBe(0);
  expect([...viewer.take(), ...early.take()]).toEqual([]);
});

test('queries of the running program are answered, those in replayed bytes are not', () => {
  const running = program();
  screens.now.begin(1);
  screens.now.feed(1, '\u001b[6n', true);
  screens.now.feed(1, '\u001b[5n');
  screens.now.connect(1, running);
  expect(running.typed.splice(0)).toEqual(['\u001b[0n']);
  screens.now.feed(1, 'abc\u001b[6n\u001b[c', true);
  expect(running.typed).toEqual([]);
  screens.now.feed(1, '\u001b[6n');
  expect(running.typed).toEqual(['\u001b[1;4R']);
});

test('typing reaches the running program, and nobody when there is none', () => {
  const [running, viewer] = [program(), new Viewer()];
  screens.now.begin(1);
  expect(screens.now.type(1, Buffer.from('x'), viewer)).toBe(false);
  screens.now.connect(1, running);
  expect(screens.now.type(1, Buffer.from('x'), viewer)).toBe(true);
  screens.now.connect(1, null);
  expect(screens.now.type(1, Buffer.from('y'), viewer)).toBe(false);
  expect(screens.now.type(7, Buffer.from('y'), viewer)).toBe(false);
  expect(running.typed).toEqual(['x']);
});

const inAMoment = () => vi.advanceTimersByTime(100);
const [big, small] = [
  { columns: 120, rows: 40 },
  { columns: 60, rows: 20 },
] as const;

test('the newest zoomed client owns the size, who types takes it over, and the last one out gives it back', () => {
  const [running, one, two] = [program(), new Viewer(), new Viewer()];
  screens.now.begin(1);
  screens.now.connect(1, running);
  screens.now.zoom(one, 1, big);
  inAMoment();
  screens.now.zoom(two, 1, small);
  inAMoment();
  expect(running.sizes).toEqual(['120x40', '60x20']);
  screens.now.type(1, Buffer.from('x'), two);
  inAMoment();
  expect(running.sizes).toHaveLength(2);
  screens.now.type(1, Buffer.from('x'), one);
  inAMoment();
  screens.now.unzoom(one, 1);
  inAMoment();
  expect(running.sizes.slice(2)).toEqual(['120x40', '60x20']);
  two.leave();
  inAMoment();
  expect(running.sizes.slice(4)).toEqual(['100x30']);
  screens.now.unzoom(one, 1);
  inAMoment();
  expect(running.sizes).toHaveLength(5);
});

test('a program found at another size keeps it until who was zoomed in is back; without them it has a tile again', () => {
  const [zoomed, lonely] = [program(), program()];
  for (const [session, found] of [zoomed, lonely].entries()) {
    screens.now.begin(session, big);
    screens.now.connect(session, found);
  }
  vi.advanceTimersByTime(3000);
  screens.now.zoom(new Viewer(), 0, big);
  vi.advanceTimersByTime(60_000);
  expect([zoomed.sizes, lonely.sizes]).toEqual([[], ['100x30']]);
});

test('a storm of sizes reaches the program ten times a second at most, and its last one for sure', () => {
  const [running, viewer] = [program(), new Viewer()];
  screens.now.begin(1);
  screens.now.connect(1, running);
  for (let columns = 50; columns < 250; columns++) screens.now.zoom(viewer, 1, { columns, rows: 40 });
  inAMoment();
  expect(running.sizes).toEqual(['50x40', '249x40']);
});

test('a run that begins while someone is zoomed in gets their size once it can take one', () => {
  const [running, viewer] = [program(), new Viewer()];
  screens.now.zoom(viewer, 1, big);
  screens.now.begin(1);
  expect(running.sizes).toEqual([]);
  screens.now.connect(1, running);
  expect(running.sizes).toEqual(['120x40']);
});

test('the picture takes a size only where the output for it begins', () => {
  const [running, viewer] = [program(), new Viewer()];
  screens.now.begin(1, { columns: 20, rows: 2 });
  screens.now.connect(1, running);
  screens.now.watch(viewer, [1]);
  screens.now.zoom(viewer, 1, { columns: 5, rows: 2 });
  screens.now.feed(1, 'before the size');
  aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: 'before the size|' }]);
  screens.now.resized(1, { columns: 5, rows: 2 });
  screens.now.feed(1, '\u001bcafter the size');
  aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: ' the|size' }]);
});

test('an open frame is held back until it is whole, but not for ever', () => {
  const viewer = new Viewer();
  screens.now.begin(1, { columns: 20, rows: 1 });
  screens.now.watch(viewer, [1]);
  aFrame();
  viewer.take();
  screens.now.feed(1, '\u001b[?2026hhalf');
  aFrame();
  expect(viewer.take()).toEqual([]);
  screens.now.feed(1, ' and whole\u001b[?2026l');
  aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: 'half and whole' }]);
  screens.now.feed(1, '\u001b[?2026h\rnever whole   ');
  for (let frame = 0; frame < 4; frame++) aFrame();
  expect(viewer.take()).toEqual([{ session: 1, text: 'never whole' }]);
});

test('the echo of what is typed goes out in the same turn, all else waits for the next look', () => {
  const [running, viewer] = [program(), new Viewer()];
  screens.now.begin(1, { columns: 20, rows: 1 });
  screens.now.connect(1, running);
  screens.now.watch(viewer, [1]);
  aFrame();
  screens.now.feed(1, 'a');
  vi.advanceTimersByTime(1);
  viewer.take();
  screens.now.feed(1, 'b');
  vi.advanceTimersByTime(1);
  expect(viewer.take()).toEqual([]);
  screens.now.type(1, Buffer.from('c'), viewer);
  screens.now.feed(1, 'c');
  vi.advanceTimersByTime(1);
  expect(viewer.take()).toEqual([{ session: 1, text: 'abc' }]);
});

test('a viewer hears that the program does not read, although nothing on the screen changes', () => {
  const viewer = new Viewer();
  screens.now.begin(1, { columns: 20, rows: 1 });
  screens.now.watch(viewer, [1]);
  aFrame();
  expect(viewer.unread).toBe(0);
  screens.now.unread(1, 4096);
  aFrame();
  expect(viewer.unread).toBe(4096);
});

test('nothing runs on after the end', () => {
  const viewer = new Viewer();
  screens.now.begin(1);
  screens.now.watch(viewer, [1]);
  screens.now.feed(1, 'late');
  screens.now.dispose();
  screens.now.feed(1, 'later');
  expect(vi.getTimerCount()).toBe(0);
  expect(viewer.take()).toEqual([]);
});
