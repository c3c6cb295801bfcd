import { join } from 'node:path';
import type { CheckResult } from '../../core/verdict.ts';
import { buildCandidate, landingAuthor } from '../../git/candidate.ts';
import { treeOf } from '../../git/plumbing/refs.ts';
import { effectiveTarget } from '../../git/upstream.ts';
import { runChecks } from '../checks/run-checks.ts';
import type { GateHooks, GateOrder } from '../judge.ts';
import { hooksFor } from '../landing/hook-checks.ts';
import { inSlot } from '../slot/gate-worktree.ts';
import { prepareSlot } from '../slot/prepare-slot.ts';

/** A gate's order for work whose snapshot was judged before. */
export type MemberOrder = GateOrder & { readonly snapshot: string };

export interface BatchOrder {
  /** In the order in which they are to land; of one repository, and for one slot. */
  readonly members: readonly MemberOrder[];
  /** Whether the repository's own hooks have a say. */
  readonly hooks: boolean;
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
  return inSlot(first.gateWorktree, async () => {
    const { root, style } = first;
    const where = await effectiveTarget({ root, branch: first.target });
    const target = where.kind === 'target' ? where.base : where.local;
    const nobody: BatchVerdict = {
      target,
      members: [],
      leftOut: order.members.map(({ id }) => id),
      verdict: 'red',
      checks: [],
    };
    // Hooks are asked about one commit each; and why two targets have diverged is said to each.
    if (where.kind === 'diverged') return nobody;
    if (order.hooks && (await hooksFor({ root, target, style })).length > 0) return nobody;
    progress.signal?.throwIfAborted();
    progress.progress?.('merge');
    const { members, leftOut } = await chain(order.members, target);
    if (members.length < 2) return nobody;
    return { target, members, leftOut, ...(await runOnLast(order, members.at(-1)?.candidate ?? '', progress)) };
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

async function runOnLast(
  { members }: BatchOrder,
  candidate: string,
  progress: GateHooks,
): Promise<Pick<BatchVerdict, 'verdict' | 'checks'>> {
  const [first] = members;
  if (first === undefined) throw new Error('a batch needs members');
  progress.progress?.('worktree');
  const slot = await prepareSlot(first, candidate, progress);
  if (slot.kind !== 'ready') return { verdict: 'red', checks: [] };
  // One that needs fewer checks than the others does not mind the others'.
  const checks = [...new Map(members.flatMap((order) => order.checks).map((check) => [check.name, check])).values()];
  const { gateWorktree: cwd, env, logDir } = first;
  const { results } = await runChecks({ checks, cwd, env, logFor: (name) => join(logDir, name) }, progress);
  const green = results.length > 0 && results.every(({ outcome }) => outcome === 'green');
  return { verdict: green ? 'green' : 'red', checks: results };
}
