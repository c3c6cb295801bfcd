import { plumbOk } from './plumbing/plumb.ts';
import { rawPath, readable, splitNul } from './plumbing/raw-path.ts';
import { readBlobs } from './read-blobs.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** Nobody comments on lines of larger files. */
const limits = { each: 4 * 1024 * 1024, all: 64 * 1024 * 1024 };

/** Files of a commit as text, by path; what is not there, too large or no plain file is left out. */
export async function fileTexts(order: {
  readonly root: string;
  readonly commit: string;
  readonly paths: readonly string[];
}): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (order.paths.length === 0) return texts;
  const cwd = await commonDirOf(order.root);
  const ids = new Map<string, string>();
  // Paths are compared as they are shown: one that is no UTF-8 could not be named to git.
  const args = ['ls-tree', '-r', '-z', '--full-tree', order.commit];
  const wanted = new Set(order.paths);
  for (const line of splitNul(await plumbOk({ cwd, args }))) {
    const [mode = '', type, id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
    const path = readable(rawPath(line.slice(line.indexOf('\t') + 1)));
    if (type === 'blob' && mode !== '120000' && wanted.has(path)) ids.set(path, id);
  }
  const blobs = await readBlobs(cwd, ids.values(), limits);
  for (const [path, id] of ids) {
    const bytes = blobs.get(id)?.bytes;
    if (bytes != null) texts.set(path, bytes.toString('utf8'));
  }
  return texts;
}
