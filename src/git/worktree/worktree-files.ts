import { plumbOk } from '../plumbing/plumb.ts';
import { readable, splitNul } from '../plumbing/raw-path.ts';

/** A file that differs from the commit a session started from. */
interface WorktreeFile {
  readonly path: string;
  /** null: binary, or not counted. */
  readonly added: number | null;
  readonly removed: number | null;
  /** git does not know it yet. */
  readonly untracked: boolean;
}

/** Files in a session's working tree, committed and not, that differ from `base`. Takes no lock and writes no index. */
export async function worktreeFiles(order: { worktree: string; base: string }): Promise<WorktreeFile[]> {
  const cwd = order.worktree;
  // A rename is one file less and one more: what an agent is told is which paths there are now.
  const flags = ['--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];
  const tracked = splitNul(await plumbOk({ cwd, args: ['diff', ...flags, order.base, '--'] }));
  const others = ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'];
  const untracked = splitNul(await plumbOk({ cwd, args: others }));
  const counted = tracked.flatMap((line) => {
    const [added = '', removed = '', ...path] = readable(line).split('\t');
    return [{ path: path.join('\t'), added: countOf(added), removed: countOf(removed), untracked: false }];
  });
  return [
    ...counted,
    ...untracked.map((path) => ({ path: readable(path), added: null, removed: null, untracked: true })),
  ];
}

function countOf(text: string): number | null {
  return /^\d+$/.test(text) ? Number.parseInt(text, 10) : null;
}
