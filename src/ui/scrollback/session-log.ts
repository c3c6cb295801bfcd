import { setImmediate } from 'node:timers/promises';
import type { HistoryLines } from './history-lines.ts';
import { type LogPart, LogReplay } from './log-replay.ts';
import type { Clock, Timer } from '../../tty/clock.ts';

/** What a log needs of its surroundings. */
export interface SessionLogOptions {
  /** Bytes of the run's log from an offset on; null: the last ones. */
  readonly ask: (from: number | null, limit: number) => Promise<LogPart>;
  /** Other lines are there, or more is known about them. */
  readonly onChange: () => void;
  /** Follows work that may fail. */
  readonly attempt: (work: () => Promise<void>) => void;
  /** Whether the session's program has the alternate screen now. */
  readonly alternate: () => boolean;
  readonly clock: Clock;
  /** Lines kept at most. */
  readonly lines?: number;
  /** How much of the log's end is replayed at first, and then at each further demand, bytes. */
  readonly windows?: readonly number[];
  /** Bytes that are asked for at a time. */
  readonly slice?: number;
}

/** What is above the first line. */
export type AboveFirst =
  /** The log's beginning. */
  | 'nothing'
  /** More of the log, which `more` loads. */
  | 'more'
  /** More of the log, but no further lines are kept. */
  | 'full'
  /** Output that is kept no more. */
  | 'rotated';

const MiB = 1024 * 1024;
/** The first is shown at once, the second follows by itself. */
const usualWindows = [MiB / 4, 2 * MiB, 8 * MiB, 32 * MiB, Infinity];
/** Most lines kept: about 2 KB each. */
const mostLines = 50_000;
/** New output is looked for at most so often, ms. */
const pollMs = 250;

/**
 * The log of a session's run, replayed from its end as far back as one asks for. Line numbers stay the same while more
 * is loaded before them and while the program goes on behind them.
 */
export class SessionLog {
  readonly #options: SessionLogOptions;
  readonly #windows: readonly number[];
  readonly #slice: number;
  #shown: LogReplay | null = null;
  /** Where the shown replay begins in the log. */
  #from = 0;
  #start = 0;
  #level = 0;
  #loading = false;
  #closed = false;
  #timer: Timer | null = null;
  #due = false;
  #polling = false;
  #version = 0;

