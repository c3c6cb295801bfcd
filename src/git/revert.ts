import { mergeTrees } from './merge-trees.ts';
import { identityLine, storeCommit, storedMessage } from './plumbing/write-commit.ts';
import { treeOf } from './plumbing/refs.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** What is to be taken back of a branch: everything between two of its commits. */
export interface RevertOrder {
  readonly root: string;
  /** Commits: the branch as it is now, and what landed on it from where to where. */
  readonly target: string;
  readonly from: string;
  readonly to: string;
  readonly message: string;
  /** Milliseconds; the same order gives the same commit. */
  readonly atMs: number;
}

export type Revert =
  /** A commit on the target without what landed. */
  | { readonly kind: 'clean'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** Nothing of it is left in the target. */
  | { readonly kind: 'nothing' };

/** Takes a landing back without any checkout: a merge of what was before it, as seen from what it made. */
export async function buildRevert({ root, target, from, to, message, atMs }: RevertOrder): Promise<Revert> {
  const cwd = await commonDirOf(root);
  const merged = await mergeTrees({ cwd, base: to, ours: target, theirs: from });
  if (merged.kind === 'conflict') return merged;
  if (merged.kind === 'unrelated') throw new Error(`${to} and ${target} could not be merged with a given base`);
  if (merged.tree === (await treeOf(cwd, target))) return { kind: 'nothing' };
  const person = identityLine({ name: 'Signalbox', email: 'signalbox@localhost' }, atMs);
  const commit = await storeCommit(cwd, {
    tree: merged.tree,
    parents: [target],
    author: person,
    committer: person,
    encoding: undefined,
    message: storedMessage(message),
  });
  return { kind: 'clean', commit };
}
