import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { branchRef, resolveCommit } from '../plumbing/refs.ts';

/** A target and the commits that we ourselves have moved it to. */
export interface GuardedTarget {
  readonly branch: string;
  readonly ours: ReadonlySet<string>;
}

/** Those of the worktrees' folders whose worktree has the branch checked out. */
export async function checkoutsOf(gitDirs: readonly string[], branch: string): Promise<string[]> {
  const heads = await Promise.all(gitDirs.map((gitDir) => readFile(join(gitDir, 'HEAD'), 'utf8').catch(() => '')));
  return gitDirs.filter((_, index) => heads[index]?.trim() === `ref: ${branchRef(branch)}`);
}

/**
 * The commit to which a target was moved behind the back of every checkout that has it: none wrote it down, so that each
 * shows what came as reversed. Null when that is not so, or nobody can tell.
 */
export async function unrecordedMove(
  commonDir: string,
  checkouts: readonly string[],
  { branch, ours }: GuardedTarget,
): Promise<string | null> {
  const logs: string[] = [];
  for (const gitDir of checkouts) {
    const last = await lastOf(join(gitDir, 'logs', 'HEAD'));
    if (last !== null) logs.push(last);
  }
  if (logs.length === 0) return null;
  const commit = await resolveCommit(commonDir, branchRef(branch));
  if (commit === undefined || ours.has(commit) || logs.includes(commit)) return null;
  return commit;
}

/** Longer than a line of a log. */
const tailBytes = 8192;

/** The commit in the log's last line. */
async function lastOf(log: string): Promise<string | null> {
  const file = await open(log).catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, Math.max(0, size - tailBytes));
    const line = buffer.toString('latin1', 0, bytesRead).trimEnd().split('\n').at(-1) ?? '';
    return /^[0-9a-f]+ ([0-9a-f]+) /.exec(line)?.[1] ?? null;
  } finally {
    await file.close();
  }
}
