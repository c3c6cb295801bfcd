import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gitDate } from './plumbing/git-env.ts';
import { complaint, plumb, plumbOk, plumbText } from './plumbing/plumb.ts';
import { type RawPath, below, joinNul, nameSome, rawPath, readable, splitNul } from './plumbing/raw-path.ts';
import { itemRef, resolveCommit, setRef, treeOf } from './plumbing/refs.ts';
import { scratchIndex } from './plumbing/scratch-index.ts';
import type { StoredCommit } from './plumbing/write-commit.ts';

/** Untracked files above this are left out: a dump or a build product would stay in the repository for ever. */
const largestUntrackedBytes = 5 * 1024 * 1024;

/** Which working tree to keep, for which item, at what time (milliseconds). */
export interface SnapshotOrder {
  readonly root: string;
  readonly worktree: string;
  readonly id: number;
  readonly at: number;
}

/** A working tree as a commit on its HEAD. */
export interface Snapshot {
  readonly kind: 'snapshot';
  readonly commit: string;
  readonly tree: string;
  /** What a person should know: files left out, odd links. */
  readonly notes: readonly string[];
  /** Files that exist and are not in it, although git does not ignore them. */
  readonly leftOut: readonly string[];
}

/** In whose name working trees are kept: nobody else commits so. */
export const snapshotIdentity = {
  GIT_AUTHOR_NAME: 'Signalbox',
  GIT_AUTHOR_EMAIL: 'signalbox@localhost',
  GIT_COMMITTER_NAME: 'Signalbox',
  GIT_COMMITTER_EMAIL: 'signalbox@localhost',
};

const subjectFor = (id: number): string => `Working tree of #${id}`;

/** Whether a commit is an item's snapshot of what was not committed. */
export function isWorkingTree(commit: StoredCommit, id: number): boolean {
  const author = `${snapshotIdentity.GIT_AUTHOR_NAME} <${snapshotIdentity.GIT_AUTHOR_EMAIL}> `;
  return commit.author.startsWith(author) && commit.message.trimEnd() === subjectFor(id);
}

/**
 * Keeps the working tree (committed, staged, changed and untracked) as a commit under the item's `snap` ref. The
 * agent's index, HEAD and files stay as they are. The same content on the same HEAD gives the same commit.
 */
export async function takeSnapshot(order: SnapshotOrder): Promise<Snapshot | { kind: 'refused'; why: string }> {
  const cwd = order.worktree;
  const head = await resolveCommit(cwd, 'HEAD');
  if (head === undefined) return { kind: 'refused', why: 'HEAD has no commit: the worktree is on an empty branch' };
  const gitDir = await plumbText({ cwd, args: ['rev-parse', '--absolute-git-dir'] });
  await using index = await scratchIndex(join(gitDir, 'index'));
  const { env } = index;

  const unmerged = splitNul(await plumbOk({ cwd, env, args: ['ls-files', '--unmerged', '-z'] }));
  if (unmerged.length > 0) {
    const files = new Set(unmerged.map((line) => readable(rawPath(line.slice(line.indexOf('\t') + 1)))));
    return { kind: 'refused', why: `a merge is not finished: resolve ${nameSome([...files])}` };
  }
  const untracked = await sortUntracked(cwd, env);
  const settings = ['-c', 'core.splitIndex=false', '-c', 'core.untrackedCache=false'];
  const steps = [
    { cwd, env, args: [...settings, 'add', '-u', '--', ':/'] },
    {
      cwd,
      env,
      args: [...settings, 'update-index', '--add', '--remove', '--replace', '-z', '--stdin'],
      input: joinNul(untracked.taken),
    },
  ];
  for (const step of steps) {
    const result = await plumb(step);
    if (result.exit !== 0) return { kind: 'refused', why: `git cannot read the working tree: ${complaint(result)}` };
  }
  const tree = await plumbText({ cwd, env, args: ['write-tree'] });
  const commit = await commitFor(order, tree, head);
  await setRef(cwd, itemRef(order.id, 'snap'), commit);
  return { kind: 'snapshot', commit, tree, notes: untracked.notes, leftOut: untracked.leftOut };
}

interface Untracked {
  taken: RawPath[];
  leftOut: string[];
  notes: string[];
}

async function sortUntracked(cwd: string, env: Record<string, string>): Promise<Untracked> {
  const args = ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'];
  const sorted: Untracked = { taken: [], leftOut: [], notes: [] };
  for (const path of splitNul(await plumbOk({ cwd, env, args }))) {
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

async function commitFor(order: SnapshotOrder, tree: string, head: string): Promise<string> {
  const cwd = order.worktree;
  if ((await treeOf(cwd, head)) === tree) return head;
  const last = await resolveCommit(cwd, itemRef(order.id, 'snap'));
  if (last !== undefined && (await isSame(cwd, last, { tree, head }))) return last;
  const date = gitDate(order.at);
  const env = { ...snapshotIdentity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return plumbText({ cwd, env, args: ['commit-tree', tree, '-p', head, '-m', subjectFor(order.id)] });
}

async function isSame(cwd: string, commit: string, { tree, head }: { tree: string; head: string }): Promise<boolean> {
  const shape = await plumbText({ cwd, args: ['show', '-s', '--format=%T %P', commit] });
  return shape === `${tree} ${head}`;
}
