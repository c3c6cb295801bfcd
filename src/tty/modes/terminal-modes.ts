import { cursorShapeBytes, enterBytes, kittyPop, leaveBytes, mouseBytes, type MouseReport } from './mode-bytes.ts';
import { readLine, restoreLine } from './line-settings.ts';
import type { KeptRecord } from './terminal-record.ts';
import { writeNow } from './write-now.ts';

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
  /** Where it is noted how the terminal was, for whoever comes after a SIGKILL. */
  readonly record?: KeptRecord | undefined;
  /** The terminal was given back for good, on whatever way out: the last moment before a signal takes the program along. */
  readonly onLeft?: (() => void) | undefined;
  /** The terminal was given back for a signal, and the program does not die of it: someone else listens too. */
  readonly onGivenBack?: () => void;
  /** The program was stopped and goes on: the modes are set again, what the terminal shows is unknown. */
  readonly onContinue?: () => void;
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** Stopping takes no time, except where the system refuses it. */
const stopLimit = 100;

/**
 * The modes that the dashboard sets on the real terminal, and their exact undoing on every way out but SIGKILL: normal
 * exit, signals, an uncaught exception, an unhandled rejection. All writes here are synchronous. Stopped with SIGTSTP the
 * program gives the terminal back for that time.
 */
export class TerminalModes {
  readonly #options: TerminalModesOptions;
  #entered = false;
  #taken = false;
  #lent = false;
  #mouse: MouseReport;
  #kittyFlags = 0;
  #shape = 0;
  /** What was switched on since the terminal was taken: switching it off may still wait for the terminal. */
  #used = { kitty: false, mouse: false, shape: false };
  #stopping: NodeJS.Timeout | undefined;

  constructor(options: TerminalModesOptions) {
    this.#options = options;
    this.#mouse = options.mouse;
  }

  /** Sets the modes; from here on leaving is taken care of. */
  enter(): void {
    if (this.#entered) return;
    this.#entered = true;
    process.on('exit', this.#leave);
    // Sees every uncaught exception and unhandled rejection before the program dies of it, and changes nothing about that.
    process.on('uncaughtExceptionMonitor', this.#leave);
    for (const signal of endings) process.on(signal, this.#onEnding);
    process.on('SIGTSTP', this.#onStop);
    process.on('SIGCONT', this.#onContinue);
    this.#take();
  }

  /** Undoes everything; safe to call again. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    process.off('exit', this.#leave);
    process.off('uncaughtExceptionMonitor', this.#leave);
    for (const signal of endings) process.off(signal, this.#onEnding);
    process.off('SIGTSTP', this.#onStop);
    process.off('SIGCONT', this.#onContinue);
    clearTimeout(this.#stopping);
    this.#giveBack();
    this.#options.onLeft?.();
  }

  /**
   * Gives the terminal to another program until the work has ended. Keys that mean signals are that program's: its own
   * stopping stops us too, and nothing of ours acts on the terminal meanwhile.
   */
  async lend<Result>(work: () => Promise<Result>): Promise<Result> {
    const ours = [
      ['SIGINT', this.#onEnding],
      ['SIGQUIT', this.#onEnding],
      ['SIGTSTP', this.#onStop],
      ['SIGCONT', this.#onContinue],
    ] as const;
    for (const [signal, act] of ours) process.off(signal, act);
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, ignore);
    this.#lent = true;
    this.#giveBack();
    const line = readLine(this.#options.fd);
    try {
      return await work();
    } finally {
      this.#lent = false;
      // A program that was killed may have left the line raw: as it was, it is what the terminal is given back as.
      if (line !== undefined) restoreLine(this.#options.fd, line);
      for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.off(signal, ignore);
      if (this.#entered) {
        for (const [signal, act] of ours) process.on(signal, act);
        this.#take();
      }
    }
  }

  /** Turns mouse reports on or off; off lets the terminal select text again. */
  setMouse(report: MouseReport): void {
    if (!this.#entered || report === this.#mouse) return;
    this.#mouse = report;
    this.#used.mouse ||= report !== 'off';
    if (!this.#lent) this.#options.write(mouseBytes[report]);
  }

  /** Mirrors the kitty keyboard flags of the session in zoom; 0 takes them back. */
  setKittyKeyboard(flags: number): void {
    if (!this.#entered || flags === this.#kittyFlags) return;
    const push = this.#kittyFlags === 0 ? kittyPush(flags) : `\x1b[=${flags};1u`;
    if (!this.#lent) this.#options.write(flags === 0 ? kittyPop : push);
    this.#kittyFlags = flags;
    this.#used.kitty ||= flags !== 0;
  }

  /** Mirrors the shape of the cursor of the session in zoom; 0 takes it back. */
  setCursorShape(shape: number): void {
    if (!this.#entered || shape === this.#shape) return;
    this.#shape = shape;
    this.#used.shape ||= shape !== 0;
    if (!this.#lent) this.#options.write(cursorShapeBytes(shape));
  }

  #take(): void {
    const { stdin, fd, record } = this.#options;
    this.#taken = true;
    record?.write();
    this.#used = { kitty: this.#kittyFlags !== 0, mouse: this.#mouse !== 'off', shape: this.#shape !== 0 };
    stdin.setRawMode(true);
    const mouse = this.#mouse === 'off' ? '' : mouseBytes[this.#mouse];
    // After a stop that nobody saw coming the flags may still be there.
    const kitty = this.#kittyFlags === 0 ? '' : kittyPop + kittyPush(this.#kittyFlags);
    const shape = this.#shape === 0 ? '' : cursorShapeBytes(this.#shape);
    writeNow(fd, enterBytes + mouse + kitty + shape);
  }

  #giveBack(): void {
    if (!this.#taken) return;
    this.#taken = false;
    const { stdin, fd, record } = this.#options;
    const outcome = writeNow(fd, leaveBytes(this.#used));
    stdin.setRawMode(false);
    // A terminal that takes no bytes keeps its modes: the next start or `signalbox terminal reset` undoes them.
    if (outcome !== 'stuck') record?.remove();
  }

  readonly #leave = (): void => this.leave();

  readonly #onEnding = (signal: NodeJS.Signals): void => {
    this.leave();
    // Dies of the signal as it would have without us, unless someone else takes care of it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    else this.#options.onGivenBack?.();
  };

  readonly #onStop = (): void => {
    this.#giveBack();
    process.off('SIGTSTP', this.#onStop);
    // The whole group, as the terminal's own key would: whatever started us then gives the shell its prompt.
    process.kill(0, 'SIGTSTP');
    // Where nobody could ever make us go on, the system does not stop us.
    clearTimeout(this.#stopping);
    this.#stopping = setTimeout(this.#onContinue, stopLimit);
  };

  readonly #onContinue = (): void => {
    clearTimeout(this.#stopping);
    process.off('SIGTSTP', this.#onStop);
    process.on('SIGTSTP', this.#onStop);
    // After a SIGSTOP the shell may have set the terminal as it likes: raw mode is only set where it is known to be off.
    if (this.#taken) this.#options.stdin.setRawMode(false);
    this.#take();
    this.#options.onContinue?.();
  };
}

function kittyPush(flags: number): string {
  return `\x1b[>${flags}u`;
}

function ignore(): void {
  // A key that means a signal goes to every program on the terminal: it is meant for the one in front.
}
