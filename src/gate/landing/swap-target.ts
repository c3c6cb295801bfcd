import { Fault } from '../../core/fault.ts';
import { plumbText } from '../../git/plumbing/plumb.ts';
import { branchRef, casRef, isAncestor } from '../../git/plumbing/refs.ts';
import { openHooks, runPostMerge } from '../../git/repository-hooks.ts';
import { followBranch } from '../../git/worktree/follow-branch.ts';
import { moveFiles } from '../../git/worktree/move-files.ts';
import { commonDirOf } from '../../git/worktree/worktree-list.ts';

/** From where to where a target branch moves. */
export interface LandingSteps {
  readonly root: string;
  readonly branch: string;
  /** Commits; `from` is reachable from `to`. */
  readonly from: string;
  readonly to: string;
}

/** `notes`: what a person should hear of and what stopped nothing. */
export type LandingOutcome =
  | { readonly kind: 'landed'; readonly commit: string; readonly notes?: readonly string[] }
  | { readonly kind: 'blocked'; readonly why: string }
  | { readonly kind: 'outdated'; readonly target: string };

/** The last step, with all files in place: the branch itself. */
export async function swapTarget(
  steps: LandingSteps,
  { checkouts, message }: { checkouts: readonly string[]; message: string },
): Promise<LandingOutcome> {
  const { root, branch, from, to } = steps;
  // Inside a checkout, so that the log of its HEAD hears of it too.
  const cwd = checkouts[0] ?? (await commonDirOf(root));
  try {
    await using hooks = await openHooks({ root, commit: from });
    const hooksPath = (await hooks.has('reference-transaction')) ? hooks.path : undefined;
    const result = await casRef({ cwd, ref: branchRef(branch), from, to, message, hooksPath });
    if (result.kind === 'moved') {
      const notes = (await hooks.has('post-merge')) ? await tellCheckouts(checkouts, { hooks, from }) : [];
      return { kind: 'landed', commit: to, ...(notes.length === 0 ? {} : { notes }) };
    }
    if (result.kind === 'refused') {
      await moveBack(steps, checkouts);
      const why = `the repository's hook reference-transaction does not let ${branch} move: ${result.said}`;
      return { kind: 'blocked', why };
    }
    if (result.commit === undefined) {
      await moveBack(steps, checkouts);
      return { kind: 'blocked', why: `the branch ${branch} is gone: make it again or change the target` };
    }
    if (await isAncestor(root, to, result.commit)) return { kind: 'landed', commit: to };
    for (const checkout of checkouts) await followBranch({ checkout, from: to, to: result.commit });
    return { kind: 'outdated', target: result.commit };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await moveBack(steps, checkouts);
    return { kind: 'blocked', why: error.message };
  }
}

/** What has landed stays landed, whatever a hook says of it. */
async function tellCheckouts(
  checkouts: readonly string[],
  { hooks, from }: { hooks: Awaited<ReturnType<typeof openHooks>>; from: string },
): Promise<string[]> {
  const notes: string[] = [];
  for (const checkout of checkouts) {
    const note = await runPostMerge(hooks, { checkout, before: from }).catch((error: unknown) => String(error));
    if (note !== undefined) notes.push(note);
  }
  return notes;
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
