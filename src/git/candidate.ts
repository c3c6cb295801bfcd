import { Fault } from '../core/fault.ts';
import { mergeTrees } from './merge-trees.ts';
import { isAncestor, itemRef, lastLanding, setRef } from './plumbing/refs.ts';
import { readSettings } from './plumbing/settings.ts';
import { type Person, identityLine, mergeBase, storeCommit, storedMessage } from './plumbing/write-commit.ts';
import { replayCommits } from './rebase-candidate.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** What to merge onto what, and how the merged commit is written. */
export interface CandidateOrder {
  readonly root: string;
  readonly id: number;
  /** Commits. */
  readonly target: string;
  readonly snapshot: string;
  /**
   * `squash`: one parent, the target; `merge`: the snapshot is the second; `rebase`: the agent's own commits one by
   * one, what they leave out as a last one with the message.
   */
  readonly style: 'merge' | 'squash' | 'rebase';
  /** With its trailers. */
  readonly message: string;
  readonly author: Person;
  /** Milliseconds; the same order gives the same commit. */
  readonly atMs: number;
}

export type Candidate =
  | { readonly kind: 'clean'; readonly commit: string; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** The two have no commit in common. */
  | { readonly kind: 'unrelated' }
  /** It merges, but not in this style; `why` is a sentence that says what to do. */
  | { readonly kind: 'refused'; readonly why: string };

/** Merges without any checkout and keeps the result under the item's `cand` ref. */
export async function buildCandidate(order: CandidateOrder): Promise<Candidate> {
  const cwd = await commonDirOf(order.root);
  const landed = await landedBefore(cwd, order);
  const whole = await mergeTrees({ cwd, base: landed, ours: order.target, theirs: order.snapshot });
  if (whole.kind !== 'clean') return whole;
  const built = await commitFor(order, { cwd, tree: whole.tree, landed });
  if (built.kind === 'refused') return built;
  await setRef(cwd, itemRef(order.id, 'cand'), built.commit);
  return { kind: 'clean', commit: built.commit, tree: whole.tree };
}

interface Merged {
  readonly cwd: string;
  readonly tree: string;
  readonly landed: string | undefined;
}

type Built = { kind: 'built'; commit: string } | Extract<Candidate, { kind: 'refused' }>;

async function commitFor(order: CandidateOrder, { cwd, tree, landed }: Merged): Promise<Built> {
  if (order.style === 'rebase') return replayCommits(order, { cwd, tree, landed });
  const person = identityLine(order.author, order.atMs);
  const commit = await storeCommit(cwd, {
    tree,
    parents: order.style === 'merge' ? [order.target, order.snapshot] : [order.target],
    author: person,
    committer: person,
    encoding: undefined,
    message: storedMessage(order.message),
  });
  return { kind: 'built', commit };
}

/**
 * The snapshot of this item that the target has already, when only what came after it is to be merged: git itself finds
 * the commit that the session started from, and what was squashed since would conflict with itself.
 */
async function landedBefore(cwd: string, order: CandidateOrder): Promise<string | undefined> {
  const last = await lastLanding(cwd, order.id);
  if (last === undefined || !(await isAncestor(cwd, last.commit, order.target))) return undefined;
  const before = await mergeBase(cwd, order.target, last.snapshot);
  const now = await mergeBase(cwd, order.target, order.snapshot);
  if (before === undefined || now === undefined) return undefined;
  // A session that took the target in since then has a better base of its own.
  return (await isAncestor(cwd, now, before)) ? last.snapshot : undefined;
}

/** The person in whose name work lands. Throws Fault `repository` when git does not know. */
export async function landingAuthor(root: string): Promise<Person> {
  const { userName: name, userEmail: email } = await readSettings(root);
  if (name !== undefined && email !== undefined) return { name, email };
  throw new Fault({
    code: 'repository',
    message: `git does not know who commits in ${root}`,
    hint: 'run `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`',
  });
}
