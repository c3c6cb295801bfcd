import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { lstat, readdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../../core/has-code.ts';
import { commonDirOf, gitDirOf, listWorktrees } from '../worktree/worktree-list.ts';

/** Where to look for locks that a killed git has left. */
export interface LockSearch {
  readonly root: string;
  readonly commonDir: string;
  /** The branch that was to move. */
  readonly branch: string;
  /** Whose index was to move. */
  readonly checkouts: readonly string[];
  /** Milliseconds; default 2 s: what a running git has just made is left to it. */
  readonly olderThanMs?: number;
}

const youngMs = 2000;

/**
 * Removes the locks of a landing that was begun and whose git was killed: only those that it takes, only when they are
 * old and no git of this user is at work in the repository. For a landing whose intent is journalled, and nobody else.
 * Gives what was removed.
 */
export async function removeStaleLocks(search: LockSearch): Promise<string[]> {
  const found = await locksAt(await lockPaths(search));
  return found.length === 0 ? [] : removeOld(search, found);
}

/** The same for the locks of our own refs only, which nobody else takes: no intent is needed. */
export async function removeOwnLocks(root: string): Promise<string[]> {
  const commonDir = await commonDirOf(root);
  const found = await locksAt(await ownRefLocks(join(commonDir, 'refs/signalbox')));
  return found.length === 0 ? [] : removeOld({ root, commonDir }, found);
}

/** The same for the index of a worktree of ours that has never been filled. Whether it is free now. */
export async function freeIndex(root: string, gitDir: string): Promise<boolean> {
  const found = await locksAt([join(gitDir, 'index.lock')]);
  if (found.length === 0) return true;
  return (await removeOld({ root, commonDir: await commonDirOf(root) }, found)).length > 0;
}

async function locksAt(paths: readonly string[]): Promise<Lock[]> {
  const found: Lock[] = [];
  for (const path of paths) {
    const lock = await look(path);
    if (lock !== undefined) found.push(lock);
  }
  return found;
}

type Place = Pick<LockSearch, 'root' | 'commonDir' | 'olderThanMs'>;

async function removeOld(search: Place, found: readonly Lock[]): Promise<string[]> {
  const age = search.olderThanMs ?? youngMs;
  const youngest = Math.max(...found.map(({ changedMs }) => changedMs));
  // One that was left just now is old in a moment; one that is held is let go in it.
  const until = Math.min(Date.now(), youngest) + age;
  // A timer may fire a moment too soon.
  while (Date.now() < until) await pause(Math.ceil(until - Date.now()));
  const old = found.filter(({ changedMs }) => Date.now() - changedMs >= age);
  if (old.length === 0 || (await gitAtWork(search, old))) return [];
  const removed: string[] = [];
  for (const lock of old) {
    const now = await look(lock.path);
    // Another git's by now, or gone.
    if (now?.inode !== lock.inode || now.changedMs !== lock.changedMs) continue;
    await rm(lock.path, { force: true });
    removed.push(lock.path);
  }
  return removed;
}

interface Lock {
  readonly path: string;
  readonly inode: number;
  readonly changedMs: number;
}

async function look(path: string): Promise<Lock | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ? { path, inode: found.ino, changedMs: found.mtimeMs } : undefined;
}

async function lockPaths({ commonDir, branch, checkouts }: LockSearch): Promise<string[]> {
  const paths: string[] = [];
  for (const checkout of checkouts) {
    const gitDir = await gitDirOf(checkout);
    if (gitDir === undefined) continue;
    paths.push(join(gitDir, 'index.lock'));
    if (!(await isReftable(commonDir))) paths.push(join(gitDir, 'HEAD.lock'), join(gitDir, 'ORIG_HEAD.lock'));
  }
  // There refs are not files, and a lock holds all of them.
  if (await isReftable(commonDir)) return paths;
  return [
    ...paths,
    join(commonDir, 'HEAD.lock'),
    join(commonDir, 'packed-refs.lock'),
    // Written under that lock; git never writes over one that a killed git has left.
    join(commonDir, 'packed-refs.new'),
    join(commonDir, 'refs/heads', `${branch}.lock`),
    ...(await ownRefLocks(join(commonDir, 'refs/signalbox'))),
  ];
}

async function isReftable(commonDir: string): Promise<boolean> {
  return (await stat(join(commonDir, 'reftable')).catch(() => undefined)) !== undefined;
}

async function ownRefLocks(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether some git works in the repository, or somebody has one of the locks open. True where the system does not tell. */
async function gitAtWork({ root, commonDir }: Place, locks: readonly Lock[]): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const folders = [commonDir, ...(await listWorktrees(root)).map(({ path }) => path)];
  const held = new Set(locks.map(({ path }) => path));
  const within = (path: string): boolean => folders.some((folder) => path === folder || path.startsWith(folder + sep));
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    const open = openFiles(`/proc/${pid}/fd`);
    if (open.some((path) => held.has(path))) return true;
    return isGit(pid) && [linkOf(`/proc/${pid}/cwd`), ...open].some((path) => path !== undefined && within(path));
  });
}

/** These stay for long and take no lock. */
const harmless = new Set(['fsmonitor--daemon', 'credential-cache--daemon', 'cat-file', 'log', 'show']);

function isGit(pid: string): boolean {
  const name = quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8'));
  if (name === undefined || !name.startsWith('git')) return false;
  const words = quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')) ?? [];
  return !words.some((word) => harmless.has(word));
}

const linkOf = (path: string): string | undefined => quietly(() => readlinkSync(path));

function openFiles(folder: string): string[] {
  const numbers = quietly(() => readdirSync(folder)) ?? [];
  return numbers.map((number) => linkOf(join(folder, number))).filter((path) => path !== undefined);
}

/** Undefined for a process that is gone, or another user's. */
function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
