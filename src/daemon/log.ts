import { describeFault } from '../core/fault.ts';

/** Writes one line to the daemon's log, with the error's stack when there is one. */
export type Log = (what: string, thrown?: unknown) => void;

/** The daemon's standard error is its log file. */
export function stderrLog(now: () => number): Log {
  return (what, thrown) => {
    const stack =
      thrown === undefined
        ? ''
        : `: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : describeFault(thrown)}`;
    process.stderr.write(`${new Date(now()).toISOString()} ${what}${stack}\n`);
  };
}
