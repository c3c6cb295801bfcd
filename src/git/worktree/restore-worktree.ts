import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inLane } from '../plumbing/places.ts';
import { complaint, plumb, plumbOk, plumbText } from '../plumbing/plumb.ts';
import { branchRef, isAncestor, keptRef, resolveCommit, setRef } from '../plumbing/refs.ts';
import { removeStaleLocks } from '../plumbing/stale-lock.ts';
import { snapshotIdentity } from '../snapshot.ts';
import { completeCheckout } from './complete-checkout.ts';
import { awaitIndexLock } from './move-files.ts';
import { commonDirOf, gitDirOf, listWorktrees } from './worktree-list.ts';
import { resolved } from './worktrees.ts';

/** A worktree to bring back from its backup. */
export interface RestoreOrder {
  readonly root: string;
  readonly path: string;
  readonly branch: string;
  readonly id: number;
  /** Why it is locked, shown by `git worktree list`. */
  readonly reason: string;
}

/** `refused`: nothing was kept, or the place or the branch is somebody's; `why` is a whole sentence. */
export type Restored = { readonly kind: 'restored' } | { readonly kind: 'refused'; readonly why: string };

/**
 * Makes a session's worktree again on its branch, from `refs/signalbox/kept/<id>`: what was not committed is not
 * committed again. Begun again after a crash, it completes what is half done; a worktree that is whole stays as it is.
 */
export async function restoreWorktree(order: RestoreOrder): Promise<Restored> {
  return inLane(await commonDirOf(order.root), () => restore(order));
}

/** Each takes a few seconds. */
const lockAttempts = 6;

const refused = (why: string): Restored => ({ kind: 'refused', why });

async function restore(order: RestoreOrder): Promise<Restored> {
  const { root, branch, id } = order;
  const kept = await resolveCommit(root, keptRef(id));
  if (kept === undefined) return refused(`nothing was kept of #${id}: it had no work that had not landed`);
  const head = await committedPart(root, kept);
  const path = await resolved(order.path);
  const worktrees = await listWorktrees(root);
  const here = worktrees.find((worktree) => worktree.path === path);
  const elsewhere = worktrees.find((worktree) => worktree.branch === branch && worktree !== here);
  if (elsewhere) return refused(`branch ${branch} is checked out at ${elsewhere.path}`);
  if (here === undefined || (await gitDirOf(path)) === undefined) {
    const why = await add({ ...order, path }, { head, again: here !== undefined });
    if (why !== null) return refused(why);
  } else if (here.branch !== branch) return refused(`${path} is a worktree on ${here.branch ?? 'a detached HEAD'}`);
  const held = await awaitOwnGit(order, path);
  return held === null ? fill(path, kept) : refused(held);
}

/** Waits for a git of an earlier attempt that may still run, and removes what a killed one has left. */
async function awaitOwnGit({ root, branch }: RestoreOrder, path: string): Promise<string | null> {
  const commonDir = await commonDirOf(root);
  for (let attempt = 1; ; attempt += 1) {
    const held = await awaitIndexLock(path);
    if (held === undefined) return null;
    if (attempt === lockAttempts) return held.why;
    await removeStaleLocks({ root, commonDir, branch, checkouts: [path] });
  }
}

/** A snapshot's parent is what was committed; a backup that is nobody's snapshot was committed wholly. */
async function committedPart(root: string, kept: string): Promise<string> {
  const shape = await plumbText({ cwd: root, args: ['show', '-s', '--format=%ce %P', kept] });
  const [by, parent] = shape.split(' ');
  return by === snapshotIdentity.GIT_COMMITTER_EMAIL && parent ? parent : kept;
}

async function add(order: RestoreOrder, { head, again }: { head: string; again: boolean }): Promise<string | null> {
  const { root, path, branch } = order;
  if (await stat(path).catch(() => undefined)) return `${path} is there already: move it away first`;
  const tip = await resolveCommit(root, branchRef(branch));
  if (tip !== undefined && !(await isAncestor(root, tip, head))) {
    return `branch ${branch} has other work: rename it first (git branch -m ${branch} NAME)`;
  }
  await setRef(root, branchRef(branch), head);
  await mkdir(dirname(path), { recursive: true });
  const force = again ? ['--force', '--force'] : [];
  const flags = ['--quiet', '--no-checkout', '--lock', '--reason', order.reason, ...force];
  const result = await plumb({ cwd: root, args: ['worktree', 'add', ...flags, '--', path, branch] });
  return result.exit === 0 ? null : `git cannot make the worktree ${path}: ${complaint(result)}`;
}

/** A worktree without an index was never filled; the mark says that filling has begun and not ended. */
async function fill(path: string, kept: string): Promise<Restored> {
  const gitDir = await plumbText({ cwd: path, args: ['rev-parse', '--absolute-git-dir'] });
  const mark = join(gitDir, 'signalbox-restoring');
  const [index, begun] = await Promise.all([join(gitDir, 'index'), mark].map(isThere));
  if (index && !begun) return { kind: 'restored' };
  await writeFile(mark, '');
  await plumbOk({ cwd: path, args: ['read-tree', '--reset', '-u', kept] });
  const complete = await completeCheckout(path);
  // Only the index: the files are as they were, and what was not committed shows as changed again.
  await plumbOk({ cwd: path, args: ['reset', '--quiet', '--mixed'] });
  await rm(mark);
  return complete.kind === 'complete' ? { kind: 'restored' } : refused(complete.why);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
