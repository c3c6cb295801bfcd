import type { Stats } from 'node:fs';
import { lstat, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import { plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, joinNul, toBytes } from '../plumbing/raw-path.ts';
import { scratchIndex } from '../plumbing/scratch-index.ts';
import { type TreeChange, gitlinkMode } from '../tree-changes.ts';

/**
 * The paths at which a checkout has what a git that was killed leaves of writing the new side: nothing, a beginning of
 * the content, or the whole with another mode. All of it is in the repository, so that nothing is lost with it.
 */
export async function halfWritten(checkout: string, changes: readonly TreeChange[]): Promise<Set<RawPath>> {
  const half = new Set<RawPath>();
  const doubtful: TreeChange[] = [];
  for (const change of changes) {
    if (change.to === null || change.to.mode === gitlinkMode) continue;
    const found = await lookAt(below(checkout, change.path));
    if (found === undefined) half.add(change.path);
    else if (found.isFile() && change.to.mode.startsWith('100')) doubtful.push(change);
  }
  if (doubtful.length === 0) return half;
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-whole-'));
  try {
    await writeWhole(checkout, doubtful, folder);
    for (const { path } of doubtful) {
      const part = await readFile(below(checkout, path));
      const whole = await readFile(below(folder, path));
      if (part.equals(whole.subarray(0, part.length))) half.add(path);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return half;
}

/** As git writes them to this checkout, with its line ends and filters. */
async function writeWhole(cwd: string, changes: readonly TreeChange[], folder: string): Promise<void> {
  await using index = await scratchIndex();
  const { env } = index;
  const lines = changes.flatMap(({ path, to }) =>
    to === null ? [] : [Buffer.from(`${to.mode} ${to.id}\t`), toBytes(path), Buffer.from([0])],
  );
  await plumbOk({ cwd, env, args: ['update-index', '-z', '--index-info'], input: Buffer.concat(lines) });
  const args = ['checkout-index', '--force', `--prefix=${folder}/`, '-z', '--stdin'];
  await plumbOk({ cwd, env, args, input: joinNul(changes.map(({ path }) => path)) });
}

async function lookAt(path: Buffer): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
