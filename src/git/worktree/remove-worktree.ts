import { Fault } from '../../core/fault.ts';
import { inLane } from '../plumbing/places.ts';
import { complaint, plumb, plumbOk } from '../plumbing/plumb.ts';
import { nameSome, splitNul } from '../plumbing/raw-path.ts';
import { branchRef, deleteRef, isAncestor, keptRef, resolveCommit, setRef, treeOf } from '../plumbing/refs.ts';
import { takeSnapshot } from '../snapshot.ts';
import { gitlinkMode } from '../tree-changes.ts';
import { commonDirOf, gitDirOf } from './worktree-list.ts';
import { worktreeAt } from './worktrees.ts';

/** A worktree to remove after its content was kept. */
export interface RemovalOrder {
  readonly root: string;
  readonly path: string;
  readonly id: number;
  readonly at: number;
  /** A commit that already holds the work (the landed snapshot): the same tree needs no backup. */
  readonly landed?: string | undefined;
}

/** `kept` is the backup's commit, null when none was needed. */
export type RemovedWorktree =
  | { kind: 'removed'; kept: string | null }
  | { kind: 'absent' }
  | { kind: 'refused'; why: string };

/**
 * Removes a worktree, and its branch when the backup holds all of it. What is not landed is kept first as
 * `refs/signalbox/kept/<id>`; what a backup cannot hold is a refusal.
 */
export async function removeWorktree(order: RemovalOrder): Promise<RemovedWorktree> {
  return inLane(await commonDirOf(order.root), () => remove(order));
}

async function remove(order: RemovalOrder): Promise<RemovedWorktree> {
  const { root } = order;
  const worktree = await worktreeAt(root, order.path);
  if (!worktree) return { kind: 'absent' };
  const onDisk = (await gitDirOf(worktree.path)) !== undefined;
  const content = onDisk ? await contentOf(order, worktree.path) : { kind: 'commit' as const, commit: worktree.head };
  if (content.kind === 'refused') return content;
  const kept = await keep(order, content.commit);
  if (worktree.locked !== null) await plumbOk({ cwd: root, args: ['worktree', 'unlock', worktree.path] });
  // Forced, because git would refuse over files that the backup now holds.
  const result = await plumb({ cwd: root, args: ['worktree', 'remove', '--force', worktree.path] });
  if (result.exit !== 0) {
    throw new Fault({ code: 'git', message: `git cannot remove the worktree ${worktree.path}: ${complaint(result)}` });
  }
  if (worktree.branch !== null) await dropBranch(root, worktree.branch, kept ?? content.commit);
  return { kind: 'removed', kept };
}

type Content = { kind: 'commit'; commit: string } | { kind: 'refused'; why: string };

async function contentOf(order: RemovalOrder, worktree: string): Promise<Content> {
  const snapshot = await takeSnapshot({ root: order.root, worktree, id: order.id, at: order.at });
  if (snapshot.kind === 'refused') return { kind: 'refused', why: `${worktree} cannot be backed up: ${snapshot.why}` };
  const unsaved = [...snapshot.leftOut, ...(await changedSubmodules(worktree))];
  if (unsaved.length === 0) return { kind: 'commit', commit: snapshot.commit };
  return {
    kind: 'refused',
    why: `${worktree} holds what a backup does not: ${nameSome(unsaved)}; move or delete it first`,
  };
}

/** Commits and changes inside a submodule are in that submodule's repository, which goes with the worktree. */
async function changedSubmodules(worktree: string): Promise<string[]> {
  const args = ['diff-index', '--raw', '-z', '--ignore-submodules=none', 'HEAD'];
  const fields = splitNul(await plumbOk({ cwd: worktree, args }));
  const changed: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = fields[at + 1];
    if (path !== undefined && fields[at]?.includes(gitlinkMode)) changed.push(path);
  }
  return changed;
}

async function keep(order: RemovalOrder, commit: string): Promise<string | null> {
  const { root, landed } = order;
  if (landed !== undefined && (await treeOf(root, landed)) === (await treeOf(root, commit))) return null;
  const ref = keptRef(order.id);
  await setRef(root, ref, commit);
  if ((await resolveCommit(root, ref)) !== commit) {
    throw new Fault({ code: 'git', message: `the backup ${ref} could not be written`, hint: 'nothing was removed' });
  }
  return commit;
}

async function dropBranch(root: string, branch: string, holder: string): Promise<void> {
  const tip = await resolveCommit(root, branchRef(branch));
  if (tip !== undefined && (await isAncestor(root, tip, holder))) await deleteRef(root, branchRef(branch), tip);
}
