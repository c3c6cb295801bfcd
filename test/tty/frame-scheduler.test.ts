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

test('chrome is painted 4 ms later, inside the gap too', () => {
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
  expect(frames).toEqual([0, 5]);
  scheduler.dirty('content');
  clock.pass(1);
  scheduler.dirty('content');
  clock.pass(100);
  expect(frames).toEqual([0, 5, 61, 94]);
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
