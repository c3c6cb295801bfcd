import { join } from 'node:path';
import { type CheckResult, type ChangedFile, type Reason, type Verdict, blankVerdict } from '../core/verdict.ts';
import { buildCandidate, landingAuthor } from '../git/candidate.ts';
import { changedFiles } from '../git/diff.ts';
import { treeOf } from '../git/plumbing/refs.ts';
import type { Person } from '../git/plumbing/write-commit.ts';
import { takeSnapshot } from '../git/snapshot.ts';
import { effectiveTarget } from '../git/upstream.ts';
import type { AcceptedExcludes } from '../git/work-tree-listing.ts';
import { inSlot } from './slot/gate-worktree.ts';
import { type SlotOrder, prepareSlot } from './slot/prepare-slot.ts';
import { type Check, runChecks, skipped } from './checks/run-checks.ts';
import { outsideScope } from './scope.ts';

/** Everything a gate needs to know. All of it comes from the trusted configuration and the journal, nothing from the work. */
export interface GateOrder extends SlotOrder {
  readonly id: number;
  /** The session's worktree. */
  readonly worktree: string;
  /** The branch to land on. */
  readonly target: string;
  /** The commit the session started from. */
  readonly base: string;
  readonly style: 'merge' | 'squash' | 'rebase';
  /** Of the commit that would land. */
  readonly message: string;
  /** Default: the person by git's configuration. */
  readonly author?: Person | undefined;
  /** Globs; none allows everything. */
  readonly scope: readonly string[];
  readonly scopePolicy: 'red' | 'note';
  readonly checks: readonly Check[];
  /** What is excluded as it was accepted, where an agent has changed that since. */
  readonly excludes?: AcceptedExcludes | undefined;
  /** A commit judged before (an approved one): then none is taken of the working tree. */
  readonly snapshot?: string | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface GateHooks {
  readonly signal?: AbortSignal | undefined;
  /** What is being done, in a few words. */
  progress?(text: string): void;
  /** The commit that is judged from now on. */
  snapshot?(commit: string): void;
}

type Findings = Partial<Omit<Verdict, 'kind' | 'startedAt' | 'finishedAt'>> & Pick<Verdict, 'kind'>;

/**
 * Judges a session's work as it would be on the target now. Throws the signal's reason when aborted, Fault `repository`
 * when the target or the author is not known, Fault `git` when git fails.
 */
export function judge(order: GateOrder, hooks: GateHooks): Promise<Verdict> {
  return inSlot(order.gateWorktree, async () => {
    const startedAt = order.now();
    const where = await effectiveTarget({ root: order.root, branch: order.target });
    const target = where.kind === 'target' ? where.base : where.local;
    const findings =
      where.kind === 'diverged'
        ? red({ kind: 'snapshot', why: where.why })
        : await find(order, { target, startedAt, hooks, note: where.note });
    return {
      ...blankVerdict,
      target,
      checks: order.checks.map(skipped),
      ...findings,
      startedAt,
      finishedAt: order.now(),
    };
  });
}

interface Round {
  readonly target: string;
  readonly startedAt: number;
  readonly hooks: GateHooks;
  /** Of the look at the upstream. */
  readonly note: string | null;
}

async function find(order: GateOrder, round: Round): Promise<Findings> {
  const { target, hooks } = round;
  hooks.signal?.throwIfAborted();
  hooks.progress?.('snapshot');
  const taken = await snapshotOf(order, round);
  if (taken.kind === 'refused') return red({ kind: 'snapshot', why: taken.why });
  const { commit: snapshot, notes } = taken;
  hooks.snapshot?.(snapshot);
  const known = { snapshot, notes: round.note === null ? [...notes] : [round.note, ...notes] };
  if (taken.tree === (await treeOf(order.root, order.base))) return { ...known, kind: 'unchanged' };

  hooks.progress?.('merge');
  const author = order.author ?? (await landingAuthor(order.root));
  const { root, id, style, message } = order;
  const merge = { root, id, target, snapshot, style, message, author, atMs: round.startedAt };
  const candidate = await buildCandidate(merge);
  if (candidate.kind === 'conflict')
    return {
      ...known,
      ...red({ kind: 'conflict', files: [...candidate.files], target: order.target }),
    };
  if (candidate.kind === 'unrelated') {
    const why = `its HEAD has no commit in common with ${order.target}: continue on the branch it was started on`;
    return { ...known, ...red({ kind: 'snapshot', why }) };
  }
  if (candidate.kind === 'refused') return { ...known, ...red({ kind: 'snapshot', why: candidate.why }) };
  if (candidate.tree === (await treeOf(root, target))) return { ...known, kind: 'unchanged' };
  const files = await changedFiles({ root, from: target, to: candidate.commit });
  const merged = { ...known, candidate: candidate.commit, tree: candidate.tree, files };
  return judgeCandidate(order, hooks, merged);
}

function red(...reasons: Reason[]): { kind: 'red'; reasons: Reason[] } {
  return { kind: 'red', reasons };
}

async function snapshotOf(order: GateOrder, round: Round): ReturnType<typeof takeSnapshot> {
  const { root, worktree, id, snapshot, excludes } = order;
  if (snapshot === undefined) return takeSnapshot({ root, worktree, id, at: round.startedAt, excludes });
  return {
    kind: 'snapshot',
    commit: snapshot,
    tree: await treeOf(root, snapshot),
    notes: [],
    leftOut: [],
  };
}

interface Merged {
  readonly snapshot: string;
  readonly notes: readonly string[];
  readonly candidate: string;
  readonly tree: string;
  readonly files: ChangedFile[];
}

async function judgeCandidate(order: GateOrder, hooks: GateHooks, merged: Merged): Promise<Findings> {
  const outside = outsideScope(merged.files, order.scope);
  const notes = [...merged.notes];
  if (outside.length > 0 && order.scopePolicy === 'red') {
    return { ...merged, notes, ...red({ kind: 'scope', files: outside, scope: [...order.scope] }) };
  }
  for (const file of outside) notes.push(`${file} is outside the task's scope`);
  if (order.checks.length === 0) return { ...merged, notes, kind: 'unchecked' };

  hooks.progress?.('worktree');
  const slot = await prepareSlot(order, merged.candidate, hooks);
  notes.push(...slot.notes);
  if (slot.kind === 'red') return { ...merged, notes, ...red(slot.reason) };
  if (slot.kind === 'infrastructure') {
    notes.push(`the set-up could not be run to its end: ${slot.result.run}`);
    return {
      ...merged,
      notes,
      kind: 'infrastructure',
      checks: [slot.result, ...order.checks.map(skipped)],
    };
  }
  const ran = await runChecks(
    {
      checks: order.checks,
      cwd: order.gateWorktree,
      env: order.env,
      logFor: (name) => join(order.logDir, name),
    },
    hooks,
  );
  notes.push(...ran.notes);
  const found = { ...merged, notes, checks: ran.results };
  const last = ran.results.find((result) => result.outcome === 'red');
  if (last)
    return {
      ...found,
      ...red({ kind: 'check', name: last.name, run: last.run, exit: last.exit, tail: last.tail }),
    };
  const green = ran.results.every((result: CheckResult) => result.outcome === 'green');
  return { ...found, kind: green ? 'green' : 'infrastructure' };
}
