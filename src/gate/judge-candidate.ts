import type { ChangedFile, CheckResult, Reason, Verdict } from '../core/model/verdict.ts';
import type { CandidateOrder } from '../git/candidate.ts';
import { type Check, skipped } from './checks/check.ts';
import { evidenceKey } from './checks/evidence.ts';
import { type ChecksRun, runChecks } from './checks/run-checks.ts';
import { burnIn } from './flakes/burn-in.ts';
import { oldTests } from './flakes/old-tests.ts';
import { type Settling, flakeNote, isKnownIn, settleCheck } from './flakes/settle-check.ts';
import type { GateHooks, GateOrder } from './gate-order.ts';
import { hookChecks } from './landing/hook-checks.ts';
import { type PreparedSlot, prepareSlot } from './slot/prepare-slot.ts';
import { placeAround, placeOf, targetPlace } from './slot/target-place.ts';

/** A candidate that merges, with what is known of it. */
export interface Merged {
  readonly snapshot: string;
  /** The snapshot's own tree: what the work is, whatever it is merged onto. */
  readonly work: string;
  readonly merge: CandidateOrder;
  readonly candidate: string;
  readonly tree: string;
  readonly files: readonly ChangedFile[];
}

/** What running everything came to; `checks` has those that ran, and the reasons say which of them is why. */
export interface CandidateFindings {
  readonly kind: Verdict['kind'];
  readonly reasons: readonly Reason[];
  /** Another commit of the same tree, where a hook edited the message. */
  readonly candidate: string;
  readonly checks: readonly CheckResult[];
  readonly oldTests: Verdict['oldTests'];
  readonly notes: readonly string[];
}

/** Runs the repository's hooks and the checks on a candidate, each in the gate's worktree at exactly this commit. */
export async function judgeCandidate(order: GateOrder, merged: Merged, hooks: GateHooks): Promise<CandidateFindings> {
  const notes: string[] = [];
  hooks.progress?.('worktree');
  const slot = await prepareSlot(order, merged.candidate, hooks);
  notes.push(...slot.notes);
  const findings = {
    notes,
    checks: order.checks.map(skipped),
    oldTests: null,
    reasons: [],
    candidate: merged.candidate,
  };
  if (slot.kind !== 'ready') return { ...findings, ...withoutSlot(slot, order) };

  const hooked = await runHooks(order, merged, hooks);
  notes.push(...hooked.notes);
  const { candidate } = hooked;
  const refused = hooked.results.find(({ outcome }) => outcome !== 'green');
  if (refused !== undefined) {
    const checks = [...hooked.results, ...findings.checks];
    if (refused.outcome !== 'red') return { ...findings, candidate, checks, kind: 'infrastructure' };
    const reason: Reason = { kind: 'hook', hook: refused.name.replace(/^hook /, ''), tail: refused.tail };
    return { ...findings, candidate, checks, kind: 'red', reasons: [reason] };
  }
  if (order.checks.length === 0) return { ...findings, candidate, checks: hooked.results, kind: 'unchecked' };
  const checked = await runAll(order, { ...merged, candidate, setup: slot.key }, hooks);
  return { ...checked, candidate, notes: [...notes, ...checked.notes], checks: [...hooked.results, ...checked.checks] };
}

function withoutSlot(
  slot: Exclude<PreparedSlot, { kind: 'ready' }>,
  order: GateOrder,
): Pick<CandidateFindings, 'kind'> & Partial<CandidateFindings> {
  if (slot.kind === 'red') return { kind: 'red', reasons: [slot.reason] };
  const notes = [...slot.notes, `the set-up could not be run to its end: ${slot.result.run}`];
  return { kind: 'infrastructure', notes, checks: [slot.result, ...order.checks.map(skipped)] };
}

async function runHooks(order: GateOrder, merged: Merged, hooks: GateHooks): ReturnType<typeof hookChecks> {
  const { candidate, merge } = merged;
  if (order.repositoryHooks === 'skip') return { results: [], notes: [], candidate };
  const { gateWorktree, env, logDir } = order;
  return hookChecks({ merge, candidate, gateWorktree, env, logDir }, hooks);
}

/** The checks, and when all of them let it pass: new and changed tests again, and old ones on the new code. */
async function runAll(
  order: GateOrder,
  merged: Merged & { readonly setup: string },
  hooks: GateHooks,
): Promise<Omit<CandidateFindings, 'candidate'>> {
  const { checks, evidence } = order;
  const target = targetPlace({ ...order, branch: order.target, commit: merged.merge.target }, hooks);
  const settling: Settling = { place: placeOf(order), target, known: order.flakes, evidence };
  const around = await placeAround(order, merged.setup);
  const reasons: Reason[] = [];
  const notes: string[] = [];
  const ran: ChecksRun = await runChecks(
    {
      checks,
      place: settling.place,
      commit: merged.candidate,
      tree: merged.tree,
      evidence,
      around,
      async settle(check, run, log) {
        const settled = await settleCheck(settling, { check, ran: run, log }, hooks);
        notes.push(...settled.notes);
        if (settled.reason !== null) reasons.push(settled.reason);
        return settled.result;
      },
    },
    hooks,
  );
  notes.push(...ran.notes);
  if (reasons.length > 0) {
    const kind = reasons.every((reason) => reason.kind === 'target') ? 'target-red' : 'red';
    return { kind, reasons, checks: ran.results, oldTests: null, notes };
  }
  if (ran.results.some(({ outcome }) => outcome === 'infrastructure'))
    return { kind: 'infrastructure', reasons, checks: ran.results, oldTests: null, notes };

  const pairs = checks.map((check, at) => ({ check, result: ran.results[at] ?? skipped(check) }));
  const { work, files, candidate } = merged;
  const burnt = await burnIn({ settling, files, times: order.burnIn, work, around }, pairs, hooks);
  const kept = checks.map((check, at) =>
    rememberFlake(settling, work, { check, result: burnt.results[at] ?? skipped(check) }),
  );
  notes.push(...burnt.notes, ...kept.flatMap(({ note }) => note ?? []));
  const old = await oldTests({ root: order.root, settling, checks, candidate, files, around }, hooks);
  const results = kept.map(({ result }) => result);
  const isNew = results.some(({ flake }) => flake !== null && flake.known === null);
  return { kind: isNew ? 'flaky' : 'green', reasons, checks: results, oldTests: old, notes };
}

/**
 * A new flake stays with the work: judged again, on a target that moved, it may be green by luck, and that would be what
 * let it pass.
 */
function rememberFlake(
  { evidence, known, target }: Settling,
  work: string,
  { check, result }: { check: Check; result: CheckResult },
): { result: CheckResult; note: string | null } {
  const key = evidenceKey({ kind: 'flake', content: work, check, around: '' });
  if (result.outcome === 'flaky') {
    if (result.flake?.known === null) evidence.keep(key, result);
    return { result, note: null };
  }
  const before = evidence.find(key)?.flake ?? null;
  if (before === null || (before.tests.length > 0 && before.tests.every(isKnownIn(known, check)))) {
    return { result, note: null };
  }
  const note = `judged before: ${flakeNote(check, before, target.branch)}`;
  // It was counted when it was seen.
  return { result: { ...result, outcome: 'flaky', flake: before, reused: true }, note };
}
