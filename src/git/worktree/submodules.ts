import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plumb, plumbOk, plumbText } from '../plumbing/plumb.ts';
import { rawPath, readable, splitNul } from '../plumbing/raw-path.ts';
import { gitlinkMode } from '../tree-changes.ts';
import { commonDirOf, gitDirOf } from './worktree-list.ts';

/** One submodule as a worktree's index has it. */
export interface Submodule {
  readonly name: string;
  readonly path: string;
  readonly commit: string;
}

/** Submodules of a working tree that `.gitmodules` names; another repository's commit without a name is left alone. */
export async function listSubmodules(worktree: string): Promise<Submodule[]> {
  if (!(await isThere(join(worktree, '.gitmodules')))) return [];
  const args = ['config', '-z', '-f', '.gitmodules', '--get-regexp', String.raw`^submodule\..*\.path$`];
  const named = await plumb({ cwd: worktree, args });
  const names = new Map<string, string>();
  for (const entry of splitNul(named.stdout).map(readable)) {
    const [key = '', path = ''] = entry.split('\n');
    const name = key.slice('submodule.'.length, -'.path'.length);
    // Such a name would lead out of git's own folder; git refuses it too.
    if (!name.split('/').includes('..')) names.set(path, name);
  }
  const lines = splitNul(await plumbOk({ cwd: worktree, args: ['ls-files', '--stage', '-z'] }));
  return lines.flatMap((line) => {
    if (!line.startsWith(gitlinkMode)) return [];
    const [head = '', path = ''] = readable(rawPath(line)).split('\t');
    const name = names.get(path);
    return name === undefined ? [] : [{ name, path, commit: head.split(' ')[1] ?? '' }];
  });
}

/** What became of the submodules: sentences to be shown, and those that cannot be had. */
export interface FilledSubmodules {
  readonly notes: string[];
  readonly missing: string[];
}

const networkLimitMs = 120_000;

/**
 * Checks the submodules of a worktree out, from the repositories that the person's checkout, or another worktree, has of
 * them. The network is asked only for a commit that none of these has; one the person does not use stays empty. One that
 * is filled already stays as it is; `exact`: it is brought to the commit that the index names, whatever is in it.
 */
export async function fillSubmodules(worktree: string, { exact = false } = {}): Promise<FilledSubmodules> {
  const common = await commonDirOf(worktree);
  const others = await readdir(join(common, 'worktrees')).catch(() => []);
  const stores = [common, ...others.map((name) => join(common, 'worktrees', name))];
  const filled: FilledSubmodules = { notes: [], missing: [] };
  const modules = stores.map((folder) => join(folder, 'modules'));
  await fill(worktree, { stores: modules, exact }, filled);
  return filled;
}

interface Filling {
  readonly stores: readonly string[];
  readonly exact: boolean;
}

async function fill(worktree: string, { stores, exact }: Filling, filled: FilledSubmodules): Promise<void> {
  for (const submodule of await listSubmodules(worktree)) {
    const { name, path } = submodule;
    const place = join(worktree, path);
    // A sparse checkout leaves it out.
    if (!(await isThere(place))) continue;
    if ((exact || !(await isFilled(place))) && !(await fillOne(worktree, submodule, { stores, filled }))) continue;
    await fill(place, { stores: stores.map((store) => join(store, name, 'modules')), exact }, filled);
  }
}

async function fillOne(
  worktree: string,
  submodule: Submodule,
  { stores, filled }: { stores: readonly string[]; filled: FilledSubmodules },
): Promise<boolean> {
  const { path, commit } = submodule;
  const source = await findSource(submodule, stores);
  const failed =
    source === undefined ? await fetchFromAfar(worktree, submodule) : await takeFrom(worktree, submodule, source);
  if (failed === null) return true;
  const what = source === undefined ? `needs ${commit.slice(0, 7)}, which is not here` : 'cannot be checked out';
  if (failed === 'unused') filled.notes.push(`the submodule ${path} stays empty, as in your checkout`);
  else filled.missing.push(`the submodule ${path} ${what}: ${failed}`);
  return false;
}

