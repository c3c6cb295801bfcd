import type { ScreenSignal } from '../../screen/emulator/signals.ts';
import { HeadlessScreen } from '../../screen/headless-screen.ts';
import type { Size } from './zoom-sizes.ts';

/** The way to a session's program while one runs. */
export interface Typing {
  write(bytes: Uint8Array): void;
  /** Asks for a size; the screen takes it when the output made for it begins. */
  resize(columns: number, rows: number): void;
}

/** Programs that are resized more often draw themselves for sizes that nobody sees, ms. */
const resizeGapMs = 100;

/** The screen of one run of a session, and the way to its program. */
export class SessionScreen {
  readonly screen: HeadlessScreen;
  /** Bytes typed that the program has not read for over a second. */
  unread = 0;
  /** When a person last typed into it, ms; its next change is their echo. */
  typedAt = -Infinity;
  #typing: Typing | null = null;
  /** What the program asked may be read a moment before there is a way to answer. */
  readonly #replies: Uint8Array[] = [];
  #replaying = false;
  /** What its terminal was last asked to be, or was found to be before anything was asked. */
  #requested: Size;
  #asked = false;
  #resizedAt = -Infinity;
  #resizing: NodeJS.Timeout | null = null;

  /** `signalled`: what the program says beside its picture; not what it said in an earlier daemon's time. */
  constructor(size: Size, signalled: (signal: ScreenSignal) => void) {
    this.#requested = size;
    this.screen = new HeadlessScreen({
      ...size,
      onSignal: (signal) => {
        if (!this.#replaying || signal.kind === 'emulator-failed') signalled(signal);
      },
      onReply: (bytes) => {
        if (this.#replaying) return;
        if (this.#typing === null) this.#replies.push(bytes);
        else this.#typing.write(bytes);
      },
    });
  }

  get typing(): Typing | null {
    return this.#typing;
  }

  /** `replay`: bytes of before, whose terminal queries were answered then. */
  feed(bytes: Uint8Array | string, replay: boolean): void {
    this.#replaying = replay;
    this.screen.feed(bytes);
  }

  /** Connects the screen with the running program; null when it has ended. */
  connect(typing: Typing | null): void {
    this.#typing = typing;
    if (typing === null) this.unread = 0;
    else for (const bytes of this.#replies.splice(0)) typing.write(bytes);
  }

  /** Has the program's terminal take this size, at most ten times a second, the last wish for sure. */
  want(size: Size, now: number): void {
    if (this.#resizing !== null) clearTimeout(this.#resizing);
    this.#resizing = null;
    if (this.#typing === null) return;
    if (size.columns === this.#requested.columns && size.rows === this.#requested.rows) return;
    const wait = this.#resizedAt + resizeGapMs - now;
    if (wait > 0) {
      this.#resizing = setTimeout(() => this.want(size, now + wait), wait);
      return;
    }
    this.#requested = size;
    this.#asked = true;
    this.#resizedAt = now;
    this.#typing.resize(size.columns, size.rows);
  }

  /** The output from here on was made for this size. */
  resized(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    // A later wish may be on its way already.
    if (!this.#asked) this.#requested = { columns, rows };
  }

  dispose(): void {
    if (this.#resizing !== null) clearTimeout(this.#resizing);
    this.screen.dispose();
  }
}
