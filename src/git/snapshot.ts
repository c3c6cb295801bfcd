import { gitDate } from './plumbing/git-env.ts';
import { plumbText } from './plumbing/plumb.ts';
import { itemRef, resolveCommit, setRef, treeOf } from './plumbing/refs.ts';
import type { StoredCommit } from './plumbing/write-commit.ts';
import { type Refusal, readWorkTree } from './work-tree.ts';
import type { AcceptedExcludes } from './work-tree-listing.ts';

/** Which working tree to keep, for which item, at what time (milliseconds). */
export interface SnapshotOrder {
  readonly root: string;
  readonly worktree: string;
  readonly id: number;
  readonly at: number;
  /** Set where an agent has changed what is excluded. */
  readonly excludes?: AcceptedExcludes | undefined;
}

/** A working tree as a commit on its HEAD. */
export interface Snapshot {
  readonly kind: 'snapshot';
  readonly commit: string;
  readonly tree: string;
  /** What a person should know: files left out, odd links. */
  readonly notes: readonly string[];
  /** Files that exist and are not in it, although git does not ignore them. */
  readonly leftOut: readonly string[];
}

/** In whose name working trees are kept: nobody else commits so. */
export const snapshotIdentity = {
  GIT_AUTHOR_NAME: 'Signalbox',
  GIT_AUTHOR_EMAIL: 'signalbox@localhost',
  GIT_COMMITTER_NAME: 'Signalbox',
  GIT_COMMITTER_EMAIL: 'signalbox@localhost',
};

const subjectFor = (id: number): string => `Working tree of #${id}`;

/** Whether a commit is an item's snapshot of what was not committed. */
export function isWorkingTree(commit: StoredCommit, id: number): boolean {
  const author = `${snapshotIdentity.GIT_AUTHOR_NAME} <${snapshotIdentity.GIT_AUTHOR_EMAIL}> `;
  return commit.author.startsWith(author) && commit.message.trimEnd() === subjectFor(id);
}

/**
 * Keeps the working tree (committed, staged, changed and untracked) as a commit under the item's `snap` ref. The
 * agent's index, HEAD and files stay as they are. The same content on the same HEAD gives the same commit.
 */
export async function takeSnapshot(order: SnapshotOrder): Promise<Snapshot | Refusal> {
  const { worktree, excludes } = order;
  const read = await readWorkTree({ worktree, excludes });
  if (read.kind === 'refused') return read;
  const { tree, head, notes, leftOut } = read;
  const commit = await commitFor(order, tree, head);
  await setRef(worktree, itemRef(order.id, 'snap'), commit);
  return { kind: 'snapshot', commit, tree, notes, leftOut };
}

async function commitFor(order: SnapshotOrder, tree: string, head: string): Promise<string> {
  const cwd = order.worktree;
  if ((await treeOf(cwd, head)) === tree) return head;
  const last = await resolveCommit(cwd, itemRef(order.id, 'snap'));
  if (last !== undefined && (await isSame(cwd, last, { tree, head }))) return last;
  const date = gitDate(order.at);
  const env = { ...snapshotIdentity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return plumbText({ cwd, env, args: ['commit-tree', tree, '-p', head, '-m', subjectFor(order.id)] });
}

async function isSame(cwd: string, commit: string, { tree, head }: { tree: string; head: string }): Promise<boolean> {
  const shape = await plumbText({ cwd, args: ['show', '-s', '--format=%T %P', commit] });
  return shape === `${tree} ${head}`;
}