/** Without an index it was never checked out. */
async function isFilled(place: string): Promise<boolean> {
  const gitDir = await gitDirOf(place);
  return gitDir !== undefined && (await isThere(join(gitDir, 'index')));
}

async function findSource({ name, commit }: Submodule, stores: readonly string[]): Promise<string | undefined> {
  for (const store of stores) {
    const repository = join(store, name);
    if ((await isThere(join(repository, 'HEAD'))) && (await hasCommit(repository, commit))) return repository;
  }
  return undefined;
}

/** Whether a git directory has this commit. */
export async function hasCommit(gitDir: string, commit: string): Promise<boolean> {
  const args = ['cat-file', '-e', `${commit}^{commit}`];
  return (await plumb({ cwd: gitDir, env: { GIT_DIR: gitDir }, args })).exit === 0;
}

/** Only a path of our own may be read as a repository: `.gitmodules` comes from the work itself. */
const local = ['-c', 'protocol.file.allow=always'];

async function takeFrom(worktree: string, submodule: Submodule, source: string): Promise<string | null> {
  const { name, path, commit } = submodule;
  const place = join(worktree, path);
  if (await isThere(join(place, '.git'))) {
    const own = await plumb({ cwd: place, args: ['cat-file', '-e', `${commit}^{commit}`] });
    if (own.exit !== 0) await plumb({ cwd: place, args: [...local, 'fetch', '--quiet', '--no-tags', source, commit] });
  }
  const set = ['-c', `submodule.${name}.url=${source}`, '-c', `submodule.${name}.active=true`];
  const args = [...local, ...set, 'submodule', '--quiet', 'update', '--checkout', '--force', '--', path];
  const result = await plumb({ cwd: worktree, args });
  if (result.exit !== 0) return lastLine(result.stderr);
  // The agent fetches and pushes where the person would.
  const url = await plumb({ cwd: source, env: { GIT_DIR: source }, args: ['config', 'remote.origin.url'] });
  const afar = url.stdout.toString('utf8').trim();
  if (url.exit === 0 && afar !== '') await plumb({ cwd: place, args: ['config', 'remote.origin.url', afar] });
  return null;
}

/** By the address in the person's own configuration. `unused`: they have never initialised it. */
async function fetchFromAfar(worktree: string, { name, path }: Submodule): Promise<string | null> {
  const address = await plumb({ cwd: worktree, args: ['config', `submodule.${name}.url`] });
  if (address.exit !== 0) return 'unused';
  const args = ['submodule', '--quiet', 'update', '--checkout', '--force', '--', path];
  const result = await plumb({ cwd: worktree, args, timeoutMs: networkLimitMs });
  if (result.exit === 0) return null;
  return `${lastLine(result.stderr)}; run \`git submodule update --init ${path}\` in your checkout`;
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? 'git says nothing';
  return fatal.replace(/^(?:fatal|error): /, '').trim();
}

/** A submodule of a worktree that has a repository of its own there. */
export interface OpenSubmodule extends Submodule {
  /** Its folder. */
  readonly place: string;
  /** Where the person's checkout keeps the same submodule; it need not exist. */
  readonly home: string;
}

/** All submodules of a worktree that are checked out in it, nested ones too. */
export async function openSubmodules(worktree: string): Promise<OpenSubmodule[]> {
  return openBelow(worktree, join(await commonDirOf(worktree), 'modules'));
}

async function openBelow(worktree: string, store: string): Promise<OpenSubmodule[]> {
  const found: OpenSubmodule[] = [];
  for (const submodule of await listSubmodules(worktree)) {
    const place = join(worktree, submodule.path);
    if (!(await isThere(join(place, '.git')))) continue;
    const home = join(store, submodule.name);
    const commit = await plumbText({ cwd: place, args: ['rev-parse', 'HEAD'] });
    found.push({ ...submodule, commit, place, home }, ...(await openBelow(place, join(home, 'modules'))));
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
