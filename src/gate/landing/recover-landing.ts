import { findCheckouts } from '../../git/worktree/checkouts.ts';
import { followBranch } from '../../git/worktree/follow-branch.ts';
import { awaitIndexLock, stateOfMove } from '../../git/worktree/move-files.ts';
import { sweepScratch } from '../../git/plumbing/scratch-folder.ts';
import { removeStaleLocks } from '../../git/plumbing/stale-lock.ts';
import { nameSome } from '../../git/plumbing/raw-path.ts';
import { branchRef, isAncestor, resolveCommit } from '../../git/plumbing/refs.ts';
import { commonDirOf } from '../../git/worktree/worktree-list.ts';
import { type LandingOutcome, type LandingSteps, moveBack, swapTarget } from './swap-target.ts';

/** A journalled landing of which it is not known how far it came. */
export interface InterruptedLanding extends LandingSteps {
  /** As journalled with the intent. */
  readonly checkouts: readonly string[];
  /** For the branch's log. */
  readonly message: string;
}

/** `redo`: nothing of it happened, or everything was taken back: prepare it again. */
export type Recovery = LandingOutcome | { readonly kind: 'redo' };

/**
 * Finishes or takes back a landing that a crash interrupted. Facts decide: where the branch is and what the checkouts
 * hold. What is neither before nor after is the person's: it stays, and `blocked` says what to do.
 */
export async function recoverLanding(order: InterruptedLanding): Promise<Recovery> {
  const { root, branch, from, to, checkouts } = order;
  const search = { root, commonDir: await commonDirOf(root), branch, checkouts };
  await sweepScratch();
  await removeStaleLocks(search);
  const target = await resolveCommit(root, branchRef(branch));
  if (target === undefined) {
    return { kind: 'blocked', why: `the branch ${branch} is gone: make it again or change the target` };
  }
  if (await isAncestor(root, to, target)) return { kind: 'landed', commit: to };
  const found = await findCheckouts(root, branch);
  if (found.kind === 'blocked') return found;
  const done: string[] = [];
  for (const checkout of found.checkouts) {
    const held = await awaitIndexLock(checkout);
    if (held) return { kind: 'blocked', why: held.why };
    const state = await stateOfMove({ checkout, from, to }, { journalled: checkouts.includes(checkout) });
    if (state.kind === 'to') done.push(checkout);
    // A checkout that was not part of the landing may be anywhere: preparing it anew will tell.
    else if (state.kind === 'between' && checkouts.includes(checkout)) {
      // Where the branch has moved on, what is not as the landing left it stays as the person has it.
      if (target === from) return halfway(checkout, state.files);
      done.push(checkout);
    }
  }
  if (target !== from) {
    for (const checkout of done) await followBranch({ checkout, from: to, to: target });
    return { kind: 'outdated', target };
  }
  if (done.length > 0 && done.length === found.checkouts.length)
    return swapTarget(order, { checkouts: done, message: order.message });
  await moveBack(order, done);
  return { kind: 'redo' };
}

function halfway(checkout: string, files: readonly string[]): Recovery {
  return {
    kind: 'blocked',
    why: `a landing was interrupted in ${checkout} and ${nameSome(files)} changed since: commit, stash or undo these changes`,
  };
}
