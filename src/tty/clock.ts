/** A running timer, to be given back to `Clock.cancel`. */
export type Timer = object;

/** Time as an argument, so that tests decide what time it is. Milliseconds, monotonic. */
export interface Clock {
  now(): number;
  /** Calls back once after the delay unless cancelled. */
  after(milliseconds: number, call: () => void): Timer;
  cancel(timer: Timer): void;
}

const running = new WeakMap<Timer, NodeJS.Timeout>();

/** The real time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer: Timer = {};
    running.set(timer, setTimeout(call, milliseconds));
    return timer;
  },
  cancel: (timer) => clearTimeout(running.get(timer)),
};
