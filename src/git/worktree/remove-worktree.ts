import { existsSync } from 'node:fs';
import { lstat, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { inLane } from '../plumbing/places.ts';
import { complaint, plumb, plumbOk } from '../plumbing/plumb.ts';
import { branchRef, deleteRef, isAncestor, keptRef, resolveCommit } from '../plumbing/refs.ts';
import { removeOwnLocks, removeStaleLocks } from '../plumbing/stale-lock.ts';
import { deleteFolder } from './delete-folder.ts';
import { adminDirOf, healWorktree } from './worktree-health.ts';
import { type WorktreeContent, readContent, readLeftovers } from './worktree-content.ts';
import { type Worktree, commonDirOf, listWorktrees } from './worktree-list.ts';
import { resolved } from './worktrees.ts';

/** A session's worktree that is to go. */
export interface RemovalOrder {
  readonly root: string;
  readonly path: string;
  /** The session's branch, which goes too when nothing is lost with it. */
  readonly branch: string;
  readonly id: number;
  readonly at: number;
  /** The snapshot that landed: what is the same needs no backup. */
  readonly landed?: string | undefined;
  /** The target branch's commit: work that it holds needs no backup. */
  readonly target?: string | undefined;
  /** What was changed after the landing is kept as a backup, and no reason to stay. */
  readonly keepBackup?: boolean | undefined;
}

/**
 * `kept`: the backup's commit, null when none is needed. `branchStays`: it has commits that nothing else holds.
 * `edited`: it was changed after what landed was approved.
 */
export type Removal =
  | { readonly kind: 'removed'; readonly kept: string | null; readonly branchStays: boolean }
  | { readonly kind: 'absent'; readonly kept: string | null }
  | { readonly kind: 'edited'; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

/** Says what `removeWorktree` would do; nothing is removed. */
export async function inspectRemoval(order: RemovalOrder): Promise<Removal> {
  return inLane(await commonDirOf(order.root), async () => {
    const found = await find(order);
    if (found.kind === 'refused') return found;
    if (found.kind === 'absent')
      return { kind: 'absent', kept: (await resolveCommit(order.root, keptRef(order.id))) ?? null };
    const content = await contentOf(order, found);
    if (content.kind === 'edited') return { kind: 'edited', files: content.files };
    if (content.kind === 'refused') return content;
    return { kind: 'removed', kept: content.backup ? content.commit : null, branchStays: false };
  });
}

/**
 * Removes a worktree, and its branch when nothing is lost with it. What neither landed nor is merged is kept first as
 * `refs/signalbox/kept/<id>`. Then the folder is renamed, so that a crash never leaves half of it for the whole: begun
 * again at any point, this goes on where it was.
 */
export async function removeWorktree(order: RemovalOrder): Promise<Removal> {
  return inLane(await commonDirOf(order.root), () => remove(order));
}

async function remove(order: RemovalOrder): Promise<Removal> {
  const { root } = order;
  const found = await find(order);
  if (found.kind === 'refused') return found;
  if (found.kind === 'absent') {
    await emptyAside(await resolved(order.path));
    const kept = (await resolveCommit(root, keptRef(order.id))) ?? null;
    await dropBranch(order, kept);
    return { kind: 'absent', kept };
  }
  const content = await contentOf(order, found);
  if (content.kind === 'edited') return { kind: 'edited', files: content.files };
  if (content.kind === 'refused') return content;
  if (content.backup) await keep(order, content.commit);
  const moved = await setAside(found);
  if (moved !== null) return { kind: 'refused', why: moved };
  await forget(root, found.worktree);
  await emptyAside(found.worktree.path);
  // Of a worktree that was whole, an older backup says nothing.
  const earlier = found.onDisk ? undefined : await resolveCommit(root, keptRef(order.id));
  const kept = content.backup ? content.commit : (earlier ?? null);
  return { kind: 'removed', kept, branchStays: !(await dropBranch(order, kept ?? content.commit)) };
}

interface Found {
  readonly kind: 'there';
  readonly worktree: Worktree;
  /** Its folder is there. */
  readonly onDisk: boolean;
}

const refused = (why: string): { kind: 'refused'; why: string } => ({ kind: 'refused', why });

/** The worktree that is to go, if it is there and ours to remove. */
async function find(order: RemovalOrder): Promise<Found | { kind: 'absent' } | { kind: 'refused'; why: string }> {
  const path = await resolved(order.path);
  const [main, ...linked] = await listWorktrees(order.root);
  if (main?.path === path) return refused(`${path} is the repository itself`);
  const worktree = linked.find((candidate) => candidate.path === path);
  const folder = await stat(path).catch(() => undefined);
  if (worktree === undefined) {
    const elsewhere = linked.find((candidate) => candidate.branch === order.branch);
    if (elsewhere) {
      const back = `git worktree unlock ${elsewhere.path}; git worktree move ${elsewhere.path} ${path}`;
      return refused(
        `the worktree of #${order.id} was moved to ${elsewhere.path}: move it back (${back}), or remove it by hand`,
      );
    }
    if (folder === undefined) return { kind: 'absent' };
    return refused(`${path} is no worktree of ${order.root} any more: look at it and delete it by hand`);
  }
  if (worktree.locked !== null && !/^signalbox\b/.test(worktree.locked)) {
    const reason = worktree.locked === '' ? '' : `: ${worktree.locked}`;
    return refused(`${path} is locked${reason}; git worktree unlock ${path}, when it may go`);
  }
  if (folder === undefined) {
    // Set aside by a removal that was cut short, or deleted by hand; on a disk that is away, not even its parent is there.
    if (await stat(dirname(path)).catch(() => undefined)) return { kind: 'there', worktree, onDisk: false };
    return refused(`${dirname(path)} is not there: connect its disk first, or make that folder when it was deleted`);
  }
  const wrong = await healWorktree(order.root, path);
  return wrong === null ? { kind: 'there', worktree, onDisk: true } : refused(wrong);
}

async function contentOf(order: RemovalOrder, { worktree, onDisk }: Found): Promise<WorktreeContent> {
  const content = onDisk
    ? await readContent(order, worktree.path)
    : await readLeftovers(order, await adminDirOf(order.root, worktree.path));
  if (content.kind === 'edited' && order.keepBackup === true) {
    return { kind: 'content', commit: content.commit, backup: true };
  }
  return content;
}

async function keep({ root, id }: RemovalOrder, commit: string): Promise<void> {
  const ref = keptRef(id);
  // With a log of its own: an earlier backup stays reachable through it.
  const args = ['update-ref', '--create-reflog', '-m', `signalbox: clean #${id}`, ref, commit];
  const written = await plumb({ cwd: root, args });
  if (written.exit !== 0 && (await removeOwnLocks(root)).length > 0) await plumbOk({ cwd: root, args });
  if ((await resolveCommit(root, ref)) === commit) return;
  throw new Fault({ code: 'git', message: `the backup ${ref} could not be written`, hint: 'nothing was removed' });
}

const aside = (path: string): string => join(dirname(path), `.removed-${basename(path)}`);

/** From here on nobody can take what is left of the folder for the worktree. */
async function setAside({ worktree: { path }, onDisk }: Found): Promise<string | null> {
  if (!onDisk) return null;
  try {
    await emptyAside(path);
    await rename(path, aside(path));
    return null;
  } catch (thrown) {
    return `${path} cannot be moved away: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/** Deletes what was set aside; true when there was something. */
async function emptyAside(path: string): Promise<boolean> {
  const folder = aside(path);
  if (!(await lstat(folder).catch(() => undefined))) return false;
  await deleteFolder(folder);
  return true;
}

/** Never `git worktree prune`: that would also forget worktrees whose disk is away. */
async function forget(root: string, { path, locked }: Worktree): Promise<void> {
  if (locked !== null) await plumbOk({ cwd: root, args: ['worktree', 'unlock', path] });
  const result = await plumb({ cwd: root, args: ['worktree', 'remove', '--force', path] });
  if (result.exit === 0) return;
  // Half of what git knew of it is gone: a removal that was cut short.
  const admin = await adminDirOf(root, path);
  if (admin === undefined) return;
  if (!existsSync(join(admin, 'HEAD'))) {
    await deleteFolder(admin);
    return;
  }
  throw new Fault({ code: 'git', message: `git cannot forget the worktree ${path}: ${complaint(result)}` });
}

/** Whether the branch is gone: only when its commits are in the backup, in what landed, or in the target. */
async function dropBranch(order: RemovalOrder, holder: string | null | undefined): Promise<boolean> {
  const { root } = order;
  const tip = await resolveCommit(root, branchRef(order.branch));
  if (tip === undefined) return true;
  for (const commit of [holder, order.landed, order.target]) {
    if (!commit || !(await isAncestor(root, tip, commit))) continue;
    await deleteRef(root, branchRef(order.branch), tip).catch(async (thrown: unknown) => {
      // A killed git leaves its locks.
      const commonDir = await commonDirOf(root);
      const removed = await removeStaleLocks({ root, commonDir, branch: order.branch, checkouts: [] });
      if (removed.length === 0) throw thrown;
      await deleteRef(root, branchRef(order.branch), tip);
    });
    return true;
  }
  return false;
}
