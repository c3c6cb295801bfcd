import { Fault } from '../../core/fault.ts';
import { nameSome, readable } from '../plumbing/raw-path.ts';
import { plumb, plumbText } from '../plumbing/plumb.ts';
import { gitDate } from '../plumbing/git-env.ts';
import { deleteRef, isAncestor, itemRef, keptRef, resolveCommit, setRef, treeOf } from '../plumbing/refs.ts';
import { scratchIndex } from '../plumbing/scratch-index.ts';
import { snapshotIdentity, takeSnapshot } from '../snapshot.ts';
import { treeChanges } from '../tree-changes.ts';
import { keepSubmodules } from './keep-submodules.ts';
import type { RemovalOrder } from './remove-worktree.ts';

/**
 * All that a worktree holds, as one commit. `backup`: it must be kept, for nothing else holds all of it. `edited`: it was
 * changed after what landed was approved.
 */
export type WorktreeContent =
  | { readonly kind: 'content'; readonly commit: string; readonly backup: boolean }
  | { readonly kind: 'edited'; readonly commit: string; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

/** Looks at a worktree whose folder is there. */
export async function readContent(order: RemovalOrder, worktree: string): Promise<WorktreeContent> {
  const { root, id, at } = order;
  // What was judged stays where it is: the snapshot taken here is only for the backup.
  const judged = await resolveCommit(root, itemRef(id, 'snap'));
  const snapshot = await takeSnapshot({ root, worktree, id, at }).catch(refusal);
  await (judged === undefined ? deleteRef(root, itemRef(id, 'snap')) : setRef(root, itemRef(id, 'snap'), judged));
  if (snapshot.kind === 'refused') return { kind: 'refused', why: `${worktree} cannot be backed up: ${snapshot.why}` };
  const unsaved = [...snapshot.leftOut, ...(await keepSubmodules(worktree, id))];
  if (unsaved.length > 0) {
    const why = `${worktree} holds what a backup does not: ${nameSome(unsaved)}; move or delete it first`;
    return { kind: 'refused', why };
  }
  return compare(order, snapshot.commit);
}

/**
 * What is left of a worktree whose folder is gone: its commits, and what was staged. An earlier backup of more than that
 * is the better one.
 */
export async function readLeftovers(order: RemovalOrder, gitDir: string | undefined): Promise<WorktreeContent> {
  const { root } = order;
  const head = gitDir === undefined ? undefined : await headOf(gitDir);
  const kept = await resolveCommit(root, keptRef(order.id));
  if (head === undefined) return { kind: 'content', commit: kept ?? '', backup: false };
  const commit = (gitDir === undefined ? undefined : await stagedCommit(order, { gitDir, head })) ?? head;
  if (kept !== undefined && commit === head && (await isAncestor(root, head, kept))) {
    return { kind: 'content', commit: kept, backup: false };
  }
  // What landed without having been committed went with the folder: that is no change.
  const { landed } = order;
  if (landed !== undefined && commit === head && (await isAncestor(root, head, landed)))
    return { kind: 'content', commit, backup: false };
  return compare(order, commit);
}

async function compare(order: RemovalOrder, commit: string): Promise<WorktreeContent> {
  const { root, landed, target } = order;
  if (landed === undefined) {
    const merged = target !== undefined && (await isAncestor(root, commit, target));
    return { kind: 'content', commit, backup: !merged };
  }
  const changes = await treeChanges(root, landed, commit);
  if (changes.length > 0) return { kind: 'edited', commit, files: changes.map(({ path }) => readable(path)) };
  return { kind: 'content', commit, backup: !(await isHeld(root, commit, landed)) };
}

/** The same files have landed; commits of its own may not have. */
async function isHeld(root: string, commit: string, landed: string): Promise<boolean> {
  if (await isAncestor(root, commit, landed)) return true;
  const shape = await plumbText({ cwd: root, args: ['show', '-s', '--format=%ce %P', commit] });
  const [by, parent = ''] = shape.split(' ');
  return by === snapshotIdentity.GIT_COMMITTER_EMAIL && (await isAncestor(root, parent, landed));
}

/** A worktree whose index or HEAD is broken: git says what it cannot read. */
function refusal(thrown: unknown): { kind: 'refused'; why: string } {
  if (!(thrown instanceof Fault)) throw thrown;
  return { kind: 'refused', why: thrown.message };
}

async function headOf(gitDir: string): Promise<string | undefined> {
  const env = { GIT_DIR: gitDir };
  const result = await plumb({ cwd: gitDir, env, args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'] });
  return result.exit === 0 ? result.stdout.toString('utf8').trim() : undefined;
}

async function stagedCommit(
  { id, at }: RemovalOrder,
  { gitDir, head }: { gitDir: string; head: string },
): Promise<string | undefined> {
  await using index = await scratchIndex(`${gitDir}/index`);
  const env = { ...index.env, GIT_DIR: gitDir };
  const written = await plumb({ cwd: gitDir, env, args: ['write-tree'] });
  const tree = written.stdout.toString('utf8').trim();
  if (written.exit !== 0 || tree === (await treeOf(gitDir, head))) return undefined;
  const date = gitDate(at);
  const who = { ...snapshotIdentity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const args = ['commit-tree', tree, '-p', head, '-m', `Working tree of #${id}`];
  return plumbText({ cwd: gitDir, env: { GIT_DIR: gitDir, ...who }, args });
}
