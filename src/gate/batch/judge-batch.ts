import type { CheckResult } from '../../core/model/verdict.ts';
import { buildCandidate, landingAuthor } from '../../git/candidate.ts';
import { treeOf } from '../../git/plumbing/refs.ts';
import { effectiveTarget } from '../../git/upstream.ts';
import type { GateHooks, GateOrder } from '../gate-order.ts';
import { type CandidateFindings, judgeCandidate } from '../judge-candidate.ts';
import { hooksFor } from '../landing/hook-checks.ts';
import { inBoth } from '../slot/target-place.ts';

/** A gate's order for work whose snapshot was judged before. */
export type MemberOrder = GateOrder & { readonly snapshot: string };

export interface BatchOrder {
  /** In the order in which they are to land; of one repository, and for one slot. */
  readonly members: readonly MemberOrder[];
}

export interface BatchVerdict {
  readonly target: string;
  /** Each on top of the one before, the first on the target. */
  readonly members: readonly { readonly session: number; readonly candidate: string; readonly tree: string }[];
  /** To be judged alone: they conflict with the others, or add nothing to them. */
  readonly leftOut: readonly number[];
  readonly verdict: 'green' | 'red';
  readonly checks: readonly CheckResult[];
}

/**
 * Merges several approved snapshots one onto the other and runs the checks once, on the last. Anything but green is red:
 * who is to blame comes out when they are judged in smaller batches, and at last alone.
 */
export function judgeBatch(order: BatchOrder, progress: GateHooks): Promise<BatchVerdict> {
  const [first] = order.members;
  if (first === undefined) throw new Error('a batch needs members');
  return inBoth(first.gateWorktree, async () => {
    const { root, style } = first;
    const where = await effectiveTarget({ root, branch: first.target });
    const target = where.base;
    const nobody: BatchVerdict = {
      target,
      members: [],
      leftOut: order.members.map(({ id }) => id),
      verdict: 'red',
      checks: [],
    };
    // Hooks are asked about one commit each; and why two targets have diverged is said to each.
    if (where.kind === 'diverged') return nobody;
    if (first.repositoryHooks === 'run' && (await hooksFor({ root, target, style })).length > 0) return nobody;
    progress.signal?.throwIfAborted();
    progress.progress?.('merge');
    const { members, leftOut } = await chain(order.members, target);
    if (members.length < 2) return nobody;
    const last = members.at(-1) ?? { candidate: '', tree: '' };
    const { kind, checks } = await runOnLast(order, { target, last }, progress);
    // Smaller ones would be red for the same reason.
    if (kind === 'target-red') return { ...nobody, checks };
    return { target, members, leftOut, verdict: kind === 'green' ? 'green' : 'red', checks };
  });
}

async function chain(
  orders: readonly MemberOrder[],
  target: string,
): Promise<{ members: { session: number; candidate: string; tree: string }[]; leftOut: number[] }> {
  const members: { session: number; candidate: string; tree: string }[] = [];
  const leftOut: number[] = [];
  for (const order of orders) {
    const { root, id, snapshot, style, message } = order;
    const tip = members.at(-1) ?? { candidate: target, tree: await treeOf(root, target) };
    const author = order.author ?? (await landingAuthor(root));
    const merge = { root, id, target: tip.candidate, snapshot, style, message, author, atMs: order.now() };
    const built = await buildCandidate(merge);
    if (built.kind !== 'clean' || built.tree === tip.tree) leftOut.push(id);
    else members.push({ session: id, candidate: built.commit, tree: built.tree });
  }
  return { members, leftOut };
}

/** The checks of all of them, on the last commit; what the files of each one are has been looked at when it was judged. */
async function runOnLast(
  { members }: BatchOrder,
  { target, last }: { target: string; last: { readonly candidate: string; readonly tree: string } },
  progress: GateHooks,
): Promise<Pick<CandidateFindings, 'kind' | 'checks'>> {
  const [first] = members;
  if (first === undefined) throw new Error('a batch needs members');
  // One that needs fewer checks than the others does not mind the others'.
  const checks = [...new Map(members.flatMap((order) => order.checks).map((check) => [check.name, check])).values()];
  const { root, id, snapshot, style, message } = first;
  const author = first.author ?? (await landingAuthor(root));
  const merge = { root, id, target, snapshot, style, message, author, atMs: first.now() };
  const order: GateOrder = { ...first, checks, repositoryHooks: 'skip', burnIn: 0 };
  return judgeCandidate(order, { ...last, snapshot, work: last.tree, merge, files: [] }, progress);
}
