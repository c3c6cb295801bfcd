import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { plumb } from '../plumbing/plumb.ts';
import { commonDirOf, gitDirOf } from './worktree-list.ts';
import { resolved } from './worktrees.ts';

/** Where the repository keeps a linked worktree's HEAD and index, whatever has become of the worktree's folder. */
export async function adminDirOf(root: string, path: string): Promise<string | undefined> {
  const folder = join(await commonDirOf(root), 'worktrees');
  for (const name of await readdir(folder).catch(() => [])) {
    const admin = join(folder, name);
    const link = await readFile(join(admin, 'gitdir'), 'utf8').catch(() => '');
    if (link !== '' && (await resolved(dirname(resolve(admin, link.trim())))) === path) return admin;
  }
  return undefined;
}

/** Why git cannot be asked about the worktree in this folder; null when it can. A lost or broken link to it is mended. */
export async function healWorktree(root: string, path: string): Promise<string | null> {
  const wrong = `${path} is no longer the worktree that git knows there: see \`git worktree repair ${path}\`, or delete it by hand`;
  if (await isLinked(root, path)) return null;
  // Another repository's, that came into its place, is not bent into ours.
  const gitDir = await gitDirOf(path).catch(() => undefined);
  if (gitDir !== undefined && existsSync(join(gitDir, 'HEAD'))) return wrong;
  // It also complains of what it then mends.
  await plumb({ cwd: root, args: ['worktree', 'repair', path] });
  return (await isLinked(root, path)) ? null : wrong;
}

async function isLinked(root: string, path: string): Promise<boolean> {
  const [gitDir, admin] = [await gitDirOf(path).catch(() => undefined), await adminDirOf(root, path)];
  return gitDir !== undefined && admin !== undefined && (await resolved(gitDir)) === (await resolved(admin));
}
