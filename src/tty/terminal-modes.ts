import { writeSync } from 'node:fs';

/** How much of the mouse is reported: clicks and wheel with drags, or every motion too. */
export type MouseReport = 'off' | 'drag' | 'any';

/** The terminal's input side as far as modes are concerned. */
export interface RawInput {
  setRawMode(raw: boolean): unknown;
}

export interface TerminalModesOptions {
  readonly stdin: RawInput;
  /** The terminal's file descriptor for output. */
  readonly fd: number;
  readonly mouse: MouseReport;
  /** Writes what changes while frames are being written, in order with them. Entering and leaving do not use it. */
  readonly write: (bytes: string) => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
// Alternate screen, no cursor, bracketed paste, focus reports.
const enterBytes = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1004h';
// A cut frame may have left a synchronized update, a look and no autowrap behind.
const frameEndBytes = '\x1b[?2026l\x1b[m\x1b[?7h';
const leaveBytes = '\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l';
const kittyPop = '\x1b[<u';
const mouseBytes: Record<MouseReport, string> = {
  off: '\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l',
  drag: '\x1b[?1003l\x1b[?1006h\x1b[?1000h\x1b[?1002h',
  any: '\x1b[?1006h\x1b[?1000h\x1b[?1002h\x1b[?1003h',
};
/** How long leaving waits for a terminal that takes no bytes, in steps of 5 ms. */
const patience = 40;

/**
 * The modes that the dashboard sets on the real terminal, and their exact undoing on every way out but SIGKILL: normal
 * exit, signals, an uncaught exception, an unhandled rejection. All writes here are synchronous.
 */
export class TerminalModes {
  readonly #options: TerminalModesOptions;
  #entered = false;
  #mouse: MouseReport = 'off';
  #kittyFlags = 0;

  constructor(options: TerminalModesOptions) {
    this.#options = options;
  }

  /** Sets the modes; from here on leaving is taken care of. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    process.on('exit', this.#leave);
    // Sees every uncaught exception and unhandled rejection before the program dies of it, and changes nothing about that.
    process.on('uncaughtExceptionMonitor', this.#leave);
    for (const signal of signals) process.on(signal, this.#onSignal);
    this.#options.stdin.setRawMode(true);
    this.#mouse = this.#options.mouse;
    this.#write(enterBytes + (this.#mouse === 'off' ? '' : mouseBytes[this.#mouse]));
  }

  /** Undoes everything; safe to call again. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    process.off('exit', this.#leave);
    process.off('uncaughtExceptionMonitor', this.#leave);
    for (const signal of signals) process.off(signal, this.#onSignal);
    const kitty = this.#kittyFlags === 0 ? '' : kittyPop;
    this.#write(frameEndBytes + kitty + (this.#mouse === 'off' ? '' : mouseBytes.off) + leaveBytes);
    this.#kittyFlags = 0;
    this.#options.stdin.setRawMode(false);
  }

  /** Turns mouse reports on or off; off lets the terminal select text again. */
  setMouse(report: MouseReport): void {
    if (!this.#entered || report === this.#mouse) return;
    this.#mouse = report;
    this.#options.write(mouseBytes[report]);
  }

  /** Mirrors the kitty keyboard flags of the session in zoom; 0 takes them back. */
  setKittyKeyboard(flags: number): void {
    if (!this.#entered || flags === this.#kittyFlags) return;
    const push = this.#kittyFlags === 0 ? `\x1b[>${flags}u` : `\x1b[=${flags};1u`;
    this.#options.write(flags === 0 ? kittyPop : push);
    this.#kittyFlags = flags;
  }

  readonly #leave = (): void => this.leave();

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.leave();
    // Dies of the signal as it would have without us, unless someone else takes care of it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };

  #write(text: string): void {
    let rest = Buffer.from(text);
    for (let tries = 0; rest.length > 0 && tries < patience; tries++) {
      try {
        rest = rest.subarray(writeSync(this.#options.fd, rest));
      } catch (error) {
        // EIO, EBADF, EPIPE: the terminal is gone, and with it all its modes.
        if (!isFull(error)) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
