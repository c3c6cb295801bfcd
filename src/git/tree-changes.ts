import { plumbOk } from './plumbing/plumb.ts';
import { type RawPath, splitNul } from './plumbing/raw-path.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** What a commit holds at a path. */
interface TreeEntry {
  /** Six octal digits: 100644, 100755, 120000 (symbolic link), 160000 (another repository's commit). */
  readonly mode: string;
  readonly id: string;
}

/** One path at which two commits differ; null where it does not exist. */
export interface TreeChange {
  readonly path: RawPath;
  readonly from: TreeEntry | null;
  readonly to: TreeEntry | null;
}

export const gitlinkMode = '160000';
export const linkMode = '120000';

/** Two commits never come to differ in other ways: the last few differences are remembered. */
const remembered = new Map<string, Promise<TreeChange[]>>();
const most = 4;

/** All paths at which two commits differ, renames as removal and addition. */
export async function treeChanges(root: string, from: string, to: string): Promise<TreeChange[]> {
  const key = `${from} ${to}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const changes = differ(root, from, to);
  remembered.set(key, changes);
  const [oldest] = remembered.keys();
  if (remembered.size > most && oldest !== undefined) remembered.delete(oldest);
  return changes.catch((error: unknown) => {
    remembered.delete(key);
    throw error;
  });
}

async function differ(root: string, from: string, to: string): Promise<TreeChange[]> {
  const fields = splitNul(
    await plumbOk({ cwd: root, args: ['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to] }),
  );
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', oldId = '', newId = ''] = (fields[at] ?? '').slice(1).split(' ');
    const path = fields[at + 1];
    if (path !== undefined) changes.push({ path, from: entry(oldMode, oldId), to: entry(newMode, newId) });
  }
  return changes;
}

function entry(mode: string, id: string): TreeEntry | null {
  return mode === '000000' ? null : { mode, id };
}

/** A path at which two commits differ, a rename as one change. */
export interface EntryChange extends TreeChange {
  /** Before a rename; null otherwise. */
  readonly oldPath: RawPath | null;
}

/**
 * Like `treeChanges` with renames recognised. Asked of the shared directory, where no attribute of a checkout holds,
 * and with other repositories' commits whatever the configuration says of them.
 */
export async function entryChanges(order: { root: string; from: string; to: string }): Promise<EntryChange[]> {
  const cwd = await commonDirOf(order.root);
  const flags = ['-r', '-z', '--raw', '--no-abbrev', '-M', '-l1000', '--ignore-submodules=none'];
  const fields = splitNul(await plumbOk({ cwd, args: ['diff-tree', ...flags, order.from, order.to] }));
  const changes: EntryChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = (fields[at] ?? '').slice(1).split(' ');
    const renamed = status.startsWith('R');
    const oldPath = renamed ? fields[at + 1] : undefined;
    if (renamed) at += 1;
    const path = fields[at + 1];
    if (path === undefined) throw new Error('git diff-tree ended in the middle of a record');
    changes.push({ path, oldPath: oldPath ?? null, from: entry(oldMode, oldId), to: entry(newMode, newId) });
  }
  return changes;
}

/** The paths of all files of a commit. */
export async function pathsOf(root: string, commit: string): Promise<RawPath[]> {
  const cwd = await commonDirOf(root);
  return splitNul(await plumbOk({ cwd, args: ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit] }));
}
