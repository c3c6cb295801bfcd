import { readCommits } from '../plumbing/write-commit.ts';
import { isWorkingTree } from '../snapshot.ts';
import { type WorkTreeOrder, readWorkTree } from '../work-tree.ts';
import type { MergeBases } from './merge-bases.ts';
import { mergeLines } from './merge-lines.ts';
import { type ScratchObjects, framed } from './scratch-objects.ts';

/** Work as it is now. */
export interface Work {
  readonly tree: string;
  /** The commit it is based on. */
  readonly head: string;
  /** A commit of the tree. */
  readonly commit: string;
  /** The commit that is judged; undefined: its working tree, which is not handed in. */
  readonly snapshot: string | undefined;
  /** Holds what the repository does not; null: it has everything. */
  readonly objects: ScratchObjects | null;
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
  /** Holds that tree, where it is neither the work's own nor the repository's. */
  readonly objects: ScratchObjects | null;
}

export type Unknown = { readonly kind: 'unknown'; readonly why: string };

/** Where a repository's forecast is made. */
export interface Place {
  readonly root: string;
  readonly commonDir: string;
  readonly bases: MergeBases;
  /** Makes a folder for objects. */
  scratch(): Promise<ScratchObjects>;
}

/**
 * Reads a working tree like `takeSnapshot`, but leaves nothing in the repository: no objects, no ref. In the middle of a
 * merge nobody knows what the work will be.
 */
export async function forecastSnapshot(
  place: Place,
  order: Pick<WorkTreeOrder, 'worktree' | 'excludes'>,
): Promise<Work | Unknown> {
  const objects = await place.scratch();
  const read = await readWorkTree({ ...order, env: objects.env() });
  if (read.kind === 'refused') return { kind: 'unknown', why: read.why };
  const { tree, head } = read;
  return { tree, head, commit: await objects.commit(tree, [head]), snapshot: undefined, objects };
}

/** The same for works that were handed in: what was judged counts, whatever their worktrees hold now. */
export async function judgedWorks(
  place: Place,
  works: readonly { readonly id: number; readonly snapshot: string }[],
): Promise<Work[]> {
  if (works.length === 0) return [];
  const commits = await readCommits(
    place.commonDir,
    works.map(({ snapshot }) => snapshot),
  );
  return commits.map((commit, index) => {
    const { id, snapshot } = works[index] ?? { id: 0, snapshot: '' };
    const [parent] = commit.parents;
    const head = parent !== undefined && isWorkingTree(commit, id) ? parent : snapshot;
    return { tree: commit.tree, head, commit: snapshot, snapshot, objects: null };
  });
}

/** Brings works onto the target, each as if it landed next: all in one process. */
export async function onTarget<Name>(
  place: Place,
  works: ReadonlyMap<Name, Work>,
  target: string,
): Promise<Map<Name, WorkOnTarget | Unknown>> {
  const landed = new Map<Name, WorkOnTarget | Unknown>();
  const merging: { name: Name; about: Omit<WorkOnTarget, 'conflict' | 'merged' | 'objects'>; targetTree: string }[] =
    [];
  for (const [name, work] of works) {
    const found = await place.bases.of(target, work.head);
    if (found === null) {
      landed.set(name, { kind: 'unknown', why: 'its HEAD has no commit in common with the target' });
      continue;
    }
    const { base, commit, targetTree } = found;
    const atTarget = base !== null && commit === target;
    const about = { work, target, base, atTarget, committed: work.head !== commit, idle: work.tree === base };
    // Nothing to merge: it is the target with this work on it already, or without any.
    if (atTarget) landed.set(name, { ...about, conflict: [], merged: work.tree, objects: null });
    else if (about.idle) landed.set(name, { ...about, conflict: [], merged: targetTree, objects: null });
    else merging.push({ name, about, targetTree });
  }
  if (merging.length === 0) return landed;
  const objects = await place.scratch();
  const lines = await Promise.all(
    merging.map(async ({ about: { work, base }, targetTree }) =>
      base === null
        ? ([target, work.commit] as const)
        : await framed(objects, { ours: targetTree, theirs: work.tree, base }),
    ),
  );
  const env = objects.env(merging.flatMap(({ about }) => about.work.objects?.folder ?? []));
  const results = await mergeLines({ cwd: place.commonDir, env, lines });
  for (const [index, { name, about }] of merging.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    const merged = result.conflict === null ? result.tree : null;
    landed.set(name, { ...about, conflict: result.conflict ?? [], merged, objects });
  }
  return landed;
}
