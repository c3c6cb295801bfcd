import type { Clock, Timer } from '../../tty/clock.ts';

/** Calls that come in a burst become one, made when nothing has come for so long. */
export class TrailingCall {
  readonly #clock: Clock;
  readonly #delay: number;
  readonly #call: () => void;
  #timer: Timer | null = null;

  /** `delay` in milliseconds. */
  constructor(clock: Clock, delay: number, call: () => void) {
    this.#clock = clock;
    this.#delay = delay;
    this.#call = call;
  }

  /** Asks for a call; an earlier one that has not been made yet is put off. */
  ask(): void {
    this.cancel();
    this.#timer = this.#clock.after(this.#delay, () => {
      this.#timer = null;
      this.#call();
    });
  }

  /** Gives up the call that is due. */
  cancel(): void {
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    this.#timer = null;
  }
}
