import { writeSync } from 'node:fs';

/** How long a terminal that takes no bytes is waited for, in steps of 5 ms. */
const patience = 40;
const step = 5;

/** `gone`: there is no terminal any more, and with it went all its modes; `stuck`: it took not all of them in 200 ms. */
export type WriteOutcome = 'written' | 'gone' | 'stuck';

/** Writes to a terminal before anything else happens, as is needed where the program may end at once. */
export function writeNow(fd: number, text: string): WriteOutcome {
  let rest = Buffer.from(text);
  for (let tries = 0; tries < patience; tries++) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
      if (rest.length === 0) return 'written';
    } catch (error) {
      // EIO, EBADF, EPIPE.
      if (!isFull(error)) return 'gone';
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, step);
    }
  }
  return 'stuck';
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
