import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { TerminalWriter } from '../../src/tty/terminal-writer.ts';
import { FakeClock } from './fake-clock.ts';

/** A terminal that takes bytes only when told. */
class Stoppable extends Writable {
  got = '';
  stopped = false;
  #waiting: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.got += chunk.toString();
    if (this.stopped) this.#waiting = done;
    else done();
  }

  go(): void {
    this.stopped = false;
    this.#waiting?.();
  }
}

test('a terminal that takes bytes is never busy', () => {
  const stdout = new Stoppable();
  const writer = new TerminalWriter({ stdout, clock: new FakeClock(), onDrain: () => expect.unreachable() });
  writer.write('a');
  expect(writer.busy).toBe(false);
  writer.write('b');
  expect(stdout.got).toBe('ab');
});

test('while bytes are queued it is busy; when they have gone out it says so once, with the time', async () => {
  const stdout = new Stoppable();
  const clock = new FakeClock();
  const drains: number[] = [];
  const writer = new TerminalWriter({ stdout, clock, onDrain: (stalled) => drains.push(stalled) });
  stdout.stopped = true;
  writer.write('frame');
  expect(writer.busy).toBe(true);
  clock.pass(1500);
  expect(writer.busy).toBe(true);
  const settled = writer.settled(10_000);
  stdout.go();
  await settled;
  expect(drains).toEqual([1500]);
  expect(writer.busy).toBe(false);
  expect(clock.waiting).toBe(0);
});

test('no frame was skipped: nothing is asked for', async () => {
  const stdout = new Stoppable();
  const writer = new TerminalWriter({ stdout, clock: new FakeClock(), onDrain: () => expect.unreachable() });
  stdout.stopped = true;
  writer.write('frame');
  const settled = writer.settled(10_000);
  stdout.go();
  await settled;
  expect(writer.busy).toBe(false);
});

test('waiting for a stopped terminal has a limit', async () => {
  const stdout = new Stoppable();
  const clock = new FakeClock();
  const writer = new TerminalWriter({ stdout, clock, onDrain: () => undefined });
  stdout.stopped = true;
  writer.write('frame');
  const settled = writer.settled(300);
  clock.pass(300);
  await settled;
  expect(writer.busy).toBe(true);
});
