import { type GitCall, gitFault, plumb, plumbOk } from './plumb.ts';
import { removeOwnLocks } from './stale-lock.ts';

/** Where an item's commits are kept from git's garbage collection. */
export const itemRef = (id: number, what: 'snap' | 'cand' | 'reviewed' | 'sealed' | 'pushed' | 'pushing'): string =>
  `refs/signalbox/items/${id}/${what}`;
export const landedRef = (id: number): string => `refs/signalbox/landed/${id}`;
/** The commit as which an item landed: whether a target has the work of `landedRef`. */
export const landedAsRef = (id: number): string => `refs/signalbox/items/${id}/landed`;
export const keptRef = (id: number): string => `refs/signalbox/kept/${id}`;
export const branchRef = (branch: string): string => `refs/heads/${branch}`;

/** The commit that a ref or commit id names, or undefined. */
export async function resolveCommit(root: string, name: string): Promise<string | undefined> {
  const call = { cwd: root, args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`] };
  const result = await plumb(call);
  if (result.exit === 0) return result.stdout.toString('utf8').trim();
  if (result.exit === null) throw gitFault(call, result);
  return undefined;
}

/** The tree of a commit that is known to exist. */
export async function treeOf(root: string, commit: string): Promise<string> {
  return (await plumbOk({ cwd: root, args: ['rev-parse', '--verify', `${commit}^{tree}`] })).toString('utf8').trim();
}

/** Whether `ancestor` is reachable from `commit` (or is it). */
export async function isAncestor(root: string, ancestor: string, commit: string): Promise<boolean> {
  const call = { cwd: root, args: ['merge-base', '--is-ancestor', ancestor, commit] };
  const result = await plumb(call);
  if (result.exit === 0) return true;
  if (result.exit === 1) return false;
  throw gitFault(call, result);
}

/** Points one of our own refs at a commit. */
export async function setRef(root: string, ref: string, commit: string): Promise<void> {
  await updateOwn({ cwd: root, args: ['update-ref', ref, commit] });
}

/** Sets some of our own refs and drops others that may not exist, all or none. */
export async function updateRefs(
  root: string,
  { set, drop }: { set: readonly (readonly [ref: string, commit: string])[]; drop: readonly string[] },
): Promise<void> {
  const lines = [...set.map(([ref, commit]) => `update ${ref} ${commit}`), ...drop.map((ref) => `delete ${ref}`)];
  await updateOwn({ cwd: root, args: ['update-ref', '--stdin'], input: [...lines, ''].join('\n') });
}

/** A git that was killed leaves the lock of a ref; nobody but us takes those of our own. */
async function updateOwn(call: GitCall): Promise<void> {
  const result = await plumb(call);
  if (result.exit === 0) return;
  const removed = /\.lock': File exists/.test(result.stderr) ? await removeOwnLocks(call.cwd) : [];
  if (removed.length === 0) throw gitFault(call, result);
  await plumbOk(call);
}

/** What of an item has landed: its snapshot and the commit on the target; undefined when nothing has. */
export async function lastLanding(root: string, id: number): Promise<{ snapshot: string; commit: string } | undefined> {
  const args = ['for-each-ref', '--format=%(refname) %(objectname)', landedRef(id), landedAsRef(id)];
  const lines = (await plumbOk({ cwd: root, args })).toString('utf8').split('\n');
  const at = (ref: string): string | undefined =>
    lines.find((line) => line.startsWith(`${ref} `))?.slice(ref.length + 1);
  const [snapshot, commit] = [at(landedRef(id)), at(landedAsRef(id))];
  return snapshot !== undefined && commit !== undefined ? { snapshot, commit } : undefined;
}

/** Removes a ref; with `from`, only when it still is there. A ref that does not exist is fine. */
export async function deleteRef(root: string, ref: string, from?: string): Promise<void> {
  await updateOwn({ cwd: root, args: ['update-ref', '-d', ref, ...(from === undefined ? [] : [from])] });
}

/** Moves a ref from one commit to another; `cwd` decides whose HEAD log hears of it. */
export interface RefMove {
  readonly cwd: string;
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  /** The line in the ref's log. */
  readonly message: string;
  /** Where a hook is that may refuse. */
  readonly hooksPath?: string | undefined;
}

/** A hook that hangs must not hold up all landings. */
const hookLimitMs = 60_000;

/**
 * Compare-and-swap: `moved`, `elsewhere` when the ref was no longer at `from` (undefined: gone), or `refused` by a hook
 * with what it said. Throws Fault `git` otherwise.
 */
export async function casRef(
  move: RefMove,
): Promise<{ kind: 'moved' } | { kind: 'elsewhere'; commit: string | undefined } | { kind: 'refused'; said: string }> {
  const { cwd, hooksPath } = move;
  const args = ['update-ref', '-m', move.message, move.ref, move.to, move.from];
  const call = { cwd, args, hooksPath, ...(hooksPath === undefined ? {} : { timeoutMs: hookLimitMs }) };
  const result = await plumb(call);
  if (result.exit === 0) return { kind: 'moved' };
  const commit = await resolveCommit(move.cwd, move.ref);
  if (commit !== move.from) return { kind: 'elsewhere', commit };
  const lines = result.stderr.split('\n').map((line) => line.trim());
  if (lines.some((line) => line.includes('aborted by hook')))
    return {
      kind: 'refused',
      said: lines.filter((line) => line !== '' && !line.includes('aborted by hook')).join(' '),
    };
  throw gitFault(call, result);
}

/** The local branches, the one committed to last first. */
export async function listBranches(root: string): Promise<string[]> {
  const args = ['for-each-ref', '--sort=-committerdate', '--format=%(refname:lstrip=2)', 'refs/heads/'];
  const lines = (await plumbOk({ cwd: root, args })).toString('utf8').split('\n');
  return lines.filter((line) => line !== '');
}

/** The commits from `from` (not with it) to `to` along the first parents, oldest first. */
export async function firstParents(root: string, { from, to }: { from: string; to: string }): Promise<string[]> {
  const args = ['rev-list', '--first-parent', '--reverse', to, `^${from}`];
  const lines = (await plumbOk({ cwd: root, args })).toString('utf8').split('\n');
  return lines.filter((line) => line !== '');
}
