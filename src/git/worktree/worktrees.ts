import { mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../core/fault.ts';
import { inLane } from '../plumbing/places.ts';
import { complaint, plumb, plumbOk, plumbText } from '../plumbing/plumb.ts';
import { branchRef, isAncestor, resolveCommit } from '../plumbing/refs.ts';
import { freeIndex } from '../plumbing/stale-lock.ts';
import { missingLfs } from './complete-checkout.ts';
import { type Worktree, commonDirOf, gitDirOf, listWorktrees } from './worktree-list.ts';

/** A worktree to make for a session. */
export interface WorktreeOrder {
  readonly root: string;
  readonly path: string;
  /** Made at `base`. */
  readonly branch: string;
  readonly base: string;
  /** Why it is locked, shown by `git worktree list`. */
  readonly reason: string;
}

/**
 * `present`: it was there already, on that branch. `taken`: the path or the branch holds other work, which stays, or the
 * commit cannot be checked out here.
 */
export type AddedWorktree =
  | { kind: 'added' | 'present'; /** The commit it is at. */ base: string }
  | { kind: 'taken'; why: string };

/** Makes a session's worktree, one at a time per repository; asked again, it completes what a crash left. */
export async function addWorktree(order: WorktreeOrder): Promise<AddedWorktree> {
  const commonDir = await commonDirOf(order.root);
  return inLane(commonDir, () => add(order));
}

async function add(order: WorktreeOrder): Promise<AddedWorktree> {
  const path = await resolved(order.path);
  const worktrees = await listWorktrees(order.root);
  const here = worktrees.find((worktree) => worktree.path === path);
  const elsewhere = worktrees.find((worktree) => worktree.branch === order.branch && worktree !== here);
  if (elsewhere) return { kind: 'taken', why: `branch ${order.branch} is checked out at ${elsewhere.path}` };
  if (here && here.branch !== order.branch) {
    return { kind: 'taken', why: `${path} is a worktree on ${here.branch ?? 'a detached HEAD'} already` };
  }
  const onDisk = (await gitDirOf(path)) !== undefined;
  if (here && onDisk) return complete(order, path);
  const tip = await resolveCommit(order.root, branchRef(order.branch));
  // A branch that a crash left behind has nothing of its own, though the target may have gone on since; anything else is
  // somebody's work.
  const leftOver = tip !== undefined && !here && (await isAncestor(order.root, tip, order.base));
  if (tip !== undefined && !here && !leftOver) {
    return { kind: 'taken', why: `branch ${order.branch} exists already and has other work` };
  }
  const made = tip === undefined || leftOver;
  const lacking = await missingLfs(order.root, made ? order.base : tip);
  if (lacking !== null) return { kind: 'taken', why: lacking };
  await mkdir(dirname(path), { recursive: true });
  const lock = ['--no-track', '--lock', '--reason', order.reason];
  // Twice: a registered worktree whose folder was deleted by hand, and which is locked.
  const force = here ? ['--force', '--force'] : [];
  const what = made ? ['-B', order.branch, '--', path, order.base] : ['--', path, order.branch];
  const flags = made ? lock : lock.slice(1);
  const args = ['worktree', 'add', '--quiet', ...force, ...flags, ...what];
  const result = await plumb({ cwd: order.root, args });
  if (result.exit === 0) return { kind: 'added', base: made ? order.base : tip };
  throw new Fault({ code: 'git', message: `git cannot make the worktree ${path}: ${complaint(result)}` });
}

/** With a git that still fills a worktree; a large one takes it a minute. */
const patience = { tries: 300, pauseMs: 200 } as const;

/** A worktree without an index was never filled: nobody can have worked in it yet. */
async function complete({ root, base }: WorktreeOrder, path: string): Promise<AddedWorktree> {
  const gitDir = (await gitDirOf(path)) ?? path;
  const isFilled = async () => (await stat(join(gitDir, 'index')).catch(() => undefined)) !== undefined;
  // The git that was to fill it may still be at work, though the daemon that had started it was killed.
  for (let attempt = 0; attempt < patience.tries && !(await isFilled()); attempt += 1) {
    if (await freeIndex(root, gitDir)) break;
    await pause(patience.pauseMs);
  }
  const head = await plumbText({ cwd: path, args: ['rev-parse', 'HEAD'] });
  if (await isFilled()) return { kind: 'present', base: head };
  const to = (await isAncestor(root, head, base)) ? base : head;
  await plumbOk({ cwd: path, args: ['reset', '--quiet', '--hard', to] });
  return { kind: 'added', base: to };
}

/** The path as git lists it: symbolic links of what exists resolved. */
export async function resolved(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined) return found;
  const parent = dirname(path);
  return parent === path ? path : join(await resolved(parent), basename(path));
}

/** The worktree registered at a path, or undefined. */
export async function worktreeAt(root: string, path: string): Promise<Worktree | undefined> {
  const place = await resolved(path);
  return (await listWorktrees(root)).find((worktree) => worktree.path === place);
}
