import type { ChangedFile } from '../core/model/verdict.ts';
import { changedFiles } from './diff.ts';
import { mergeAnyway } from './merge-trees.ts';
import { itemRef, resolveCommit, setRef } from './plumbing/refs.ts';
import { carrierCommit } from './plumbing/write-commit.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** Work as it was judged: merged onto a target. Commits. */
interface Judged {
  readonly target: string;
  readonly candidate: string;
}

/** What an agent changed from one judged version of its work to a later one. */
export interface SinceReview {
  /** The earlier version as it would be on the later one's target: what the target brought is on both sides. */
  readonly from: string;
  readonly to: string;
  readonly files: readonly ChangedFile[];
  /** Of `files`, those in which the target and the earlier work conflict: they are compared with the target instead. */
  readonly mixed: readonly string[];
}

/** The difference, or null when the earlier version is no longer there. */
export async function sinceReview(order: {
  readonly root: string;
  readonly reviewed: Judged;
  readonly now: Judged;
}): Promise<SinceReview | null> {
  const { root, reviewed, now } = order;
  const cwd = await commonDirOf(root);
  for (const commit of [reviewed.candidate, reviewed.target]) {
    if ((await resolveCommit(cwd, commit)) === undefined) return null;
  }
  const to = now.candidate;
  if (reviewed.target === now.target) {
    const from = reviewed.candidate;
    return { from, to, files: await changedFiles({ root, from, to }), mixed: [] };
  }
  const merged = await mergeAnyway({ cwd, base: reviewed.target, ours: now.target, theirs: reviewed.candidate });
  // With a base that is named, no two commits are unrelated.
  if (merged.kind === 'unrelated') return null;
  const from = await carrierCommit(cwd, merged.tree, now.target);
  const conflicts = new Set(merged.files);
  const isMixed = (file: ChangedFile): boolean =>
    conflicts.has(file.path) || (file.from !== undefined && conflicts.has(file.from));
  const since = (await changedFiles({ root, from, to })).filter((file) => !isMixed(file));
  if (conflicts.size === 0) return { from, to, files: since, mixed: [] };
  const whole = (await changedFiles({ root, from: now.target, to })).filter(isMixed);
  return { from, to, files: [...since, ...whole], mixed: whole.map((file) => file.path) };
}

/** Keeps what a person decides about from git's garbage collection, for the comparison with what comes after it. */
export async function keepReviewed(root: string, id: number, candidate: string): Promise<void> {
  await setRef(await commonDirOf(root), itemRef(id, 'reviewed'), candidate);
}
