import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { plumbOk } from '../plumbing/plumb.ts';

/** One worktree of a repository, as git lists it. */
export interface Worktree {
  readonly path: string;
  /** The commit of its HEAD; all zeros when there is none yet. */
  readonly head: string;
  /** Null when HEAD is detached, also during a rebase. */
  readonly branch: string | null;
  readonly bare: boolean;
  /** The reason it was locked with; null when it is not locked. */
  readonly locked: string | null;
}

/** All worktrees of a repository, the main one first; also those whose folder is gone. */
export async function listWorktrees(root: string): Promise<Worktree[]> {
  const output = await plumbOk({ cwd: root, args: ['worktree', 'list', '--porcelain', '-z'] });
  return output
    .toString('utf8')
    .split('\0\0')
    .filter((block) => block !== '')
    .map((block) => parse(block.split('\0')));
}

function parse(lines: readonly string[]): Worktree {
  const field = (name: string): string | undefined =>
    lines.find((line) => line === name || line.startsWith(`${name} `))?.slice(name.length + 1);
  return {
    path: field('worktree') ?? '',
    head: field('HEAD') ?? '',
    branch: field('branch')?.replace(/^refs\/heads\//, '') ?? null,
    bare: field('bare') !== undefined,
    locked: field('locked') ?? null,
  };
}

/** Where a checkout keeps its index and HEAD; undefined when its folder, or the `.git` in it, is gone. */
export async function gitDirOf(checkout: string): Promise<string | undefined> {
  const entry = join(checkout, '.git');
  const found = await stat(entry).catch(() => undefined);
  if (!found) return undefined;
  if (found.isDirectory()) return entry;
  const target = (await readFile(entry, 'utf8')).replace(/^gitdir: /, '').trim();
  return isAbsolute(target) ? target : resolve(dirname(entry), target);
}

const commonDirs = new Map<string, string>();

/**
 * The folder that all worktrees of a repository share. Git runs there when nothing of any checkout, its
 * `.gitattributes` above all, may have a say.
 */
export async function commonDirOf(root: string): Promise<string> {
  const known = commonDirs.get(root);
  if (known !== undefined) return known;
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  const path = (await plumbOk({ cwd: root, args })).toString('utf8').replace(/\n$/, '');
  commonDirs.set(root, path);
  return path;
}
