import type { Writable } from 'node:stream';

import type { Clock } from './clock.ts';
import { setBlocking } from './set-blocking.ts';

export interface TerminalWriterOptions {
  readonly stdout: Writable;
  readonly clock: Clock;
  /** Called when queued bytes have gone out after a frame had to be skipped; the time the terminal took, in ms. */
  readonly onDrain: (stalled: number) => void;
}

/**
 * Writes frames to the real terminal without ever waiting for it: Node makes a tty's stdout blocking, and a terminal that
 * is stopped would then stop the whole program.
 */
export class TerminalWriter {
  readonly #options: TerminalWriterOptions;
  #queuedSince: number | undefined;
  #skipped = false;
  #idle: (() => void)[] = [];

  constructor(options: TerminalWriterOptions) {
    this.#options = options;
    setBlocking(options.stdout, false);
  }

  /** True while earlier bytes have not gone out: skip the frame, `onDrain` says when to go on. */
  get busy(): boolean {
    if (this.#queuedSince === undefined) return false;
    this.#skipped = true;
    return true;
  }

  /** Writes bytes; what the terminal does not take now is queued. */
  write(bytes: string): void {
    const { stdout, clock } = this.#options;
    this.#queuedSince ??= clock.now();
    stdout.write(bytes, () => {
      if (stdout.writableLength === 0) this.#drained();
    });
    // What the terminal took at once is not queued, although the callback comes only later.
    if (stdout.writableLength === 0) this.#drained();
  }

  /** Resolves when nothing is queued any more, or after the limit in ms. */
  async settled(limit: number): Promise<void> {
    if (this.#queuedSince === undefined) return;
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      const timer = clock.after(limit, resolve);
      this.#idle.push(() => {
        clock.cancel(timer);
        resolve();
      });
    });
  }

  /** Leaves the stream as it was: what is written from now on is out before the program goes on. */
  release(): void {
    if (this.#queuedSince === undefined) setBlocking(this.#options.stdout, true);
  }

  #drained(): void {
    if (this.#queuedSince === undefined) return;
    const stalled = this.#options.clock.now() - this.#queuedSince;
    this.#queuedSince = undefined;
    for (const call of this.#idle.splice(0)) call();
    if (!this.#skipped) return;
    this.#skipped = false;
    this.#options.onDrain(stalled);
  }
}
