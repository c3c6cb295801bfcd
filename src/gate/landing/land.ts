import { Fault } from '../../core/fault.ts';
import { findCheckouts } from '../../git/worktree/checkouts.ts';
import { moveFiles, standsInTheWay } from '../../git/worktree/move-files.ts';
import { plumbText } from '../../git/plumbing/plumb.ts';
import {
  branchRef,
  casRef,
  deleteRef,
  isAncestor,
  itemRef,
  landedRef,
  resolveCommit,
  setRef,
} from '../../git/plumbing/refs.ts';
import { resolveTarget } from '../../git/repository.ts';
import { commonDirOf } from '../../git/worktree/worktree-list.ts';
import { Passed } from './passed.ts';

/** From where to where a target branch moves. */
export interface LandingSteps {
  readonly root: string;
  readonly branch: string;
  /** Commits; `to` is a child of `from`. */
  readonly from: string;
  readonly to: string;
}

/** A landing for which the ground is clear. Only `prepareLanding` makes one. */
export class PreparedLanding implements LandingSteps {
  readonly #steps: LandingSteps;
  /** The worktrees that have the branch checked out; to be journalled with the intent. */
  readonly checkouts: readonly string[];

  private constructor(steps: LandingSteps, checkouts: readonly string[]) {
    this.#steps = steps;
    this.checkouts = checkouts;
  }

  get root(): string {
    return this.#steps.root;
  }

  get branch(): string {
    return this.#steps.branch;
  }

  get from(): string {
    return this.#steps.from;
  }

  get to(): string {
    return this.#steps.to;
  }

  /** Looks whether the landing can be carried out now; changes nothing. */
  static async prepare(steps: LandingSteps): Promise<Preparation> {
    const { root, branch, from, to } = steps;
    const target = await resolveTarget(root, branch);
    if (target !== from) return { kind: 'outdated', target };
    if ((await resolveCommit(root, `${to}^1`)) !== from) throw new Error(`${to} is no child of ${from}`);
    const found = await findCheckouts(root, branch);
    if (found.kind === 'blocked') return { ...found, files: [] };
    for (const checkout of found.checkouts) {
      const inTheWay = await standsInTheWay({ checkout, from, to });
      if (inTheWay) return { kind: 'blocked', ...inTheWay };
    }
    return { kind: 'ready', landing: new PreparedLanding(steps, found.checkouts) };
  }
}

/** `outdated`: the target is elsewhere. `blocked`: the person's own work or command is in the way; `why` says what to do. */
export type Preparation =
  | { readonly kind: 'outdated'; readonly target: string }
  | { readonly kind: 'blocked'; readonly why: string; readonly files: readonly string[] }
  | { readonly kind: 'ready'; readonly landing: PreparedLanding };

/** Looks whether the target can move from the expected commit to the candidate. Throws Fault `repository` without a target. */
export function prepareLanding(order: {
  root: string;
  branch: string;
  expectedTarget: string;
  candidate: string;
}): Promise<Preparation> {
  const { root, branch, expectedTarget: from, candidate: to } = order;
  return PreparedLanding.prepare({ root, branch, from, to });
}

export type LandingOutcome =
  | { readonly kind: 'landed'; readonly commit: string }
  | { readonly kind: 'blocked'; readonly why: string }
  | { readonly kind: 'outdated'; readonly target: string };

/**
 * Moves the files of every checkout, then the branch, by compare-and-swap. The intent must be journalled before. Files
 * first: a crash between leaves the landing as staged changes and not, as the other way round, its reversal.
 */
export async function carryOutLanding(order: {
  landing: PreparedLanding;
  pass: Passed;
  /** For the branch's log. */
  message: string;
}): Promise<LandingOutcome> {
  const { landing, pass, message } = order;
  if (pass.candidate !== landing.to || pass.target !== landing.from) {
    throw new Error(`the gate passed ${pass.candidate} on ${pass.target}, not ${landing.to} on ${landing.from}`);
  }
  const moved: string[] = [];
  for (const checkout of landing.checkouts) {
    const inTheWay = await moveFiles({ checkout, from: landing.from, to: landing.to });
    if (inTheWay) {
      await moveBack(landing, moved);
      return { kind: 'blocked', why: inTheWay.why };
    }
    moved.push(checkout);
  }
  return swap(landing, { checkouts: landing.checkouts, message });
}

/** The last step, with all files in place: the branch itself. */
export async function swap(
  steps: LandingSteps,
  { checkouts, message }: { checkouts: readonly string[]; message: string },
): Promise<LandingOutcome> {
  const { root, branch, from, to } = steps;
  // Inside a checkout, so that the log of its HEAD hears of it too.
  const cwd = checkouts[0] ?? (await commonDirOf(root));
  try {
    const result = await casRef({ cwd, ref: branchRef(branch), from, to, message });
    if (result.kind === 'moved') return { kind: 'landed', commit: to };
    if (result.commit === undefined) {
      await moveBack(steps, checkouts);
      return { kind: 'blocked', why: `the branch ${branch} is gone: make it again or change the target` };
    }
    if (await isAncestor(root, to, result.commit)) return { kind: 'landed', commit: to };
    for (const checkout of checkouts) await moveOn(steps, checkout, result.commit);
    return { kind: 'outdated', target: result.commit };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await moveBack(steps, checkouts);
    return { kind: 'blocked', why: error.message };
  }
}

/** The branch moved away under files that are at `to`: they go on to where it is now, else back to where they were. */
export async function moveOn(steps: LandingSteps, checkout: string, now: string): Promise<void> {
  if (await moveFiles({ checkout, from: steps.to, to: now })) await moveBack(steps, [checkout]);
}

/** Undoes the move of files. Throws Fault `git` when the person changed them meanwhile. */
export async function moveBack(steps: LandingSteps, checkouts: readonly string[]): Promise<void> {
  for (const checkout of checkouts) {
    const inTheWay = await moveFiles({ checkout, from: steps.to, to: steps.from });
    if (inTheWay) {
      const hint = `the landing of ${await shorten(steps)} is staged there: unstage or commit it yourself`;
      throw new Fault({ code: 'git', message: inTheWay.why, hint });
    }
  }
}

function shorten(steps: LandingSteps): Promise<string> {
  return plumbText({ cwd: steps.root, args: ['rev-parse', '--short', steps.to] });
}

/** After a landing was journalled: the snapshot stays as `refs/signalbox/landed/<id>`, the working refs go. */
export async function tidyLanding(order: { root: string; id: number; snapshot: string }): Promise<void> {
  await setRef(order.root, landedRef(order.id), order.snapshot);
  await deleteRef(order.root, itemRef(order.id, 'cand'));
  await deleteRef(order.root, itemRef(order.id, 'snap'));
}
