import type { WorkOnTarget } from './prepare-work.ts';
import { type ScratchObjects, framed } from './scratch-objects.ts';
import type { TreePair } from './touched-paths.ts';

/** Two works and how they would land. */
export interface PairOrder {
  readonly one: WorkOnTarget;
  readonly other: WorkOnTarget;
  readonly style: 'merge' | 'squash';
}

/** The merge that a work needs when another has landed before it. */
export interface PairMerge {
  /** The same for what is the same. */
  readonly key: string;
  readonly second: WorkOnTarget;
  /** What the two sides change, where one tree is the base of both. */
  readonly sides: readonly [TreePair, TreePair] | null;
  /** Writes the two commits to merge. */
  line(objects: ScratchObjects): Promise<readonly [string, string]>;
}

/**
 * The merges that decide about two works. Which of them lands first is not known, and it can matter where the target has
 * moved since they began; where it has not, one merge tells both.
 */
export function pairMerges({ one, other, style }: PairOrder): PairMerge[] {
  if (one.idle || other.idle) return [];
  if (one.atTarget && other.atTarget && !isHistory({ one, other, style })) return afterLanding(one, other, style);
  return [...afterLanding(one, other, style), ...afterLanding(other, one, style)];
}

/** None when the first cannot land as it is: it is in conflict with the target already. */
function afterLanding(first: WorkOnTarget, second: WorkOnTarget, style: PairOrder['style']): PairMerge[] {
  const { merged, target } = first;
  const { tree, commit } = second.work;
  if (merged === null) return [];
  const { base } = second;
  if (base !== null && !isHistory({ one: first, other: second, style })) {
    const line = (objects: ScratchObjects) => framed(objects, { ours: merged, theirs: tree, base });
    const sides = [
      [base, merged],
      [base, tree],
    ] as const;
    return [{ key: `${merged} ${tree} ${base}`, second, sides, line }];
  }
  const parents = style === 'merge' ? [target, first.work.commit] : [target];
  const line = async (objects: ScratchObjects) => [await objects.commit(merged, parents), commit] as const;
  return [{ key: `${merged} ${parents.join(' ')} ${commit}`, second, sides: null, line }];
}

/** A landing that is a merge brings the first one's commits with it, and the second may have some of them too. */
function isHistory({ one, other, style }: PairOrder): boolean {
  return style === 'merge' && one.committed && other.committed;
}
