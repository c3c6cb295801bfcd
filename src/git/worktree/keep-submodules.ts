import { lstat } from 'node:fs/promises';
import { plumb, plumbOk, plumbText } from '../plumbing/plumb.ts';
import { readable, splitNul } from '../plumbing/raw-path.ts';
import { keptRef } from '../plumbing/refs.ts';
import { type OpenSubmodule, hasCommit, openSubmodules } from './submodules.ts';

/**
 * Commits that exist only in a worktree's own copies of its submodules would go with it: they are brought into the
 * repositories that the person's checkout has of them. Gives the paths of submodules for which that is not possible.
 */
export async function keepSubmodules(worktree: string, id: number): Promise<string[]> {
  const unsaved = await changedSubmodules(worktree);
  for (const submodule of await openSubmodules(worktree)) {
    if (!(await keep(submodule, id))) unsaved.push(submodule.path);
  }
  return [...new Set(unsaved)];
}

async function keep({ place, home, commit }: OpenSubmodule, id: number): Promise<boolean> {
  const heads = await plumbText({ cwd: place, args: ['for-each-ref', '--format=%(objectname)', 'refs/heads/'] });
  const tips = [commit, ...heads.split('\n').filter((tip) => tip !== '')];
  const hasHome = (await lstat(home).catch(() => undefined)) !== undefined;
  if (!hasHome) {
    // Nowhere to bring them to: they must be on its remote.
    const args = ['rev-list', '--max-count=1', ...tips, '--not', '--remotes'];
    return (await plumbOk({ cwd: place, args })).length === 0;
  }
  const known = await Promise.all(tips.map((tip) => hasCommit(home, tip)));
  if (known.every(Boolean)) return true;
  const refs = [`+HEAD:${keptRef(id)}/HEAD`, `+refs/heads/*:${keptRef(id)}/heads/*`];
  const args = ['-c', 'protocol.file.allow=always', 'fetch', '--quiet', '--no-tags', place, ...refs];
  return (await plumb({ cwd: home, env: { GIT_DIR: home }, args })).exit === 0;
}

/** Submodules with changed or untracked files inside: no backup of this repository can hold these. */
async function changedSubmodules(worktree: string): Promise<string[]> {
  const args = ['status', '--porcelain=v2', '-z', '--untracked-files=no', '--ignore-submodules=none'];
  const fields = splitNul(await plumbOk({ cwd: worktree, args }));
  const changed: string[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const [kind, , submodule = '', ...rest] = (fields[at] ?? '').split(' ');
    // A rename's old path is a field of its own.
    if (kind === '2') at += 1;
    if ((kind !== '1' && kind !== '2' && kind !== 'u') || !/^S.(M.|.U)/.test(submodule)) continue;
    const skipped = kind === '1' ? 5 : kind === '2' ? 6 : 7;
    const path = splitNul(Buffer.from(rest.slice(skipped).join(' '), 'latin1'))[0];
    if (path !== undefined) changed.push(readable(path));
  }
  return changed;
}
