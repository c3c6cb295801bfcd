import { plumb, plumbOk, plumbText } from './plumbing/plumb.ts';
import { rawPath, splitNul } from './plumbing/raw-path.ts';
import { scratchIndex } from './plumbing/scratch-index.ts';
import { carrierCommit } from './plumbing/write-commit.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** One file of another commit, and the path that it is to have. */
export interface Overlay {
  readonly from: string;
  readonly to: string;
}

/**
 * A commit that is never referenced: `on` with files as another commit has them laid over it. What that one does not
 * have is left as it is; null when nothing came over, or a folder is in a file's way.
 */
export async function overlayCommit(order: {
  readonly root: string;
  readonly on: string;
  readonly from: string;
  readonly files: readonly Overlay[];
}): Promise<{ commit: string; tree: string } | null> {
  const { root, on, from, files } = order;
  const cwd = await commonDirOf(root);
  const lines: Buffer[] = [];
  for (const file of files) {
    const entry = await entryOf(cwd, from, file.from);
    if (entry !== null) lines.push(Buffer.from(`${entry.mode} ${entry.id}\t${file.to}\0`));
  }
  if (lines.length === 0) return null;
  await using index = await scratchIndex();
  const { env } = index;
  await plumbOk({ cwd, args: ['read-tree', on], env });
  const updated = await plumb({
    cwd,
    args: ['update-index', '-z', '--index-info'],
    env,
    input: Buffer.concat(lines),
  });
  if (updated.exit !== 0) return null;
  const tree = await plumbText({ cwd, args: ['write-tree'], env });
  return { tree, commit: await carrierCommit(cwd, tree, on) };
}

/** A plain file of a commit; null when there is none. */
async function entryOf(cwd: string, commit: string, path: string): Promise<{ mode: string; id: string } | null> {
  const args = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', path];
  const [line] = splitNul(await plumbOk({ cwd, args }));
  if (line === undefined) return null;
  const [mode = '', type, id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
  const found = rawPath(line.slice(line.indexOf('\t') + 1));
  return type === 'blob' && mode !== '120000' && found !== '' ? { mode, id } : null;
}
