import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { complaint, plumb, plumbText } from './plumbing/plumb.ts';
import { type RawPath, below, joinNul, nameSome, readable } from './plumbing/raw-path.ts';
import { resolveCommit } from './plumbing/refs.ts';
import { scratchIndex } from './plumbing/scratch-index.ts';
import { type AcceptedExcludes, type Listing, listFiles } from './work-tree-listing.ts';
import { gitDirOf } from './worktree/worktree-list.ts';

/** Untracked files above this are left out: a dump or a build product would stay in the repository for ever. */
const largestUntrackedBytes = 5 * 1024 * 1024;

/** Which working tree to read; what git writes for it goes where `env` says. */
export interface WorkTreeOrder {
  readonly worktree: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: whatever is excluded now. */
  readonly excludes?: AcceptedExcludes | undefined;
}

/** A working tree as git's tree. */
export interface WorkTree {
  readonly kind: 'tree';
  readonly tree: string;
  /** The commit it is based on. */
  readonly head: string;
  /** What a person should know: files left out, odd links. */
  readonly notes: readonly string[];
  /** Files that exist and are not in it, although git does not ignore them. */
  readonly leftOut: readonly string[];
}

export interface Refusal {
  readonly kind: 'refused';
  readonly why: string;
}

const refused = (why: string): Refusal => ({ kind: 'refused', why });

const settings = ['-c', 'core.splitIndex=false', '-c', 'core.untrackedCache=false'];

/**
 * Reads a working tree (committed, staged, changed and untracked) through a copy of its index: the agent's index, HEAD
 * and files stay as they are. Flags in that index that make git look away (assume-unchanged, skip-worktree) do not count.
 */
export async function readWorkTree(order: WorkTreeOrder): Promise<WorkTree | Refusal> {
  const cwd = order.worktree;
  const head = await resolveCommit(cwd, 'HEAD');
  if (head === undefined) return refused('HEAD has no commit: the worktree is on an empty branch');
  const gitDir = (await gitDirOf(cwd)) ?? (await plumbText({ cwd, args: ['rev-parse', '--absolute-git-dir'] }));
  await using index = await scratchIndex(join(gitDir, 'index'));
  const env = { ...order.env, ...index.env };

  const listing = await listFiles({ cwd, env, excludes: order.excludes });
  if (listing.unmerged.length > 0) {
    return refused(`a merge is not finished: resolve ${nameSome([...new Set(listing.unmerged.map(readable))])}`);
  }
  const untracked = await sortUntracked(cwd, listing.untracked);
  const taken = joinNul(untracked.taken);
  const steps = [
    ...(await lookAgain(cwd, listing)),
    { args: ['add', '-u', '--', ':/'] },
    ...(taken.length === 0
      ? []
      : [{ args: ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], input: taken }]),
  ];
  for (const { args, ...rest } of steps) {
    const result = await plumb({ cwd, env, args: [...settings, ...args], ...rest });
    if (result.exit !== 0) return refused(`git cannot read the working tree: ${complaint(result)}`);
  }
  const tree = await plumbText({ cwd, env, args: ['write-tree'] });
  return { kind: 'tree', tree, head, notes: untracked.notes, leftOut: untracked.leftOut };
}

interface Step {
  readonly args: string[];
  readonly input?: Buffer;
}

/** Takes the flags away that make git take a file for unchanged without a look. In a sparse checkout they are its own. */
async function lookAgain(cwd: string, { assumed, skipped }: Listing): Promise<Step[]> {
  const steps: Step[] = [];
  const forget = (flag: string, paths: readonly RawPath[]): void => {
    if (paths.length > 0) steps.push({ args: ['update-index', flag, '-z', '--stdin'], input: joinNul(paths) });
  };
  forget('--no-assume-unchanged', assumed);
  if (skipped.length > 0 && !(await isSparse(cwd))) forget('--no-skip-worktree', skipped);
  return steps;
}

async function isSparse(cwd: string): Promise<boolean> {
  const result = await plumb({ cwd, args: ['config', '--type=bool', '--get', 'core.sparseCheckout'] });
  return result.stdout.toString('utf8').trim() === 'true';
}

interface Untracked {
  taken: RawPath[];
  leftOut: string[];
  notes: string[];
}

async function sortUntracked(cwd: string, paths: readonly RawPath[]): Promise<Untracked> {
  const sorted: Untracked = { taken: [], leftOut: [], notes: [] };
  for (const path of paths) {
    const name = readable(path);
    if (path.endsWith('/')) {
      sorted.leftOut.push(name);
      sorted.notes.push(`${name} is a repository of its own and not included`);
      continue;
    }
    const found = await lstat(below(cwd, path)).catch(() => undefined);
    // Gone since the listing: an agent at work does that.
    if (!found) continue;
    if (found.isFile() && found.size > largestUntrackedBytes) {
      sorted.leftOut.push(name);
      sorted.notes.push(
        `${name} (${Math.round(found.size / 1024 / 1024)} MB) is too large to be taken by itself: not included`,
      );
      continue;
    }
    if (found.isSymbolicLink() && (await leavesTree(cwd, path))) {
      sorted.notes.push(`${name} is a symbolic link that leaves the repository`);
    }
    sorted.taken.push(path);
  }
  return sorted;
}

async function leavesTree(cwd: string, path: RawPath): Promise<boolean> {
  const target = (await readlink(below(cwd, path), 'buffer')).toString('latin1');
  if (target.startsWith('/')) return true;
  let depth = path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '.' && part !== '') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
