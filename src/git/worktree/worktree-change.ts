import { lstat, readFile } from 'node:fs/promises';
import { plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, splitNul } from '../plumbing/raw-path.ts';

/** New files are only counted in lines up to here: this runs while agents work and must stay cheap. */
const countedFiles = 100;
const countedBytes = 256 * 1024;

/** How far a session's working tree, with everything committed and not, is from the commit it started from. */
export interface WorktreeChange {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** Counts for a tile; takes no lock and writes no index. */
export async function worktreeChange(order: { worktree: string; base: string }): Promise<WorktreeChange> {
  const cwd = order.worktree;
  const flags = ['--numstat', '-z', '-M', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];
  const tracked = splitNul(await plumbOk({ cwd, args: ['diff', ...flags, order.base, '--'] }));
  const untracked = splitNul(
    await plumbOk({ cwd, args: ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'] }),
  );
  const change = { files: untracked.length, added: 0, removed: 0 };
  for (const line of tracked) {
    // A rename's two paths are fields without numbers.
    const [, added, removed] = /^(\d+|-)\t(\d+|-)\t/.exec(line) ?? [];
    if (added === undefined || removed === undefined) continue;
    change.files += 1;
    change.added += Number.parseInt(added, 10) || 0;
    change.removed += Number.parseInt(removed, 10) || 0;
  }
  for (const path of untracked.slice(0, countedFiles)) change.added += await countLines(cwd, path);
  return change;
}

async function countLines(cwd: string, path: RawPath): Promise<number> {
  const file = below(cwd, path);
  const found = await lstat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > countedBytes) return 0;
  // An agent at work may remove a file at any moment; then there is nothing to count.
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  if (bytes.includes(0)) return 0;
  let lines = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines;
}
