import { plumbOk } from './plumbing/plumb.ts';
import { type RawPath, splitNul } from './plumbing/raw-path.ts';

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
