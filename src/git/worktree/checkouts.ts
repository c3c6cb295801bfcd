import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { branchRef } from '../plumbing/refs.ts';
import { type Worktree, gitDirOf, listWorktrees } from './worktree-list.ts';

/** The checkouts of a branch, which is at `commit` if it has any, or what forbids to move that branch at all. */
export type FoundCheckouts =
  | { kind: 'found'; checkouts: string[]; commit: string | undefined }
  | { kind: 'blocked'; why: string };

/** Files that say what is going on in a checkout, and how a person calls it. */
const underWay: readonly (readonly [file: string, what: string])[] = [
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase or `git am`'],
  ['MERGE_HEAD', 'a merge'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisect'],
];

/** Finds every worktree that has the branch checked out, and those whose rebase or bisect will return to it. */
export async function findCheckouts(root: string, branch: string): Promise<FoundCheckouts> {
  const checkouts: string[] = [];
  let commit: string | undefined;
  for (const worktree of await listWorktrees(root)) {
    if (worktree.bare) continue;
    const gitDir = await gitDirOf(worktree.path);
    if (gitDir === undefined) {
      if (isAway(worktree, branch))
        return { kind: 'blocked', why: `the checkout of ${branch} at ${worktree.path} is not reachable` };
      continue;
    }
    const on = worktree.branch === branch;
    const what = underWay.find(([file]) => existsSync(join(gitDir, file)))?.[1];
    if (what !== undefined && (on || (await returnsTo(gitDir, branch)))) {
      return { kind: 'blocked', why: `${what} is in progress in ${worktree.path}: finish or abort it` };
    }
    if (!on) continue;
    checkouts.push(worktree.path);
    commit = worktree.head;
  }
  return { kind: 'found', checkouts, commit };
}

/** A locked worktree may be on a disk that is not there now; moving its branch would turn its files into changes. */
function isAway(worktree: Worktree, branch: string): boolean {
  return worktree.branch === branch && worktree.locked !== null;
}

async function returnsTo(gitDir: string, branch: string): Promise<boolean> {
  for (const file of ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']) {
    const text = await readFile(join(gitDir, file), 'utf8').catch(() => '');
    if (text.trim() === branchRef(branch) || text.trim() === branch) return true;
  }
  return false;
}
