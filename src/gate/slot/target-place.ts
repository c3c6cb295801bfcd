import { join } from 'node:path';
import type { Check, CheckHooks, CheckPlace } from '../checks/check.ts';
import { surroundings } from '../checks/evidence.ts';
import { treeOf } from '../../git/plumbing/refs.ts';
import { findFiles } from './find-files.ts';
import { inSlot } from './gate-worktree.ts';
import { type SlotOrder, prepareSlot, slotKey } from './prepare-slot.ts';

/** The target as it is, without the work: a worktree of its own, made and set up only when something is to run there. */
export interface TargetPlace {
  /** As people call it. */
  readonly branch: string;
  readonly commit: string;
  /** Its content, and what checks depend on there besides; looked at only when it is asked for. */
  known(): Promise<{ readonly tree: string; readonly around: string }>;
  open(): Promise<OpenTarget>;
}

type OpenTarget =
  | { readonly kind: 'open'; readonly place: CheckPlace }
  | { readonly kind: 'unusable'; readonly why: string };

/** The folder of the target's worktree for a gate's: never the same, so that neither sees the other's files. */
export const targetWorktree = (gateWorktree: string): string => `${gateWorktree}-target`;

/** Works in a gate's worktree and in the target's beside it. */
export function inBoth<Result>(gateWorktree: string, work: () => Promise<Result>): Promise<Result> {
  return inSlot(gateWorktree, () => inSlot(targetWorktree(gateWorktree), work));
}

export function targetPlace(
  order: SlotOrder & { readonly checks: readonly Check[]; readonly branch: string; readonly commit: string },
  hooks: CheckHooks,
): TargetPlace {
  const { root, branch, commit } = order;
  const slot = {
    ...order,
    gateWorktree: targetWorktree(order.gateWorktree),
    logDir: join(order.logDir, 'target'),
  };
  let opened: Promise<OpenTarget> | null = null;
  let known: Promise<{ tree: string; around: string }> | null = null;
  const look = async () => ({
    tree: await treeOf(root, commit),
    around: await placeAround(slot, await slotKey(slot, commit)),
  });
  return {
    branch,
    commit,
    known() {
      known ??= look();
      return known;
    },
    open() {
      opened ??= open(slot, { branch, commit }, hooks);
      return opened;
    },
  };
}

async function open(
  slot: SlotOrder,
  { branch, commit }: { branch: string; commit: string },
  hooks: CheckHooks,
): Promise<OpenTarget> {
  hooks.progress?.(`${branch} for comparison`);
  const prepared = await prepareSlot(slot, commit, hooks);
  if (prepared.kind === 'ready') return { kind: 'open', place: placeOf(slot) };
  return { kind: 'unusable', why: `${branch} itself cannot be set up` };
}

/** Where checks run in a slot that is prepared. */
export function placeOf({ gateWorktree, env, logDir }: SlotOrder): CheckPlace {
  return { cwd: gateWorktree, env, logFor: (name) => join(logDir, name) };
}

/** What checks depend on there besides the tree; `setup` is the slot's key. */
export async function placeAround(
  slot: SlotOrder & { readonly checks: readonly Check[] },
  setup: string,
): Promise<string> {
  const { paths } = await findFiles(slot.root, [...slot.copy, ...slot.link]);
  const brought = paths.map((path) => join(slot.root, path));
  const commands = slot.checks.map(({ run }) => run);
  return surroundings({ setup, env: slot.env, brought, commands });
}
