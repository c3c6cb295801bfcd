import { readFileSync } from 'node:fs';
import { hasCode } from '../../src/core/has-code.ts';

/** Whether a process runs; one that has ended and waits to be reaped does not. */
export function isRunning(pid: number | string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before the state is in brackets and may hold anything.
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ESRCH')) return false;
    throw thrown;
  }
}
