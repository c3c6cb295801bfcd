import { Fault } from '../../core/fault.ts';
import { complaint } from '../plumbing/plumb.ts';
import { toBytes } from '../plumbing/raw-path.ts';
import { type TreeChange, treeChanges } from '../tree-changes.ts';
import type { FileMove } from './move-files.ts';
import { strayEntries, strayFiles } from './work-files.ts';
import { removeFile, retryLocked, writeFromIndex } from './write-files.ts';

/**
 * A landing has moved a checkout's files to `from`, and then its branch went elsewhere, to `to`: what still is exactly as
 * the landing left it follows the branch. All else is the person's and stays. That also is what they have committed of
 * the landing: files staged by it are in their commit when they commit in between, and must not be taken back.
 * @throws Fault 'git' when the index cannot be written
 */
export async function followBranch(move: FileMove): Promise<void> {
  const { checkout: cwd, from, to } = move;
  const changes = await treeChanges(cwd, from, to);
  const stray = new Set([...(await strayEntries(cwd, changes, from)), ...(await strayFiles(cwd, changes, 'from'))]);
  const ours = changes.filter(({ path }) => !stray.has(path));
  if (ours.length === 0) return;
  const input = Buffer.concat(ours.map(entryLine));
  const result = await retryLocked({ cwd, args: ['update-index', '-z', '--index-info'], input });
  if (result.exit !== 0) {
    throw new Fault({ code: 'git', message: `the index of ${cwd} cannot be written: ${complaint(result)}` });
  }
  for (const change of ours) if (change.to === null) await removeFile(cwd, change.path);
  await writeFromIndex(
    cwd,
    ours.filter((change) => change.to !== null),
  );
}

/** One record for `update-index --index-info`; mode 0 takes the path out. */
function entryLine({ path, from, to }: TreeChange): Buffer {
  const gone = '0'.repeat((from ?? to)?.id.length ?? 40);
  return Buffer.concat([
    Buffer.from(to === null ? `0 ${gone}\t` : `${to.mode} ${to.id}\t`),
    toBytes(path),
    Buffer.from([0]),
  ]);
}
