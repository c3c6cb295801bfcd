import { closeSync, openSync, writeSync } from 'node:fs';

import { mayPass, retryMs, runFiles } from '../holder/run-files.ts';
import type { Resized } from '../protocol/holder-messages.ts';
import { endOf, readSegments, removeSegment, segmentPath } from './segments.ts';
import type { Segment } from './segments.ts';
import { SizeList } from './sizes.ts';

/** How much of a log is kept, in bytes. */
export interface LogLimits {
  /** Length of one file of the log. */
  readonly segmentBytes: number;
  /** No more is kept of what a client has made safe. */
  readonly keptBytes: number;
  /** So much may be written that no client has made safe; then the program has to wait. */
  readonly ceilingBytes: number;
}

export interface LogListener {
  /** More of the log is on disk. `bytes` begin at `offset`. */
  readonly appended: (offset: number, bytes: Buffer) => void;
  /** No more output can be taken (true), or it can again (false): stop reading from the program meanwhile. */
  readonly stalled: (stalled: boolean) => void;
}

export interface LogOptions {
  readonly runDir: string;
  readonly limits: LogLimits;
  /** The size of the screen at the start. */
  readonly columns: number;
  readonly rows: number;
}

/**
 * The log of all output, in files of a fixed length. What a client sees is always on disk first. A full disk throttles the
 * program instead of losing output or ending it; so does a log that grows while no client makes any of it safe.
 */
export class OutputLog {
  readonly #runDir: string;
  readonly #limits: LogLimits;
  readonly #listener: LogListener;
  readonly #sizes: SizeList;
  #segments: [Segment, ...Segment[]];
  /** The last segment's file. */
  #file: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #checkpoint = 0;
  #stalled = false;
  #ceilingSaid = false;
  #whenSettled: (() => void)[] = [];

  constructor({ runDir, limits, columns, rows }: LogOptions, listener: LogListener) {
    this.#runDir = runDir;
    this.#limits = limits;
    this.#listener = listener;
    this.#sizes = new SizeList(runFiles(runDir).sizes);
    this.#sizes.add({ offset: 0, columns, rows });
    const first = { path: segmentPath(runDir, 0), start: 0, length: 0 };
    this.#segments = [first];
    this.#file = openSync(first.path, 'w', 0o600);
    this.#flush();
  }

  /** Offset of the oldest byte that is kept. */
  get start(): number {
    return this.#segments[0].start;
  }

  /** Offset behind the last byte on disk. */
  get end(): number {
    return endOf(this.#segments);
  }

  /** The sizes the screen had, in order; the last may be from an offset on that is not on disk yet. */
  get sizes(): readonly Resized[] {
    return this.#sizes.all;
  }

  /** Whether no more output can be taken, as the listener was told last. */
  get stalled(): boolean {
    return this.#stalled;
  }

  append(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#timer === undefined) this.#flush();
  }

  /** What is appended from now on was made for this size. Says whether it is another one than before. */
  resized(columns: number, rows: number): boolean {
    const added = this.#sizes.add({ offset: this.end + this.#pendingBytes, columns, rows });
    if (added && this.#timer === undefined) this.#flush();
    return added;
  }

  /** Up to `longest` bytes from `offset` on. */
  read(offset: number, longest: number): Buffer {
    return readSegments(this.#segments, offset, longest);
  }

  /** Where the file of the log that comes after `offset` begins; the end, when none does. */
  nextFile(offset: number): number {
    return this.#segments.find(({ start }) => start > offset)?.start ?? this.end;
  }

  /** Everything before `offset` is safe elsewhere and may be let go. */
  checkpoint(offset: number): void {
    this.#checkpoint = Math.max(this.#checkpoint, Math.min(offset, this.end));
    this.#letGo();
    this.#throttle();
  }

  /** Calls back once everything appended so far is on disk. */
  settled(then: () => void): void {
    if (this.#pending.length === 0) then();
    else this.#whenSettled.push(then);
  }

  #letGo(): void {
    for (;;) {
      const [oldest, second, ...others] = this.#segments;
      if (second === undefined || second.start > this.#checkpoint) return;
      if (this.end - this.start <= this.#limits.keptBytes) return;
      removeSegment(oldest);
      this.#segments = [second, ...others];
    }
  }

  #throttle(): void {
    const unsafe = this.end + this.#pendingBytes - this.#checkpoint;
    const tooLong = unsafe > this.#limits.ceilingBytes;
    if (tooLong && !this.#ceilingSaid) {
      this.#ceilingSaid = true;
      console.error(`the program waits: no client has made its last ${unsafe} bytes of output safe`);
    }
    const stalled = tooLong || this.#timer !== undefined;
    if (stalled === this.#stalled) return;
    this.#stalled = stalled;
    this.#listener.stalled(stalled);
  }

  #flush(): void {
    this.#timer = undefined;
    try {
      // Sizes go first: whoever reads output also finds the size it was made for.
      this.#sizes.save();
      for (let head = this.#pending[0]; head !== undefined; head = this.#pending[0]) this.#write(head);
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (!this.#stalled) console.error('the program waits for the disk:', error);
      this.#timer = setTimeout(() => this.#flush(), retryMs);
    }
    this.#throttle();
    if (this.#timer !== undefined) return;
    const settled = this.#whenSettled;
    this.#whenSettled = [];
    for (const then of settled) then();
  }

  /** Writes the beginning of the first pending piece. */
  #write(head: Buffer): void {
    const segment = this.#last();
    const longest = Math.min(head.length, this.#limits.segmentBytes - segment.length);
    // At its place, not at the end of the file: what a failed write may have left is written over.
    const written = writeSync(this.#file, head, 0, longest, segment.length);
    this.#segments.splice(-1, 1, { ...segment, length: segment.length + written });
    if (written === head.length) this.#pending.shift();
    else this.#pending[0] = head.subarray(written);
    this.#pendingBytes -= written;
    this.#listener.appended(segment.start + segment.length, head.subarray(0, written));
  }

  /** The segment that is written to; a new one when the last is full. */
  #last(): Segment {
    const last = this.#segments.at(-1) ?? this.#segments[0];
    if (last.length < this.#limits.segmentBytes) return last;
    const next = { path: segmentPath(this.#runDir, this.end), start: this.end, length: 0 };
    const file = openSync(next.path, 'w', 0o600);
    closeSync(this.#file);
    this.#file = file;
    this.#segments.push(next);
    this.#letGo();
    return next;
  }
}
