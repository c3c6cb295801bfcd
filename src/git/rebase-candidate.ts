import { addTrailers, trailersOf } from '../core/words/landing-message.ts';
import type { CandidateOrder } from './candidate.ts';
import { mergeTrees } from './merge-trees.ts';
import { plumbText } from './plumbing/plumb.ts';
import { isAncestor, treeOf } from './plumbing/refs.ts';
import {
  type CommitText,
  type StoredCommit,
  identityLine,
  readCommits,
  storeCommit,
  storedMessage,
} from './plumbing/write-commit.ts';
import { isWorkingTree } from './snapshot.ts';

interface Replay {
  readonly cwd: string;
  /** What all of it comes to: the last commit has this tree, as if it had been squashed. */
  readonly tree: string;
  /** A snapshot whose work the target has already. */
  readonly landed: string | undefined;
}

interface Tip {
  readonly id: string;
  /** Null: the target itself. */
  readonly commit: CommitText | null;
  readonly tree: string;
}

type Replayed =
  | { readonly kind: 'built'; readonly commit: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * The session's own commits one by one on the target, author, date and message kept; merges among them are flattened,
 * what the target has already is dropped. What is not committed comes last, with the landing's message; without any,
 * the last commit gets the message's trailers.
 */
export async function replayCommits(order: CandidateOrder, replay: Replay): Promise<Replayed> {
  const { cwd } = replay;
  const committer = identityLine(order.author, order.atMs);
  let tip: Tip = { id: order.target, commit: null, tree: await treeOf(cwd, order.target) };
  for (const [id, commit] of await ownCommits(order, replay)) {
    const next = await replayOne(replay, { id, commit, tip, committer });
    if (next.kind === 'refused') return next;
    tip = next.tip;
  }
  if (tip.tree !== replay.tree) {
    const message = storedMessage(order.message);
    const rest = { tree: replay.tree, parents: [tip.id], author: committer, committer, encoding: undefined, message };
    return { kind: 'built', commit: await storeCommit(cwd, rest) };
  }
  if (tip.commit === null) return { kind: 'built', commit: tip.id };
  const encoding = tip.commit.encoding === undefined ? 'utf8' : 'latin1';
  const text = Buffer.from(tip.commit.message, 'latin1').toString(encoding);
  const message = Buffer.from(addTrailers(text, trailersOf(order.message)), encoding).toString('latin1');
  return { kind: 'built', commit: await storeCommit(cwd, { ...tip.commit, message }) };
}

/** Those that the target does not have, oldest first, without merges and without the commit made of what is not committed. */
async function ownCommits(order: CandidateOrder, { cwd, landed }: Replay): Promise<[string, StoredCommit][]> {
  const not = [order.target, ...(landed === undefined ? [] : [landed])].map((commit) => `^${commit}`);
  const args = ['rev-list', '--reverse', '--topo-order', '--no-merges', order.snapshot, ...not];
  const ids = (await plumbText({ cwd, args })).split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  const commits = await readCommits(cwd, ids);
  return ids
    .map((id, index): [string, StoredCommit | undefined] => [id, commits[index]])
    .filter((pair): pair is [string, StoredCommit] => pair[1] !== undefined && !isWorkingTree(pair[1], order.id));
}

interface Step {
  readonly id: string;
  readonly commit: StoredCommit;
  readonly tip: Tip;
  readonly committer: string;
}

async function replayOne(
  { cwd, landed }: Replay,
  { id, commit, tip, committer }: Step,
): Promise<{ kind: 'replayed'; tip: Tip } | Extract<Replayed, { kind: 'refused' }>> {
  const [parent] = commit.parents;
  const subject = Buffer.from(commit.message.split('\n')[0] ?? '', 'latin1').toString('utf8');
  const named = `${id.slice(0, 7)} (${subject})`;
  if (parent === undefined)
    return { kind: 'refused', why: `its commit ${named} begins a history of its own: ${advice}` };
  let { tree } = commit;
  if (parent !== tip.id) {
    const base = landed !== undefined && (await isAncestor(cwd, parent, landed)) ? landed : parent;
    const merged = await mergeTrees({ cwd, base, ours: tip.id, theirs: id });
    if (merged.kind !== 'clean') {
      const where = merged.kind === 'conflict' ? ` (${merged.files.slice(0, 3).join(', ')})` : '';
      return { kind: 'refused', why: `its commit ${named} does not apply to the target by itself${where}: ${advice}` };
    }
    tree = merged.tree;
  }
  if (tree === tip.tree) return { kind: 'replayed', tip };
  const { author, encoding, message } = commit;
  const replayed = { tree, parents: [tip.id], author, committer, encoding, message };
  return { kind: 'replayed', tip: { id: await storeCommit(cwd, replayed), commit: replayed, tree } };
}

const advice = 'rebase the branch onto the target (git rebase), or set `land: squash` or `land: merge`';
