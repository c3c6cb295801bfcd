import { join } from 'node:path';
import type { CheckResult, Reason } from '../../core/model/verdict.ts';
import { bringFiles } from './bring-files.ts';
import {
  checkOutCandidate,
  emptySlot,
  hasUntracked,
  readSetupKey,
  restoreTracked,
  writeSetupKey,
} from './gate-worktree.ts';
import { runTwice } from '../checks/run-twice.ts';
import { setupKey } from './setup-key.ts';

/** What a gate's worktree needs before checks can run in it. */
export interface SlotOrder {
  readonly root: string;
  /** The slot. */
  readonly gateWorktree: string;
  readonly setup: readonly string[];
  readonly copy: readonly string[];
  readonly link: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
}

export type PreparedSlot =
  /** `key`: everything that its set-up depends on. */
  | { readonly kind: 'ready'; readonly key: string; readonly notes: readonly string[] }
  | { readonly kind: 'red'; readonly reason: Reason; readonly notes: readonly string[] }
  | { readonly kind: 'infrastructure'; readonly result: CheckResult; readonly notes: readonly string[] };

interface Progress {
  readonly signal?: AbortSignal | undefined;
  progress?(text: string): void;
}

/** Names everything that the set-up for a commit depends on. */
export function slotKey({ root, setup, copy, link }: SlotOrder, commit: string): Promise<string> {
  return setupKey({ worktree: root, commit, commands: setup, rest: { setup, copy, link } });
}

const setupLimitMs = 30 * 60_000;

/** Brings a slot to the candidate and sets it up: from nothing when it is new or what it depends on changed. */
export async function prepareSlot(order: SlotOrder, candidate: string, hooks: Progress): Promise<PreparedSlot> {
  const path = order.gateWorktree;
  const { fresh } = await checkOutCandidate({ root: order.root, path }, candidate);
  const { setup, copy, link } = order;
  const key = await slotKey(order, candidate);
  const kept = !fresh && (await readSetupKey(path)) === key;
  if (!kept) {
    await writeSetupKey(path, null);
    await emptySlot(path);
  }
  // Each time: the person's files may have changed, or a check may have changed the copies.
  const notes = await bringFiles({ from: order.root, to: path, copy, link });
  if (await restoreTracked(path)) notes.push('a file to copy or link is tracked: the one of the work stays');
  if (kept) return { kind: 'ready', key, notes };

  // What is there before the set-up is brought again next time; what is there after it only the set-up can bring.
  const untrackedBefore = await hasUntracked(path);
  for (const [index, run] of setup.entries()) {
    hooks.progress?.(`set-up: ${run}`);
    const log = join(order.logDir, `setup-${index + 1}.log`);
    const check = { name: 'setup', run, cwd: path, env: order.env, timeoutMs: setupLimitMs, log, signal: hooks.signal };
    let result = await runTwice(check);
    // Most set-ups use the network: that it was away for a moment is not the work's fault.
    if (result.outcome === 'red') {
      result = await runTwice({ ...check, log: join(order.logDir, `setup-${index + 1}-repeat.log`) });
      if (result.outcome === 'green') notes.push(`the set-up failed once, and not when it was run again: ${run}`);
    }
    if (result.outcome === 'red') return { kind: 'red', reason: { kind: 'setup', run, tail: result.tail }, notes };
    if (result.outcome !== 'green') return { kind: 'infrastructure', result, notes };
  }
  const changed = await restoreTracked(path);
  if (changed) notes.push('the set-up changed tracked files; they were put back');
  if (untrackedBefore || !(await hasUntracked(path))) await writeSetupKey(path, key);
  return { kind: 'ready', key, notes };
}
