import { writeSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';

import { UnreadReport } from './unread-report.ts';

/** More than this is not kept for a program that does not read. */
const queueLimit = 32 * 1024 * 1024;

/** Written before other events get their turn. */
const turnLimit = 256 * 1024;

const pieceLength = 64 * 1024;
const shortestDelayMs = 1;
const longestDelayMs = 20;

/**
 * Writes to a pty that may be full. node-pty's own writer tries again at once and keeps a core busy while a program does
 * not read; this one waits longer and longer. Writes are synchronous, so none is under way when the pty is closed.
 */
export class InputWriter {
  readonly #fd: number;
  readonly #report: UnreadReport;
  #queue: Buffer[] = [];
  #queued = 0;
  #delayMs = shortestDelayMs;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param fd the pty's descriptor, non-blocking. @param unread told how many bytes wait when the program does not read. */
  constructor(fd: number, unread: (bytes: number) => void) {
    this.#fd = fd;
    this.#report = new UnreadReport(unread);
  }

  /** Whether so many bytes more would be kept. */
  hasRoom(bytes: number): boolean {
    return this.#closed || this.#queued + bytes <= queueLimit;
  }

  /** Queues all of `bytes`, or nothing and says false: the program has not read for too long. */
  push(bytes: Buffer): boolean {
    if (this.#closed || bytes.length === 0) return true;
    if (!this.hasRoom(bytes.length)) return false;
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (this.#timer === undefined) this.#write();
    this.#report.waiting(this.#queued);
    return true;
  }

  /** Forgets what was not written; the program is gone. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#queued = 0;
    this.#report.waiting(0);
  }

  #write(): void {
    this.#timer = undefined;
    for (let turn = 0; turn < turnLimit;) {
      const head = this.#queue[0];
      if (head === undefined) return;
      const written = this.#writePiece(head);
      if (written === 0) return;
      turn += written;
      this.#queued -= written;
      this.#delayMs = shortestDelayMs;
      if (written === head.length) this.#queue.shift();
      else this.#queue[0] = head.subarray(written);
      this.#report.taken(this.#queued);
    }
    this.#timer = setTimeout(() => this.#write(), 0);
  }

  /** How much was taken; 0 when it is to be tried later, or never. */
  #writePiece(head: Buffer): number {
    try {
      return writeSync(this.#fd, head, 0, Math.min(head.length, pieceLength));
    } catch (error) {
      if (hasCode(error, 'EAGAIN')) {
        this.#timer = setTimeout(() => this.#write(), this.#delayMs);
        this.#delayMs = Math.min(longestDelayMs, this.#delayMs * 2);
      } else if (hasCode(error, 'EIO', 'EBADF')) {
        // The terminal has hung up: nobody will ever read this.
        this.close();
      } else throw error;
      return 0;
    }
  }
}
