/** A running timer, to be given back to `Clock.cancel`. */
export type Timer = object;

/** Time as an argument, so that tests decide what time it is. Milliseconds, monotonic. */
export interface Clock {
  now(): number;
  /** Calls back once after the delay unless cancelled. */
  after(milliseconds: number, call: () => void): Timer;
  cancel(timer: Timer): void;
}

const running = new WeakMap<Timer, () => void>();

/** Calls back once; returns what prevents it. A timer takes at least a millisecond: what is due now is not given one. */
function schedule(milliseconds: number, call: () => void): () => void {
  if (milliseconds > 0) {
    const timeout = setTimeout(call, milliseconds);
    return () => clearTimeout(timeout);
  }
  const immediate = setImmediate(call);
  return () => clearImmediate(immediate);
}

/** The real time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer: Timer = {};
    running.set(timer, schedule(milliseconds, call));
    return timer;
  },
  cancel: (timer) => running.get(timer)?.(),
};
