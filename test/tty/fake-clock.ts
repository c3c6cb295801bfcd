import type { Clock, Timer } from '../../src/tty/clock.ts';

interface Pending extends Timer {
  readonly at: number;
  readonly call: () => void;
}

/** A clock that only moves when told. */
export class FakeClock implements Clock {
  #now = 1000;
  #pending: Pending[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): Timer {
    const timer: Pending = { at: this.#now + milliseconds, call };
    this.#pending.push(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    this.#pending = this.#pending.filter((one) => one !== timer);
  }

  /** Lets time pass and calls what becomes due, in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#pending.toSorted((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > end) break;
      this.cancel(next);
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }

  /** Timers that are set. */
  get waiting(): number {
    return this.#pending.length;
  }
}
