import type { TerminalSignal } from '../../agents/adapter.ts';

/** Screens are told of at most so often, ms: a spinner must not keep an adapter reading. */
const screenMs = 100;

/** Listens to one program's terminal for its adapter: signals at once, changes of the screen no more often than needed. */
export class TerminalEar {
  readonly #tell: (signal: TerminalSignal) => void;
  #title: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = -Infinity;

  constructor(tell: (signal: TerminalSignal) => void) {
    this.#tell = tell;
  }

  heard(signal: TerminalSignal): void {
    this.#tell(signal);
  }

  /** The screen may have changed; the last change is told for sure. */
  look(title: string): void {
    if (title !== this.#title) {
      this.#title = title;
      this.#tell({ kind: 'title', title });
    }
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#toldAt + screenMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#toldAt = performance.now();
      this.#tell({ kind: 'screen' });
    }, wait);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
