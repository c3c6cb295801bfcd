import type { Sealed } from '../../git/seal.ts';
import { findCheckouts } from '../../git/worktree/checkouts.ts';
import { moveFiles, standsInTheWay } from '../../git/worktree/move-files.ts';
import { plumbText } from '../../git/plumbing/plumb.ts';
import { isAncestor, itemRef, landedAsRef, landedRef, updateRefs } from '../../git/plumbing/refs.ts';
import { resolveTarget } from '../../git/repository.ts';
import type { Passed } from './passed.ts';
import { type LandingOutcome, type LandingSteps, moveBack, swapTarget } from './swap-target.ts';

export type { LandingOutcome };

const freshMs = 1000;

interface PreparedSteps extends LandingSteps {
  /** What the landing's own commits are on top of: `from`, or the upstream's commit when that is ahead. */
  readonly base: string;
}

/** A landing for which the ground is clear. Only `prepareLanding` makes one. */
export class PreparedLanding implements LandingSteps {
  readonly #steps: PreparedSteps;
  /** The worktrees that have the branch checked out; to be journalled with the intent. */
  readonly checkouts: readonly string[];
  readonly #preparedAt = performance.now();

  private constructor(steps: PreparedSteps, checkouts: readonly string[]) {
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

  get base(): string {
    return this.#steps.base;
  }

  get to(): string {
    return this.#steps.to;
  }

  /** It was looked at so short a time ago that git's own care is enough. */
  get isFresh(): boolean {
    return performance.now() - this.#preparedAt < freshMs;
  }

  /** Looks whether the landing can be carried out now; changes nothing. */
  static async prepare(steps: PreparedSteps): Promise<Preparation> {
    const { root, branch, from, base, to } = steps;
    const found = await findCheckouts(root, branch);
    const known = found.kind === 'found' ? found.commit : undefined;
    const target = known ?? (await resolveTarget(root, branch));
    if (target !== from) return { kind: 'outdated', target };
    if (from !== base && !(await isAncestor(root, from, base))) throw new Error(`${base} does not contain ${from}`);
    if (!(await standsOn(root, to, base))) throw new Error(`${to} does not stand on ${base}`);
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

/** Whether the first parents of a commit lead to the base, by at least one step. */
async function standsOn(root: string, to: string, base: string): Promise<boolean> {
  const args = ['rev-list', '--first-parent', '--parents', to, `^${base}`];
  const lines = (await plumbText({ cwd: root, args })).split('\n');
  return lines.at(-1)?.split(' ')[1] === base;
}

/** Looks whether the target can move to the candidate. Throws Fault `repository` without a target. */
export function prepareLanding(order: {
  root: string;
  branch: string;
  /** What the candidate was merged onto. */
  expectedTarget: string;
  /** Where the branch is, when its upstream is ahead and was merged onto instead. */
  from?: string | undefined;
  candidate: string;
}): Promise<Preparation> {
  const { root, branch, expectedTarget: base, from = base, candidate: to } = order;
  return PreparedLanding.prepare({ root, branch, from, base, to });
}

/**
 * Moves the files of every checkout, then the branch, by compare-and-swap. The intent must be journalled before. Files
 * first: a crash between leaves the landing as staged changes and not, as the other way round, its reversal.
 */
export async function carryOutLanding(order: {
  landing: PreparedLanding;
  pass: Passed;
  /** When another commit lands than the one that passed. */
  sealed?: Sealed | undefined;
  /** For the branch's log. */
  message: string;
}): Promise<LandingOutcome> {
  const { landing, pass, sealed, message } = order;
  const judged = sealed?.commit === landing.to ? sealed.candidate : landing.to;
  if (pass.candidate !== judged || pass.target !== landing.base) {
    throw new Error(`the gate passed ${pass.candidate} on ${pass.target}, not ${judged} on ${landing.base}`);
  }
  const moved: string[] = [];
  for (const checkout of landing.checkouts) {
    const move = { checkout, from: landing.from, to: landing.to };
    const inTheWay = await moveFiles(move, { checked: landing.isFresh });
    if (inTheWay) {
      await moveBack(landing, moved);
      return { kind: 'blocked', why: inTheWay.why };
    }
    moved.push(checkout);
  }
  return swapTarget(landing, { checkouts: landing.checkouts, message });
}

/** After a landing was journalled: what landed is kept as `refs/signalbox/landed/<id>`, the working refs go. */
export async function tidyLanding(order: {
  root: string;
  id: number;
  snapshot: string;
  /** On the target. */
  commit: string;
}): Promise<void> {
  const { root, id } = order;
  await updateRefs(root, {
    set: [
      [landedRef(id), order.snapshot],
      [landedAsRef(id), order.commit],
    ],
    drop: (['cand', 'reviewed', 'sealed', 'snap'] as const).map((what) => itemRef(id, what)),
  });
}
