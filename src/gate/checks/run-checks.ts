import { existsSync } from 'node:fs';
import type { CheckResult } from '../../core/model/verdict.ts';
import { restoreTracked } from '../slot/gate-worktree.ts';
import { type Check, type CheckHooks, type CheckPlace, fileName, skipped } from './check.ts';
import { type Evidence, evidenceKey } from './evidence.ts';
import { endStrays } from './end-strays.ts';
import { type Ran, runReported } from './run-reported.ts';

export interface ChecksOrder {
  readonly checks: readonly Check[];
  readonly place: CheckPlace;
  /** The candidate. */
  readonly commit: string;
  readonly tree: string;
  readonly evidence: Evidence;
  /** See `surroundings`. */
  readonly around: string;
  /** Finds out what a red check means; its result takes the red one's place. Runs while no other check does. */
  settle(check: Check, ran: Ran, log: string): Promise<CheckResult>;
}

export interface ChecksRun {
  readonly results: CheckResult[];
  readonly notes: string[];
}

/**
 * Runs the checks in order, those that may at once, up to the first that is not green or merely flaky. Each sees exactly
 * the candidate's tracked files. What was green before on the same content is not run again.
 */
export async function runChecks(order: ChecksOrder, hooks: CheckHooks): Promise<ChecksRun> {
  const results = new Map<Check, CheckResult>();
  const notes: string[] = [];
  const finish = (): ChecksRun => ({
    results: order.checks.map((check) => results.get(check) ?? skipped(check)),
    notes,
  });
  for (const group of groupsOf(order.checks)) {
    let pending: readonly Check[] = group.filter((check) => !reuse(order, check, results));
    while (pending.length > 0) {
      const { ran, ended } = await runTogether(order, pending, hooks);
      if (await restoreTracked(order.place.cwd, order.commit)) notes.push(changedNote(pending));
      for (const [check, run] of ran) {
        notes.push(...run.notes);
        const log = logOf(order, check);
        const isOpen = run.result.outcome === 'red' && [...results.values()].every(letsOn);
        const result = isOpen ? await order.settle(check, run, log) : run.result;
        results.set(check, result);
        if (result.outcome === 'green') order.evidence.keep(keyOf(order, check), result);
      }
      if (![...results.values()].every(letsOn)) return finish();
      // What was ended for another's failure that turned out to be none.
      pending = ended;
    }
  }
  return finish();
}

function letsOn({ outcome }: CheckResult): boolean {
  return outcome === 'green' || outcome === 'flaky';
}

/** Neighbours that may run at once. */
function groupsOf(checks: readonly Check[]): Check[][] {
  const groups: Check[][] = [];
  for (const check of checks) {
    const last = groups.at(-1);
    if (check.parallel === true && last?.[0]?.parallel === true) last.push(check);
    else groups.push([check]);
  }
  return groups;
}

function keyOf({ tree, commit, around }: ChecksOrder, check: Check): string {
  return evidenceKey({ kind: 'check', content: check.commitExact === true ? commit : tree, check, around });
}

function logOf(order: ChecksOrder, check: Check): string {
  return `${order.checks.indexOf(check) + 1}-${fileName(check)}`;
}

/** Takes an earlier result, when there is one and its log can still be read. */
function reuse(order: ChecksOrder, check: Check, results: Map<Check, CheckResult>): boolean {
  const found = order.evidence.find(keyOf(order, check));
  if (found === null || !existsSync(found.log)) return false;
  results.set(check, { ...found, reused: true });
  return true;
}

/** The first that is not green ends the others: nobody waits for what decides nothing any more. */
async function runTogether(
  order: ChecksOrder,
  checks: readonly Check[],
  hooks: CheckHooks,
): Promise<{ ran: Map<Check, Ran>; ended: Check[] }> {
  const { place } = order;
  const stop = new AbortController();
  const signal = hooks.signal === undefined ? stop.signal : AbortSignal.any([hooks.signal, stop.signal]);
  hooks.progress?.(checks.map(({ name }) => name).join(', '));
  const ran = new Map<Check, Ran>();
  const ended: Check[] = [];
  const runs = checks.map(async (check) => {
    try {
      const run = await runReported({ check, place, log: logOf(order, check) }, { ...hooks, signal });
      ran.set(check, run);
      if (run.result.outcome !== 'green') stop.abort(new Error('another check failed'));
    } catch (thrown) {
      if (!stop.signal.aborted || thrown !== stop.signal.reason) {
        stop.abort(new Error('another check broke down'));
        throw thrown;
      }
      ended.push(check);
    }
  });
  // Nobody goes on while one of them still runs.
  const settled = await Promise.allSettled(runs);
  await endStrays(place);
  hooks.signal?.throwIfAborted();
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return { ran, ended: checks.filter((check) => ended.includes(check)) };
}

function changedNote(checks: readonly Check[]): string {
  const names = checks.map(({ name }) => name).join(', ');
  return `check ${names} changed tracked files; they were put back`;
}
