import { readFileSync, writeFileSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';

const path = '/proc/self/oom_score_adj';

/** So much sooner than its holder and the daemon is a program ended when the system runs out of memory. */
const sooner = 300;
const highest = 1000;

/** Not there on this system, or not allowed: then all processes are treated alike. */
const unsupported = ['ENOENT', 'EACCES', 'EPERM', 'EINVAL', 'EROFS'];

function change(value: (now: number) => number): number | undefined {
  try {
    const now = Number(readFileSync(path, 'utf8'));
    writeFileSync(path, String(value(now)));
    return now;
  } catch (error) {
    if (hasCode(error, ...unsupported)) return undefined;
    throw error;
  }
}

/**
 * Starts a program with a higher score than ours. A child has its parent's from the first moment on, so ours is raised for
 * as long as `start` takes, and nothing can run in between.
 */
export function withHigherOomScore<T>(start: () => T): T {
  if (process.platform !== 'linux') return start();
  const before = change((now) => Math.min(highest, now + sooner));
  try {
    return start();
  } finally {
    if (before !== undefined) change(() => before);
  }
}
