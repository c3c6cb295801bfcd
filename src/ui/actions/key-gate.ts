import type { Clock, Timer } from '../../tty/clock.ts';
import type { InputEvent } from '../../tty/keys/input-event.ts';

/** How long keys wait for the daemon before they are given up, milliseconds. */
const patienceMs = 1500;

/** What a gate leads to. */
export interface KeyGateOptions {
  readonly deliver: (event: InputEvent) => void;
  /** Keys were dropped: what they were meant for did not come in time. */
  readonly onDropped: () => void;
  readonly clock: Clock;
}

/**
 * Keys typed while an action waits for the daemon wait too, so that they reach the view the person typed them for and
 * not the one that is about to go away.
 */
export class KeyGate {
  readonly #options: KeyGateOptions;
  #waiting: InputEvent[] | null = null;
  #work: Promise<void> | null = null;
  #timer: Timer | null = null;

  constructor(options: KeyGateOptions) {
    this.#options = options;
  }

  /** Delivers an event, now or when the way is free. */
  take(event: InputEvent): void {
    if (this.#waiting === null) this.#options.deliver(event);
    else this.#waiting.push(event);
  }

  /** Closes the gate until the work has ended, well or not; who started it sees how. */
  hold(work: Promise<void>): void {
    this.#waiting ??= [];
    this.#work = work;
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = this.#options.clock.after(patienceMs, () => this.#giveUp(work));
    const open = (): void => this.#open(work);
    work.then(open, open);
  }

  #open(work: Promise<void>): void {
    if (this.#work !== work) return;
    const waiting = this.#clear();
    while (waiting.length > 0 && this.#waiting === null) {
      const event = waiting.shift();
      if (event !== undefined) this.#options.deliver(event);
    }
    // One of them started work of its own: the rest wait for that.
    for (const event of waiting) this.take(event);
  }

  #giveUp(work: Promise<void>): void {
    if (this.#work === work && this.#clear().length > 0) this.#options.onDropped();
  }

  #clear(): InputEvent[] {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#work = null;
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
    return waiting;
  }
}
