import type { Terminal } from '@xterm/headless';

/** Longest time, ms, that a picture is held: a program that never ends its frame must not freeze its viewers. */
const longestHold = 100;

export interface FrameListener {
  /** A frame begins: what the screen shows now is the last that is whole. */
  readonly begins: () => void;
  /** The present time, ms. */
  readonly now: () => number;
}

/** Follows synchronized output (DEC 2026): from the start of a frame to its end the screen is half drawn. */
export class SynchronizedOutput {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #since = -Infinity;

  constructor(terminal: Terminal, listener: FrameListener) {
    this.#terminal = terminal;
    this.#now = listener.now;
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (parameters) => {
      if (!this.inFrame && parameters.includes(2026)) {
        listener.begins();
        this.#since = this.#now();
      }
      return false;
    });
  }

  /** A frame has begun and not ended, however long ago. */
  get inFrame(): boolean {
    return this.#terminal.modes.synchronizedOutputMode;
  }

  /** How long pictures are still held, ms; 0: not now. */
  get heldFor(): number {
    return this.inFrame ? Math.max(0, this.#since + longestHold - this.#now()) : 0;
  }

  /** Holds no longer until the next frame begins. */
  release(): void {
    this.#since = -Infinity;
  }
}
