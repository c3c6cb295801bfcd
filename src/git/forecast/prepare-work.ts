import { plumbText } from '../plumbing/plumb.ts';
import { type WorkTreeOrder, readWorkTree } from '../work-tree.ts';
import type { MergeBases } from './merge-bases.ts';
import { mergeLines } from './merge-lines.ts';
import { type ScratchObjects, scratchObjects } from './scratch-objects.ts';

/** Work as it is now, kept in objects of its own. */
export interface Work {
  readonly objects: ScratchObjects;
  readonly tree: string;
  /** The commit it is based on; for work that was handed in, the commit that holds it. */
  readonly head: string;
  /** Of that, where they are known. */
  readonly parents: readonly string[];
  /** A commit of the tree on that. */
  readonly commit: string;
  /** The commit that is judged; undefined: its working tree, which is not handed in. */
  readonly snapshot: string | undefined;
}

/** Work on a target. */
export interface WorkOnTarget {
  readonly work: Work;
  readonly target: string;
  /** From where the two differ: one tree; null where git finds several commits. */
  readonly base: string | null;
  /** It begins exactly at the target. */
  readonly atTarget: boolean;
  /** It has commits of its own. */
  readonly committed: boolean;
  /** Nothing was done. */
  readonly idle: boolean;
  /** What is in conflict with the target itself. */
  readonly conflict: readonly string[];
  /** The tree that it would bring there; null: a conflict, it cannot land as it is. */
  readonly merged: string | null;
  /** Holds that tree. */
  readonly objects: ScratchObjects;
}

export type Unknown = { readonly kind: 'unknown'; readonly why: string };

/** Where a repository's forecast is made. */
export interface Place {
  readonly root: string;
  readonly commonDir: string;
  /** Scratch folders come below it. */
  readonly folder: string;
  readonly bases: MergeBases;
}

/**
 * Reads a working tree like `takeSnapshot`, but leaves nothing in the repository: no objects, no ref. In the middle of a
 * merge nobody knows what the work will be.
 */
export async function forecastSnapshot(
  place: Place,
  order: Pick<WorkTreeOrder, 'worktree' | 'excludes'>,
): Promise<Work | Unknown> {
  const objects = await scratchObjects(place.folder, place.commonDir);
  try {
    const read = await readWorkTree({ ...order, env: objects.env() });
    if (read.kind === 'tree') {
      const { tree, head } = read;
      return { objects, tree, head, parents: [], commit: await objects.commit(tree, [head]), snapshot: undefined };
    }
    await objects[Symbol.asyncDispose]();
    return { kind: 'unknown', why: read.why };
  } catch (thrown) {
    await objects[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** The same for work that was handed in: what was judged counts, whatever its worktree holds now. */
export async function judgedWork(place: Place, snapshot: string): Promise<Work> {
  const args = ['show', '--no-patch', '--format=%T %P', snapshot];
  const [tree = '', ...parents] = (await plumbText({ cwd: place.commonDir, args })).split(' ');
  const objects = await scratchObjects(place.folder, place.commonDir);
  return { objects, tree, head: snapshot, parents, commit: snapshot, snapshot };
}

/** Brings work onto the target, as a landing would. */
export async function onTarget(place: Place, work: Work, target: string): Promise<WorkOnTarget | Unknown> {
  const found = await place.bases.of(target, work.head, work.parents);
  if (found === null) return { kind: 'unknown', why: 'its HEAD has no commit in common with the target' };
  const { base, commit, targetTree } = found;
  const atTarget = base !== null && commit === target;
  const about = { work, target, base, atTarget, committed: work.head !== commit, idle: work.tree === base };
  // Nothing to merge: it is the target with this work on it already.
  if (atTarget) return { ...about, conflict: [], merged: work.tree, objects: work.objects };
  const objects = await scratchObjects(place.folder, place.commonDir);
  try {
    const direct = [target, work.commit] as const;
    const lines = [base === null ? direct : await framed(objects, { ours: targetTree, theirs: work.tree, base })];
    const env = objects.env([work.objects.folder]);
    const [result] = await mergeLines({ cwd: place.commonDir, env, lines });
    if (result === undefined) throw new Error('a merge without a result');
    const merged = result.conflict === null ? result.tree : null;
    return { ...about, conflict: result.conflict ?? [], merged, objects };
  } catch (thrown) {
    await objects[Symbol.asyncDispose]();
    throw thrown;
  }
}

/**
 * Two commits that have exactly this tree as their base: so git does not search through the history for it, which costs
 * more than the merge.
 */
export async function framed(
  objects: ScratchObjects,
  { ours, theirs, base }: { readonly ours: string; readonly theirs: string; readonly base: string },
): Promise<readonly [string, string]> {
  const root = await objects.commit(base);
  return [await objects.commit(ours, [root]), await objects.commit(theirs, [root])];
}
