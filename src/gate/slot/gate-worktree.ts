import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { complaint, gitFault, plumb, plumbOk, plumbText } from '../../git/plumbing/plumb.ts';
import { inLane } from '../../git/plumbing/places.ts';
import { splitNul } from '../../git/plumbing/raw-path.ts';
import { deleteFolder } from '../../git/worktree/delete-folder.ts';
import { fillSubmodules } from '../../git/worktree/submodules.ts';
import { commonDirOf, gitDirOf } from '../../git/worktree/worktree-list.ts';
import { resolved, worktreeAt } from '../../git/worktree/worktrees.ts';

/** The slot where one gate at a time works. */
export interface GateSlot {
  readonly root: string;
  readonly path: string;
}

const lockReason = 'signalbox gate';
const inUse = new Set<string>();

/** Works in a slot. Two gates in one would judge each other's files: that is a bug, thrown. */
export async function inSlot<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  if (inUse.has(path)) throw new Error(`two gates in the worktree ${path}`);
  inUse.add(path);
  try {
    return await work();
  } finally {
    inUse.delete(path);
  }
}

/**
 * Brings the slot to exactly the candidate, a detached HEAD with nothing changed; ignored files stay. A slot that is
 * missing or broken is made anew. `fresh` tells that nothing of an earlier set-up is left.
 */
export async function checkOutCandidate(slot: GateSlot, candidate: string): Promise<{ fresh: boolean }> {
  const registered = await worktreeAt(slot.root, slot.path);
  // A session's worktree, or the person's, must never be cleaned.
  if (registered && registered.locked !== lockReason) throw notOurs(slot.path);
  if (registered && (await bringTo(slot.path, candidate)) === null) return { fresh: false };
  await deleteSlot(slot);
  await mkdir(dirname(slot.path), { recursive: true });
  const flags = ['--quiet', '--force', '--detach', '--lock', '--reason', lockReason];
  const args = ['worktree', 'add', ...flags, '--', slot.path, candidate];
  // Two `worktree add` at once in one repository can fail over its configuration's lock.
  await inLane(await commonDirOf(slot.root), () => plumbOk({ cwd: slot.root, args }));
  const why = await bringTo(slot.path, candidate);
  if (why === null) return { fresh: true };
  throw new Fault({
    code: 'git',
    message: `the gate's worktree ${slot.path} cannot be brought to ${candidate}: ${why}`,
  });
}

/** Null when the worktree is exactly the commit, else why it is not. */
async function bringTo(path: string, commit: string): Promise<string | null> {
  if ((await gitDirOf(path)) === undefined) return 'it is gone';
  for (const args of [
    ['checkout', '-q', '-f', '--detach', commit],
    ['clean', '-ffdq'],
  ]) {
    const result = await plumb({ cwd: path, args });
    if (result.exit !== 0) return complaint(result);
  }
  const { missing } = await fillSubmodules(path, { exact: true });
  if (missing[0] !== undefined) return missing[0];
  const args = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '-z', '--untracked-files=all'];
  const status = await plumb({ cwd: path, args });
  if (status.exit !== 0) return complaint(status);
  const about = splitNul(status.stdout);
  const changed = about.filter((line) => !line.startsWith('# '));
  if (!about.some((line) => line === `# branch.oid ${commit}`)) return 'HEAD is another commit';
  if (changed.length === 0) return null;
  return (await hasUntracked(path)) || (await differsInContent(path)) ? `${changed.length} files differ` : null;
}

/** Files that were committed with other line ends than their attributes ask for count as changed for ever: they are not. */
async function differsInContent(path: string, from = 'HEAD'): Promise<boolean> {
  const flags = ['--quiet', '--no-ext-diff', '--no-textconv', '--ignore-cr-at-eol', '--ignore-submodules=all'];
  const call = { cwd: path, args: ['diff', ...flags, from, '--'] };
  const result = await plumb(call);
  if (result.exit === 0 || result.exit === 1) return result.exit === 1;
  throw gitFault(call, result);
}

/** Brings the tracked files to another commit and leaves all others as they are. */
export async function switchTo(path: string, commit: string): Promise<void> {
  await plumbOk({ cwd: path, args: ['checkout', '-q', '-f', '--detach', commit] });
}

/** Removes a slot that nobody works in; what is not ours is a Fault `refused`. */
export async function removeSlot(slot: GateSlot): Promise<void> {
  const registered = await worktreeAt(slot.root, slot.path);
  if (registered && registered.locked !== lockReason) throw notOurs(slot.path);
  await inSlot(slot.path, () => deleteSlot(slot));
}

async function deleteSlot(slot: GateSlot): Promise<void> {
  const registered = await worktreeAt(slot.root, slot.path);
  if (!registered && !(await mayDelete(slot))) throw notOurs(slot.path);
  if (registered) {
    const args = ['worktree', 'remove', '--force', '--force', '--', registered.path];
    await plumb({ cwd: slot.root, args });
    // Git refuses what it cannot read; the folder goes by hand and git forgets it. Not by `prune`, which would forget
    // every worktree whose disk is away.
    await deleteFolder(slot.path);
    if (await worktreeAt(slot.root, slot.path)) await plumbOk({ cwd: slot.root, args });
    return;
  }
  await deleteFolder(slot.path);
}

/** An unregistered folder at the slot's place is ours when it is empty or was a worktree of this repository. */
async function mayDelete(slot: GateSlot): Promise<boolean> {
  const entries = await readdir(slot.path).catch(() => []);
  if (entries.length === 0) return true;
  const gitDir = await gitDirOf(slot.path);
  return (
    gitDir !== undefined && dirname(dirname(await resolved(gitDir))) === (await resolved(await commonDirOf(slot.root)))
  );
}

function notOurs(path: string): Fault {
  return new Fault({
    code: 'refused',
    message: `${path} is needed for a gate and holds something else`,
    hint: 'move it away',
  });
}

/** Removes ignored files too: after a change of dependencies nothing old may stay. */
export async function emptySlot(path: string): Promise<void> {
  await plumbOk({ cwd: path, args: ['clean', '-ffdxq'] });
}

/** Puts tracked files back that a command changed, and HEAD if it committed, and tells whether any was. */
export async function restoreTracked(path: string, commit?: string): Promise<boolean> {
  const isThere = commit === undefined || (await headOf(path)) === commit;
  if (isThere && !(await differsInContent(path, commit))) return false;
  await switchTo(path, commit ?? 'HEAD');
  return true;
}

/** The commit that a slot is at. */
export async function headOf(path: string): Promise<string> {
  return await plumbText({ cwd: path, args: ['rev-parse', '--verify', 'HEAD'] });
}

/** Untracked, not ignored files: the next cleaning removes them. */
export async function hasUntracked(path: string): Promise<boolean> {
  return (await plumbOk({ cwd: path, args: ['ls-files', '--others', '--exclude-standard', '-z'] })).length > 0;
}

const keyFile = async (path: string): Promise<string> =>
  join(await plumbText({ cwd: path, args: ['rev-parse', '--absolute-git-dir'] }), 'signalbox-setup');

/** The key of the set-up that the slot holds; null when it holds none. Kept beside git's own files, so it goes with them. */
export async function readSetupKey(path: string): Promise<string | null> {
  return await readFile(await keyFile(path), 'utf8').catch(() => null);
}

/** Notes which set-up the slot holds; null before a set-up begins, for then it holds none. */
export async function writeSetupKey(path: string, key: string | null): Promise<void> {
  const file = await keyFile(path);
  await (key === null ? rm(file, { force: true }) : writeFile(file, key));
}
