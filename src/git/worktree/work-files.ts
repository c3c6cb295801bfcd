import { type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { hasCode } from '../../core/has-code.ts';
import { plumb, plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, rawPath, splitNul, toBytes } from '../plumbing/raw-path.ts';
import { scratchIndex } from '../plumbing/scratch-index.ts';
import { type TreeChange, gitlinkMode } from '../tree-changes.ts';

export type Side = 'from' | 'to';

/**
 * The paths among the changes at which a checkout's files are not exactly as one side has them: other content or mode,
 * missing, or lying where that side has nothing, ignored files included. Reads files, not the person's index, so
 * that no flag in it (assume-unchanged) hides anything.
 */
export async function strayFiles(checkout: string, changes: readonly TreeChange[], side: Side): Promise<RawPath[]> {
  const present = changes.filter((change) => change[side] !== null);
  const differ = await differing(checkout, present, side);
  const strays = differ.length === 0 ? [] : await withoutSparse(checkout, differ);
  return [...new Set([...strays, ...(await obstacles(checkout, changes, side))])];
}

/** What lies where a side has nothing, ignored files included: git itself would write over those. */
export async function obstacles(checkout: string, changes: readonly TreeChange[], side: Side): Promise<RawPath[]> {
  const ours = new Set(changes.filter((change) => change[side] !== null).map((change) => change.path));
  const found: RawPath[] = [];
  for (const change of changes) {
    if (change[side] !== null) continue;
    const obstacle = await findObstacle(checkout, change.path, ours);
    if (obstacle !== undefined) found.push(obstacle);
  }
  return found;
}

/** Git itself compares, in an index of just these entries: so line ends, filters and modes count as they do for git. */
async function differing(cwd: string, present: readonly TreeChange[], side: Side): Promise<RawPath[]> {
  const lines: Buffer[] = [];
  for (const change of present) {
    const entry = change[side];
    // Git leaves the folder of another repository alone when it moves files.
    if (!entry || entry.mode === gitlinkMode) continue;
    lines.push(Buffer.from(`${entry.mode} ${entry.id}\t`), toBytes(change.path), Buffer.from([0]));
  }
  if (lines.length === 0) return [];
  await using index = await scratchIndex();
  const { env } = index;
  await plumbOk({ cwd, env, args: ['update-index', '-z', '--index-info'], input: Buffer.concat(lines) });
  const fresh = await plumb({ cwd, env, args: ['update-index', '--refresh'] });
  if (fresh.exit === 0) return [];
  return splitNul(await plumbOk({ cwd, env, args: ['diff-files', '-z', '--name-only'] }));
}

/** In a sparse checkout some files are meant to be missing. */
async function withoutSparse(cwd: string, paths: readonly RawPath[]): Promise<RawPath[]> {
  const tagged = new Set<string>(splitNul(await plumbOk({ cwd, args: ['ls-files', '-t', '-z'] })));
  const strays: RawPath[] = [];
  for (const path of paths) if (!tagged.has(`S ${path}`) || (await look(cwd, path))) strays.push(path);
  return strays;
}

/** What lies where nothing should, unless it is one of `ours`, which go away or change by themselves. */
async function findObstacle(checkout: string, path: RawPath, ours: ReadonlySet<RawPath>): Promise<RawPath | undefined> {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const parent = rawPath(path.slice(0, slash));
    const found = await look(checkout, parent);
    if (!found) return undefined;
    if (!found.isDirectory()) return ours.has(parent) ? undefined : parent;
  }
  const found = await look(checkout, path);
  if (!found) return undefined;
  return found.isDirectory() ? firstStranger(checkout, path, ours) : path;
}

async function firstStranger(
  checkout: string,
  folder: RawPath,
  ours: ReadonlySet<RawPath>,
): Promise<RawPath | undefined> {
  for (const entry of await readdir(below(checkout, folder), { withFileTypes: true, encoding: 'buffer' })) {
    const path = rawPath(`${folder}/${entry.name.toString('latin1')}`);
    const stranger = entry.isDirectory()
      ? await firstStranger(checkout, path, ours)
      : ours.has(path)
        ? undefined
        : path;
    if (stranger !== undefined) return stranger;
  }
  return undefined;
}

async function look(checkout: string, path: RawPath): Promise<Stats | undefined> {
  try {
    return await lstat(below(checkout, path));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** The paths among the changes at which a checkout's index is not exactly as a commit has them; unmerged ones too. */
export async function strayEntries(cwd: string, changes: readonly TreeChange[], commit: string): Promise<RawPath[]> {
  const flags = ['--cached', '--raw', '-z', '--no-renames', '--ita-visible-in-index', '--ignore-submodules=none'];
  const fields = splitNul(await plumbOk({ cwd, args: ['diff-index', ...flags, commit, '--'] }));
  const differ = new Set(fields.filter((_field, index) => index % 2 === 1));
  return changes.map(({ path }) => path).filter((path) => differ.has(path));
}
