import { gitMinor } from './plumbing/git-version.ts';
import { type GitCall, complaint, gitFault, plumb } from './plumbing/plumb.ts';
import { readable, splitNul } from './plumbing/raw-path.ts';
import { treeOf } from './plumbing/refs.ts';
import { carrierCommit } from './plumbing/write-commit.ts';

/** Two commits to merge, without any checkout. */
export interface Merge {
  readonly cwd: string;
  readonly ours: string;
  readonly theirs: string;
  /** A commit to take for the merge base; default: what git finds. */
  readonly base?: string | undefined;
}

export type MergedTree =
  | { readonly kind: 'clean'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** The two have no commit in common. */
  | { readonly kind: 'unrelated' };

/** From here on merge-tree can be told the merge base. */
const minorWithBase = 40;

/** The tree of a merge, or the files that conflict. */
export async function mergeTrees(merge: Merge): Promise<MergedTree> {
  const merged = await mergeAnyway(merge);
  if (merged.kind === 'unrelated') return merged;
  return merged.files.length > 0 ? { kind: 'conflict', files: merged.files } : { kind: 'clean', tree: merged.tree };
}

/** The tree of a merge with both versions in the files that conflict, and which those are. */
export async function mergeAnyway(
  merge: Merge,
): Promise<{ kind: 'merged'; tree: string; files: readonly string[] } | { kind: 'unrelated' }> {
  const call = await callFor(merge);
  const result = await plumb(call);
  if (result.exit !== 0 && result.exit !== 1) {
    if (complaint(result).includes('unrelated histories')) return { kind: 'unrelated' };
    throw gitFault(call, result);
  }
  const [tree, ...files] = splitNul(result.stdout);
  if (tree === undefined) throw gitFault(call, result);
  return { kind: 'merged', tree, files: result.exit === 1 ? [...new Set(files.map(readable))] : [] };
}

async function callFor({ cwd, ours, theirs, base }: Merge): Promise<GitCall> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z'];
  if (base === undefined) return { cwd, args: [...args, ours, theirs] };
  if ((await gitMinor(cwd)) >= minorWithBase) {
    return { cwd, args: [...args, `--merge-base=${base}`, ours, theirs] };
  }
  // An older git finds its base itself: two commits with the wanted trees whose only common ancestor has the wanted base's.
  const root = await carrierCommit(cwd, await treeOf(cwd, base));
  const one = await carrierCommit(cwd, await treeOf(cwd, ours), root);
  const other = await carrierCommit(cwd, await treeOf(cwd, theirs), root);
  // Equal trees would be one commit, whose merge with itself is itself.
  return { cwd, args: [...args, one, other] };
}