  constructor(options: SessionLogOptions) {
    this.#options = options;
    this.#windows = options.windows ?? usualWindows;
    this.#slice = options.slice ?? MiB / 4;
    options.attempt(() => this.#open());
  }

  /** The lines there are; null until the first of them came. */
  get lines(): HistoryLines | null {
    return this.#shown?.history ?? null;
  }

  /** An earlier part is being loaded. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Grows when lines were made anew and not merely added. */
  get version(): number {
    return this.#version;
  }

  get aboveFirst(): AboveFirst {
    if (this.#from > this.#start) return this.#shown?.history.full === true ? 'full' : 'more';
    if (this.#shown?.history.full === true) return 'full';
    return this.#start > 0 ? 'rotated' : 'nothing';
  }

  /** Loads an earlier part; false when there is none or it comes already. */
  more(): boolean {
    if (this.#closed || this.#loading || this.aboveFirst !== 'more') return false;
    this.#loading = true;
    this.#options.attempt(() => this.#loadEarlier());
    return true;
  }

  /** Resolves when nothing is being loaded. */
  async settled(): Promise<void> {
    while (this.#loading && !this.#closed) await setImmediate();
  }

  /** The session has printed something: it is fetched soon. */
  grown(): void {
    this.#due = true;
    if (this.#timer !== null || this.#polling || this.#closed || this.#shown === null) return;
    this.#options.attempt(() => this.#poll());
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#shown?.dispose();
  }

  async #open(): Promise<void> {
    this.#loading = true;
    try {
      const part = await this.#ask(null, this.#windows[0] ?? MiB);
      const replay = this.#replay(part.from > part.start, false);
      await replay.take(part, () => this.#turn());
      this.#show(replay, part);
      if (part.from > part.start) await this.#loadEarlier();
    } finally {
      this.#loading = false;
      if (!this.#closed) this.#options.onChange();
    }
    this.grown();
  }

  /** Replays a longer part of the log beside the shown one, and shows it once it has come as far. */
  async #loadEarlier(): Promise<void> {
    this.#loading = true;
    this.#options.onChange();
    try {
      this.#level = Math.min(this.#level + 1, this.#windows.length - 1);
      let replay = await this.#catchUp(false);
      // Its program took the alternate screen before the first replayed byte.
      const unseen = replay !== null && !replay.toggled && this.#from > this.#start && this.#options.alternate();
      if (unseen) {
        replay?.dispose();
        replay = await this.#catchUp(true);
      }
      if (replay === null || this.#closed) return;
      const before = this.#shown;
      if (before !== null) replay.history.endAt(before.history.end);
      before?.dispose();
      this.#shown = replay;
      this.#version += 1;
    } finally {
      this.#loading = false;
      if (!this.#closed) this.#options.onChange();
    }
  }

  async #catchUp(alternate: boolean): Promise<LogReplay | null> {
    const end = this.#shown?.offset ?? 0;
    const window = this.#windows[this.#level] ?? Infinity;
    let from = Math.max(this.#start, end - window);
    const replay = this.#replay(from > this.#start, alternate);
    let first = true;
    while (!this.#closed && this.#shown !== null && from < this.#shown.offset) {
      const part = await this.#ask(from, Math.min(this.#slice, this.#shown.offset - from));
      if (part.bytes.length === 0) break;
      if (first) this.#from = part.from;
      first = false;
      await replay.take(part, () => this.#turn());
      from = part.from + part.bytes.length;
    }
    if (this.#closed || first) {
      replay.dispose();
      return null;
    }
    return replay;
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    try {
      while (this.#due && !this.#closed) {
        this.#due = false;
        await this.#append();
      }
    } finally {
      this.#polling = false;
    }
    if (this.#closed) return;
    this.#timer = this.#options.clock.after(pollMs, () => {
      this.#timer = null;
      if (this.#due) this.grown();
    });
  }

  /** Takes in what the log has behind what was replayed. */
  async #append(): Promise<void> {
    for (;;) {
      const replay = this.#shown;
      if (replay === null || this.#closed) return;
      const part = await this.#ask(replay.offset, this.#slice);
      // A longer replay may have taken its place meanwhile.
      if (this.#closed || replay !== this.#shown) continue;
      if (part.end < replay.offset) {
        await this.#beginAnew();
        return;
      }
      if (part.bytes.length === 0) return;
      await replay.take(part, () => this.#turn());
      if (!this.#closed && replay === this.#shown) this.#options.onChange();
    }
  }

  /** The log has become shorter: it is another run's. Its lines follow those of the earlier one. */
  async #beginAnew(): Promise<void> {
    const part = await this.#ask(null, this.#windows[0] ?? MiB);
    const replay = this.#replay(part.from > part.start, false);
    await replay.take(part, () => this.#turn());
    if (this.#closed) return;
    const before = this.#shown;
    const lines = replay.history.end - replay.history.first;
    if (before !== null) replay.history.endAt(before.history.end + lines);
    before?.dispose();
    this.#level = 0;
    this.#show(replay, part);
  }

  #show(replay: LogReplay, part: LogPart): void {
    if (this.#closed) {
      replay.dispose();
      return;
    }
    this.#shown = replay;
    this.#from = part.from;
    this.#version += 1;
    this.#options.onChange();
  }

  #replay(cut: boolean, alternate: boolean): LogReplay {
    return new LogReplay({ lines: this.#options.lines ?? mostLines, cut, alternate });
  }

  async #ask(from: number | null, limit: number): Promise<LogPart> {
    const part = await this.#options.ask(from, limit);
    this.#start = part.start;
    return part;
  }

  /** One turn of the event loop: keys, screens and frames come first. */
  async #turn(): Promise<void> {
    await setImmediate();
  }
}
