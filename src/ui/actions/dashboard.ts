import { Fault, describeFault } from '../../core/fault.ts';
import type { Clock } from '../../tty/clock.ts';
import type { Bindings } from '../keymap/bindings.ts';
import type { Link } from '../state/link.ts';
import type { Screens } from '../state/screens.ts';
import type { TypedBytes } from '../state/typed-bytes.ts';
import { type DashboardState, type DashboardStore, say } from '../state/store.ts';

/** What actions act upon. */
export interface Dashboard {
  readonly store: DashboardStore;
  readonly link: Pick<Link, 'request'>;
  readonly screens: Screens;
  /** The way of keys to the zoomed session. */
  readonly typed: TypedBytes;
  readonly bindings: Bindings;
  /** The environment that tasks made here are started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly path: string;
  readonly now: () => number;
  readonly clock: Clock;
  /** Lets keys wait until the work has ended. */
  hold(work: Promise<void>): void;
  /** Ends the dashboard; agents go on. */
  quit(): void;
  /** Puts a text into the terminal's clipboard, where the terminal allows that. */
  copy(text: string): void;
  /** Calls the person through the terminal, in the ways they want. */
  ring(text: string): void;
  /** Draws everything anew. */
  redraw(): void;
  /** Leaves the terminal to another program until the work has ended, well or not. */
  lend<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Ends the dashboard with a bug. */
  crash(thrown: unknown): void;
}

/** What a key does. */
export interface Handler {
  /** Why it is not possible now, a sentence; null when it is. */
  reason?(state: DashboardState): string | null;
  /** A text is typed behind it: where it is refused, keys are dropped until that text has ended. */
  readonly typed?: true;
  run(dashboard: Dashboard, key: string): void | Promise<void>;
}

/** Follows work that may fail: a fault goes to the message line, anything else ends the dashboard. */
export function attempt(dashboard: Dashboard, work: () => void | Promise<void>): void {
  void attempted(dashboard, work);
}

/** The same; gives what resolves when the work has ended, well or not, or null when it has ended already. */
export function attempted(dashboard: Dashboard, work: () => void | Promise<void>): Promise<void> | null {
  const failed = (thrown: unknown): void => {
    if (thrown instanceof Fault) say(dashboard.store, describeFault(thrown), 'bad');
    else dashboard.crash(thrown);
  };
  try {
    const started = work();
    return started === undefined ? null : started.catch(failed);
  } catch (thrown) {
    failed(thrown);
    return null;
  }
}
