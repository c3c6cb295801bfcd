import type { Stats } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { hasCode } from '../../core/has-code.ts';
import { plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, joinNul, toBytes } from '../plumbing/raw-path.ts';
import { scratchFolder } from '../plumbing/scratch-folder.ts';
import { scratchIndex } from '../plumbing/scratch-index.ts';
import { type TreeChange, gitlinkMode } from '../tree-changes.ts';
import type { Side } from './work-files.ts';

/**
 * The paths at which a checkout has what a git that was killed leaves of writing either side: nothing, a beginning of
 * the content, or the whole with another mode. All of it is in the repository, so that nothing is lost with it.
 */
export async function halfWritten(checkout: string, changes: readonly TreeChange[]): Promise<Set<RawPath>> {
  const half = new Set<RawPath>();
  const doubtful: RawPath[] = [];
  for (const { path, from, to } of changes) {
    if (from?.mode === gitlinkMode || to?.mode === gitlinkMode) continue;
    const found = await lookAt(below(checkout, path));
    if (found === undefined) half.add(path);
    else if (found.isFile()) doubtful.push(path);
  }
  for (const side of ['to', 'from'] as const) {
    const paths = new Set(doubtful.filter((path) => !half.has(path)));
    const files = changes.filter((change) => paths.has(change.path) && change[side]?.mode.startsWith('100'));
    for (const path of await beginnings(checkout, files, side)) half.add(path);
  }
  return half;
}

/** Where a file is a beginning, or all, of what git writes to this checkout for a side, with its line ends and filters. */
async function beginnings(cwd: string, changes: readonly TreeChange[], side: Side): Promise<RawPath[]> {
  if (changes.length === 0) return [];
  await using folder = await scratchFolder();
  await using index = await scratchIndex();
  const { env } = index;
  const paths = changes.map(({ path }) => path);
  const lines = changes.flatMap(({ path, [side]: entry }) =>
    entry === null ? [] : [Buffer.from(`${entry.mode} ${entry.id}\t`), toBytes(path), Buffer.from([0])],
  );
  await plumbOk({ cwd, env, args: ['update-index', '-z', '--index-info'], input: Buffer.concat(lines) });
  const args = ['checkout-index', '--force', `--prefix=${folder.path}/`, '-z', '--stdin'];
  await plumbOk({ cwd, env, args, input: joinNul(paths) });
  const found: RawPath[] = [];
  for (const path of paths) {
    const part = await readFile(below(cwd, path));
    const whole = await readFile(below(folder.path, path));
    if (part.equals(whole.subarray(0, part.length))) found.push(path);
  }
  return found;
}

async function lookAt(path: Buffer): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}
