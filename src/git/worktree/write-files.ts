import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type GitCall, type GitResult, plumb, plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, joinNul, rawPath } from '../plumbing/raw-path.ts';
import type { TreeChange } from '../tree-changes.ts';

/** How often, and after how long, ms, a lock that another git holds is tried again. */
export const lockTries = 20;
export const lockPauseMs = 100;

/** Runs a git that needs the index's lock, again while another git holds it. */
export async function retryLocked(call: GitCall): Promise<GitResult> {
  for (let attempt = 0; ; attempt += 1) {
    const result = await plumb(call);
    if (!/index\.lock': File exists/.test(result.stderr) || attempt === lockTries) return result;
    await pause(lockPauseMs);
  }
}

/** Writes files as the index has them. */
export async function writeFromIndex(cwd: string, changes: readonly TreeChange[]): Promise<void> {
  const args = ['checkout-index', '--force', '-z', '--stdin'];
  if (changes.length > 0) await plumbOk({ cwd, args, input: joinNul(changes.map(({ path }) => path)) });
}

/** Removes a file, and the folders that are empty then. */
export async function removeFile(checkout: string, path: RawPath): Promise<void> {
  await rm(below(checkout, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      await rmdir(below(checkout, rawPath(folder)));
    } catch {
      // Not empty: something else lives there.
      return;
    }
  }
}
