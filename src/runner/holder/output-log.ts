import { openSync, readSync, fstatSync, writeSync } from 'node:fs';

import { hasCode } from './run-files.ts';

/** How often a full disk is tried again. */
const retryMs = 500;

/** Errors that may pass: no space, quota, a disk in trouble. */
const passing = ['ENOSPC', 'EDQUOT', 'EIO'];

export interface LogListener {
  /** More of the log is on disk. `bytes` begin at `offset`. */
  readonly appended: (offset: number, bytes: Buffer) => void;
  /** The disk takes nothing (true), or does again (false): stop reading from the program meanwhile. */
  readonly stalled: (stalled: boolean) => void;
}

/**
 * The log of all output. What a client sees is always on disk first. A full disk throttles the program instead of losing
 * output or ending it.
 */
export class OutputLog {
  readonly #file: number;
  readonly #listener: LogListener;
  #pending: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined;
  #size: number;
  #whenSettled: (() => void)[] = [];

  constructor(path: string, listener: LogListener) {
    this.#file = openSync(path, 'a+', 0o600);
    this.#size = fstatSync(this.#file).size;
    this.#listener = listener;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#size;
  }

  append(bytes: Buffer): void {
    this.#pending.push(bytes);
    if (this.#timer === undefined) this.#flush();
  }

  /** Up to `longest` bytes from `offset` on. */
  read(offset: number, longest: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.min(longest, Math.max(0, this.#size - offset)));
    return bytes.subarray(0, readSync(this.#file, bytes, 0, bytes.length, offset));
  }

  /** Calls back once everything appended so far is on disk. */
  settled(then: () => void): void {
    if (this.#pending.length === 0) then();
    else this.#whenSettled.push(then);
  }

  #flush(): void {
    const wasStalled = this.#timer !== undefined;
    this.#timer = undefined;
    for (let head = this.#pending[0]; head !== undefined; head = this.#pending[0]) {
      const written = this.#writeSome(head);
      if (written === 0) {
        if (!wasStalled) this.#listener.stalled(true);
        return;
      }
      if (written === head.length) this.#pending.shift();
      else this.#pending[0] = head.subarray(written);
      const offset = this.#size;
      this.#size += written;
      this.#listener.appended(offset, head.subarray(0, written));
    }
    if (wasStalled) this.#listener.stalled(false);
    const settled = this.#whenSettled;
    this.#whenSettled = [];
    for (const then of settled) then();
  }

  #writeSome(bytes: Buffer): number {
    try {
      return writeSync(this.#file, bytes);
    } catch (error) {
      if (!hasCode(error, ...passing)) throw error;
      this.#timer = setTimeout(() => this.#flush(), retryMs);
      return 0;
    }
  }
}
