import { type Finding, findingLine, judgeFindings } from '../core/model/findings.ts';
import { type ChangedFile, type Reason, type Verdict, blankVerdict } from '../core/model/verdict.ts';
import { buildCandidate, landingAuthor } from '../git/candidate.ts';
import { changedFiles } from '../git/diff.ts';
import { treeOf } from '../git/plumbing/refs.ts';
import { takeSnapshot } from '../git/snapshot.ts';
import { effectiveTarget } from '../git/upstream.ts';
import { skipped } from './checks/check.ts';
import { findBetween } from './findings/find.ts';
import type { GateHooks, GateOrder } from './gate-order.ts';
import { judgeCandidate } from './judge-candidate.ts';
import { hooksFor } from './landing/hook-checks.ts';
import { outsideScope } from './scope.ts';
import { inBoth } from './slot/target-place.ts';

type Findings = Partial<Omit<Verdict, 'kind' | 'startedAt' | 'finishedAt'>> & Pick<Verdict, 'kind'>;

/**
 * Judges a session's work as it would be on the target now. Throws the signal's reason when aborted, Fault `repository`
 * when the target or the author is not known, Fault `git` when git fails.
 */
export function judge(order: GateOrder, hooks: GateHooks): Promise<Verdict> {
  return inBoth(order.gateWorktree, async () => {
    const startedAt = order.now();
    hooks.signal?.throwIfAborted();
    const target = await effectiveTarget({ root: order.root, branch: order.target });
    const round = { startedAt, hooks, target: target.base };
    const findings: Findings =
      target.kind === 'target'
        ? await judgeWork(order, round)
        : { kind: 'target-red', reasons: [{ kind: 'diverged', why: target.why }] };
    const said = target.kind === 'target' && target.note !== null ? [target.note] : [];
    return {
      ...blankVerdict,
      target: round.target,
      checks: order.checks.map(skipped),
      ...findings,
      notes: [...said, ...(findings.notes ?? [])],
      startedAt,
      finishedAt: order.now(),
    };
  });
}

interface Round {
  readonly target: string;
  readonly startedAt: number;
  readonly hooks: GateHooks;
}

async function judgeWork(order: GateOrder, round: Round): Promise<Findings> {
  const { target, hooks } = round;
  hooks.progress?.('snapshot');
  const taken = await snapshotOf(order, round);
  if (taken.kind === 'refused') return red({ kind: 'snapshot', why: taken.why });
  const { commit: snapshot, notes } = taken;
  hooks.snapshot?.(snapshot);
  const known = { snapshot, notes: [...notes] };
  if (taken.tree === (await treeOf(order.root, order.base))) return { ...known, kind: 'unchanged' };

  hooks.progress?.('merge');
  const author = order.author ?? (await landingAuthor(order.root));
  const { root, id, style, message } = order;
  const merge = { root, id, target, snapshot, style, message, author, atMs: round.startedAt };
  const candidate = await buildCandidate(merge);
  if (candidate.kind === 'conflict')
    return { ...known, ...red({ kind: 'conflict', files: [...candidate.files], target: order.target }) };
  if (candidate.kind === 'unrelated') {
    const why = `its HEAD has no commit in common with ${order.target}: continue on the branch it was started on`;
    return { ...known, ...red({ kind: 'snapshot', why }) };
  }
  if (candidate.kind === 'refused') return { ...known, ...red({ kind: 'snapshot', why: candidate.why }) };
  if (candidate.tree === (await treeOf(root, target))) return { ...known, kind: 'unchanged' };
  const files = await changedFiles({ root, from: target, to: candidate.commit });
  const merged = { ...known, candidate: candidate.commit, tree: candidate.tree, files };

  const looked = await look(order, { target, candidate: candidate.commit, files });
  const seen = { ...merged, notes: [...notes, ...looked.notes], findings: looked.findings };
  if (looked.reasons.length > 0) return { ...seen, ...red(...looked.reasons) };
  if (order.checks.length === 0 && (await withoutHooks(order, target))) return { ...seen, kind: 'unchecked' };
  const { tree, commit } = candidate;
  const judged = await judgeCandidate(
    order,
    { snapshot, work: taken.tree, merge, candidate: commit, tree, files },
    hooks,
  );
  return {
    ...seen,
    ...judged,
    reasons: [...judged.reasons],
    checks: [...judged.checks],
    notes: [...seen.notes, ...judged.notes],
  };
}

async function withoutHooks({ root, style, repositoryHooks }: GateOrder, target: string): Promise<boolean> {
  return repositoryHooks === 'skip' || (await hooksFor({ root, target, style })).length === 0;
}

interface Looked {
  readonly reasons: Reason[];
  readonly findings: Finding[];
  readonly notes: string[];
}

/** What can be told from the difference alone, before anything runs. */
async function look(
  order: GateOrder,
  { target, candidate, files }: { target: string; candidate: string; files: ChangedFile[] },
): Promise<Looked> {
  const reasons: Reason[] = [];
  const notes: string[] = [];
  const outside = outsideScope(files, order.scope);
  if (outside.length > 0 && order.scopePolicy === 'red') {
    reasons.push({ kind: 'scope', files: outside, scope: [...order.scope] });
  } else for (const file of outside) notes.push(`${file} is outside the task's scope`);
  const found = await findBetween({ root: order.root, from: target, to: candidate });
  const findings = judgeFindings(found, order.policies);
  const lines = findings.filter(({ policy }) => policy === 'red').map(findingLine);
  if (lines.length > 0) reasons.push({ kind: 'findings', lines });
  return { reasons, findings, notes };
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
