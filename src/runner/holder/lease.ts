export interface LeaseTimes {
  /** A program is ended when no client was there for so long, */
  readonly leaseMs: number;
  /** and it wrote nothing in the last part of it. */
  readonly quietMs: number;
}

/** The longest time a timer takes. */
const longestTimerMs = 2 ** 31 - 1;

/** Tells when a program runs on for nobody: no client for long, and no output lately. */
export class Lease {
  readonly #times: LeaseTimes;
  readonly #expired: () => void;
  /** Since when no client is there; undefined while one is. By a clock that stands still while the machine sleeps. */
  #aloneSince: number | undefined = performance.now();
  #lastOutput = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(times: LeaseTimes, expired: () => void) {
    this.#times = times;
    this.#expired = expired;
    this.#wait();
  }

  /** A client has come, or the last one has left. */
  attended(attended: boolean): void {
    this.#aloneSince = attended ? undefined : performance.now();
    this.#wait();
  }

  /** The program has written something. */
  output(): void {
    this.#lastOutput = performance.now();
  }

  /** There is nothing to end any more. */
  over(): void {
    this.#aloneSince = undefined;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const left = this.#left();
    if (left !== undefined) this.#timer = setTimeout(() => this.#look(), Math.min(Math.ceil(left), longestTimerMs));
  }

  #look(): void {
    if ((this.#left() ?? 0) > 0) this.#wait();
    else this.#expired();
  }

  /** Milliseconds, at the least; undefined while a client is there. */
  #left(): number | undefined {
    if (this.#aloneSince === undefined) return undefined;
    const at = Math.max(this.#aloneSince + this.#times.leaseMs, this.#lastOutput + this.#times.quietMs);
    return Math.max(0, at - performance.now());
  }
}
