import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { plumb } from '../plumbing/plumb.ts';
import { fillSubmodules } from './submodules.ts';

/** `refused`: a worktree that could not be worked in; `why` is a whole sentence. Notes are for the set-up's log. */
export type CompletedCheckout =
  | { readonly kind: 'complete'; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string };

/** What `git worktree add` leaves undone: submodules; and what a person should know of a checkout that is not whole. */
export async function completeCheckout(worktree: string): Promise<CompletedCheckout> {
  const { notes, missing } = await fillSubmodules(worktree);
  const [why] = missing;
  if (why !== undefined) return { kind: 'refused', why };
  const said = [await lfsNote(worktree), await sparseNote(worktree), await partialNote(worktree)];
  return { kind: 'complete', notes: [...notes, ...said.filter((note) => note !== null)] };
}

/**
 * Why a commit with Git LFS files cannot be checked out here; null when it can. Without its program git stops at the
 * first such file, with a message that names neither.
 */
export async function missingLfs(root: string, commit: string): Promise<string | null> {
  if (!(await usesLfs(root, commit)) || onPath('git-lfs')) return null;
  const required = await setting(root, 'filter.lfs.required');
  if (required !== 'true') return null;
  return 'files of this repository are kept with Git LFS, and there is no git-lfs on the PATH of the daemon: install it, then signalbox daemon stop';
}

async function usesLfs(root: string, commit: string): Promise<boolean> {
  const pathspecs = [':(top,glob).gitattributes', ':(top,glob)**/.gitattributes'];
  const args = ['grep', '--quiet', '-e', 'filter=lfs', commit, '--', ...pathspecs];
  return (await plumb({ cwd: root, args })).exit === 0;
}

async function lfsNote(worktree: string): Promise<string | null> {
  if (!(await usesLfs(worktree, 'HEAD')) || (await setting(worktree, 'filter.lfs.smudge')) !== null) return null;
  return 'Git LFS is not set up here: its files are pointers only (git lfs install)';
}

async function sparseNote(worktree: string): Promise<string | null> {
  if ((await setting(worktree, 'core.sparseCheckout')) !== 'true') return null;
  const listed = await plumb({ cwd: worktree, args: ['sparse-checkout', 'list'] });
  const lines = listed.stdout.toString('utf8').split('\n').slice(0, -1);
  const cone = (await setting(worktree, 'core.sparseCheckoutCone')) !== 'false';
  return `the checkout is sparse, as yours is: ${cone ? ['the top folder', ...lines].join(', ') : `${lines.length} patterns`}`;
}

async function partialNote(worktree: string): Promise<string | null> {
  const args = ['config', '--get-regexp', String.raw`^remote\..*\.promisor$`, 'true'];
  const found = await plumb({ cwd: worktree, args });
  const name = /^remote\.(.*)\.promisor/m.exec(found.stdout.toString('utf8'))?.[1];
  return name === undefined
    ? null
    : `this is a partial clone: what is not here yet is fetched from ${name} when it is read`;
}

async function setting(cwd: string, key: string): Promise<string | null> {
  const result = await plumb({ cwd, args: ['config', key] });
  return result.exit === 0 ? result.stdout.toString('utf8').trim() : null;
}

function onPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => existsSync(join(folder, program)));
}
