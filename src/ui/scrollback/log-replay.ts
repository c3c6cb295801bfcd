import { History } from '../../screen/history-rows.ts';

/** A part of a run's log as the daemon gives it. */
export interface LogPart {
  /** Offsets of the first byte that is there, and behind the last. */
  readonly start: number;
  readonly end: number;
  /** Offset of the first byte of `bytes`. */
  readonly from: number;
  readonly bytes: Buffer;
  /** The terminal's size in force at `from`, and its later changes. */
  readonly sizes: readonly { readonly offset: number; readonly columns: number; readonly rows: number }[];
}

export interface ReplayOptions {
  /** Lines kept at most. */
  readonly lines: number;
  /** The log's bytes before these exist, but are not replayed. */
  readonly cut: boolean;
  /** The program had the alternate screen before the first of these bytes. */
  readonly alternate: boolean;
}

/** How far a cut log is looked at for a place where a sequence or a line begins. */
const longestSequence = 4096;
/** Bytes that are parsed between two turns of the event loop: some milliseconds. */
const turnBytes = 32 * 1024;
const usualSize = { columns: 100, rows: 30 };
const enterAlternate = Buffer.from('\x1b[?1049h');

/** The log of a run, or its end, played into a terminal. Parts follow each other without a gap. */
export class LogReplay {
  readonly #options: ReplayOptions;
  #history: History | null = null;
  #offset = -1;
  #toggled = false;
  #disposed = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** The lines; what is not replayed yet is missing. */
  get history(): History {
    this.#history ??= this.#begin(usualSize);
    return this.#history;
  }

  /** Offset of the byte that comes next; -1 at first. */
  get offset(): number {
    return this.#offset;
  }

  /** A program was seen to take or to leave the alternate screen. */
  get toggled(): boolean {
    return this.#toggled;
  }

  /** Takes a part in; `turn` is waited for between pieces of it, so that everything else goes on. */
  async take(part: LogPart, turn: () => Promise<void>): Promise<void> {
    let { bytes } = part;
    let at = part.from;
    if (this.#offset === -1 && this.#options.cut) {
      const skipped = beginningOf(bytes);
      at += skipped;
      bytes = bytes.subarray(skipped);
    }
    const left = this.#toggled ? -1 : this.#leftUnseen(bytes);
    if (left >= 0) {
      // Everything so far was drawn on an alternate screen that was taken before these bytes: it left no lines.
      this.#history?.dispose();
      this.#history = null;
      at += left;
      bytes = bytes.subarray(left);
    }
    this.#history ??= this.#begin(sizeAt(part, at));
    for (const stretch of stretchesOf({ ...part, from: at, bytes })) {
      if (stretch.size !== null) this.#history.resize(stretch.size.columns, stretch.size.rows);
      for (let done = 0; done < stretch.bytes.length; done += turnBytes) {
        const piece = stretch.bytes.subarray(done, done + turnBytes);
        this.#history.feed(piece);
        this.#offset = stretch.from + done + piece.length;
        await turn();
        if (this.#disposed) return;
      }
    }
    this.#offset = part.from + part.bytes.length;
  }

  /** Frees the lines; a part that is being taken in is given up. */
  dispose(): void {
    this.#disposed = true;
    this.#history?.dispose();
  }

  #begin(size: { columns: number; rows: number }): History {
    const history = new History({ columns: size.columns, rows: size.rows, lines: this.#options.lines });
    if (this.#options.alternate) history.feed(enterAlternate);
    return history;
  }

  /** Where the alternate screen is left that nobody was seen to take; -1 when that is not so. */
  #leftUnseen(bytes: Buffer): number {
    const found = /\p{Cc}\[\?(?:1049|1047|47)([hl])/u.exec(bytes.toString('latin1'));
    if (found === null) return -1;
    this.#toggled = true;
    return found[1] === 'l' && this.#options.cut && !this.#options.alternate ? found.index : -1;
  }
}

/** Where a cut log can be read from: behind a line feed, or at an escape. */
function beginningOf(bytes: Buffer): number {
  const head = bytes.subarray(0, longestSequence);
  const at = head.findIndex((byte) => byte === 0x0a || byte === 0x1b);
  if (at === -1) return 0;
  return head[at] === 0x0a ? at + 1 : at;
}

function sizeAt(part: LogPart, offset: number): { columns: number; rows: number } {
  return part.sizes.findLast((size) => size.offset <= offset) ?? part.sizes[0] ?? usualSize;
}

interface Stretch {
  readonly size: { readonly columns: number; readonly rows: number } | null;
  readonly from: number;
  readonly bytes: Buffer;
}

/** A part cut where the terminal's size changes. */
function stretchesOf(part: LogPart): Stretch[] {
  const { from, bytes } = part;
  const to = from + bytes.length;
  const changes = part.sizes.filter(({ offset }) => offset > from && offset < to);
  const starts = [from, ...changes.map(({ offset }) => offset)];
  return starts.map((start, index) => ({
    size: sizeAt(part, start),
    from: start,
    bytes: bytes.subarray(start - from, (starts[index + 1] ?? to) - from),
  }));
}
