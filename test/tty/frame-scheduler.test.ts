import { expect, test } from 'vitest';

import { FrameScheduler, type PaintOutcome } from '../../src/tty/frame-scheduler.ts';
import { FakeClock } from './fake-clock.ts';

function started(): { clock: FakeClock; scheduler: FrameScheduler; frames: number[]; next: { outcome: PaintOutcome } } {
  const clock = new FakeClock();
  const frames: number[] = [];
  const next: { outcome: PaintOutcome } = { outcome: 'wrote' };
  const begin = clock.now();
  const scheduler = new FrameScheduler(() => {
    frames.push(Math.round(clock.now() - begin));
    return next.outcome;
  }, clock);
  return { clock, scheduler, frames, next };
}

test('nothing dirty: no frame and no timer', () => {
  const { clock, frames } = started();
  clock.pass(10_000);
  expect(frames).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test('busy content is painted at most 30 times a second, 15 without focus', () => {
  const { clock, scheduler, frames } = started();
  const busySecond = (): number => {
    frames.length = 0;
    for (let time = 0; time < 1000; time++) {
      scheduler.dirty('content');
      clock.pass(1);
    }
    return frames.length;
  };
  expect(busySecond()).toBeLessThanOrEqual(31);
  expect(frames.length).toBeGreaterThanOrEqual(28);
  scheduler.setFocused(false);
  expect(busySecond()).toBeLessThanOrEqual(16);
  expect(frames.length).toBeGreaterThanOrEqual(14);
});

test('the first content after a rest is painted at once', () => {
  const { clock, scheduler, frames } = started();
  clock.pass(100);
  scheduler.dirty('content');
  clock.pass(0);
  expect(frames).toEqual([100]);
});

test('typing does not paint a flood faster', () => {
  const { clock, scheduler, frames } = started();
  for (let time = 0; time < 1000; time++) {
    if (time % 100 === 0) scheduler.keySent();
    scheduler.dirty('content');
    scheduler.dirty('chrome');
    clock.pass(1);
  }
  // 30 a second, and up to 3 for each key.
  expect(frames.length).toBeLessThanOrEqual(60);
  expect(frames.length).toBeGreaterThan(35);
});

test('chrome waits for the gap like content, and 4 ms for the rest of it', () => {
  const { clock, scheduler, frames } = started();
  scheduler.dirty('chrome');
  scheduler.dirty('chrome');
  clock.pass(5);
  scheduler.dirty('chrome');
  clock.pass(100);
  expect(frames).toEqual([4, 37]);
  scheduler.keySent();
  scheduler.dirty('chrome');
  clock.pass(5);
  scheduler.dirty('chrome');
  clock.pass(100);
  expect(frames).toEqual([4, 37, 109, 114]);
});

test('what is asked for promptly is painted 4 ms later, inside the gap too', () => {
  const { clock, scheduler, frames } = started();
  scheduler.dirty('content');
  clock.pass(1);
  scheduler.dirty('content');
  scheduler.dirty('prompt');
  scheduler.dirty('prompt');
  clock.pass(100);
  expect(frames).toEqual([0, 5]);
});

test('the echo of a key does not wait for the gap, other content does', () => {
  const { clock, scheduler, frames } = started();
  scheduler.dirty('content');
  clock.pass(1);
  scheduler.keySent();
  scheduler.dirty('content');
  clock.pass(60);
  expect(frames).toEqual([0, 1]);
  scheduler.dirty('content');
  clock.pass(1);
  scheduler.dirty('content');
  clock.pass(100);
  expect(frames).toEqual([0, 1, 61, 94]);
});

test('only a paint that wrote bytes starts the gap', () => {
  const { clock, scheduler, frames, next } = started();
  next.outcome = 'nothing';
  scheduler.dirty('content');
  clock.pass(1);
  scheduler.dirty('content');
  clock.pass(0);
  expect(frames).toEqual([0, 1]);
});

test('while the terminal is blocked nothing is painted, then once', () => {
  const { clock, scheduler, frames, next } = started();
  next.outcome = 'blocked';
  scheduler.dirty('content');
  clock.pass(10);
  scheduler.dirty('prompt');
  scheduler.dirty('content');
  clock.pass(1000);
  expect(frames).toEqual([0]);
  next.outcome = 'wrote';
  scheduler.resume();
  clock.pass(1000);
  expect(frames).toEqual([0, 1014]);
});

test('after stop no frame comes', () => {
  const { clock, scheduler, frames } = started();
  scheduler.dirty('prompt');
  scheduler.stop();
  scheduler.dirty('prompt');
  clock.pass(1000);
  expect(frames).toEqual([]);
});
