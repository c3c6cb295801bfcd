import { shellWord } from '../core/words/shell-word.ts';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { plumb, plumbOk, plumbText } from './plumbing/plumb.ts';
import { joinNul, splitNul, toBytes } from './plumbing/raw-path.ts';
import { scratchFolder } from './plumbing/scratch-folder.ts';
import { scratchIndex } from './plumbing/scratch-index.ts';
import { readSettings } from './plumbing/settings.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** The hooks that a landing respects; git's others belong to commands that it does not run. */
export type HookName = 'pre-commit' | 'pre-merge-commit' | 'commit-msg' | 'reference-transaction' | 'post-merge';

/** A repository's hooks. What had to be laid out for them is gone at the end of its scope. */
export interface RepositoryHooks extends AsyncDisposable {
  /** For git's `core.hooksPath`. */
  readonly path: string;
  has(name: HookName): Promise<boolean>;
}

/**
 * The hooks that would run if the person committed by hand, by git's own configuration. Where they lie among the tracked
 * files (husky), those of `commit` count, whatever a checkout or a candidate holds; the files beside them that nobody
 * tracks are those of the person's checkout.
 */
export async function openHooks({ root, commit }: { root: string; commit: string }): Promise<RepositoryHooks> {
  const configured = (await readSettings(root)).hooksPath;
  const place = configured === undefined ? undefined : insideTree(root, configured);
  if (place === undefined) {
    const path = configured === undefined ? join(await commonDirOf(root), 'hooks') : resolve(root, configured);
    return { path, has: (name) => isExecutable(join(path, name)), [Symbol.asyncDispose]: async () => undefined };
  }
  const folder = await scratchFolder();
  try {
    await layOut({ root, commit, place, folder: folder.path });
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  const path = join(folder.path, place);
  return {
    path,
    has: (name) => isExecutable(join(path, name)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** The path below the checkout's top when hooks lie among its files. */
function insideTree(root: string, configured: string): string | undefined {
  const path = isAbsolute(configured) ? relative(root, configured) : normalize(configured);
  const parts = path.split(sep).filter((part) => part !== '');
  if (isAbsolute(path) || parts[0] === '..' || parts[0] === '.git' || path === '.' || parts.length === 0)
    return undefined;
  return parts.join(sep);
}

interface Layout {
  readonly root: string;
  readonly commit: string;
  readonly place: string;
  readonly folder: string;
}

async function layOut({ root, commit, place, folder }: Layout): Promise<void> {
  // Hooks call what lies beside their folder: all of the topmost one comes along.
  const top = place.split(sep)[0] ?? place;
  const listed = await plumbOk({ cwd: root, args: ['ls-tree', '-r', '-z', '--name-only', commit, '--', top] });
  await using index = await scratchIndex();
  await plumbOk({ cwd: root, env: index.env, args: ['read-tree', commit] });
  const args = ['checkout-index', '--force', `--prefix=${folder}/`, '-z', '--stdin'];
  await plumbOk({ cwd: root, env: index.env, args, input: joinNul(splitNul(listed)) });
  const others = await plumb({ cwd: root, args: ['ls-files', '--others', '-z', '--', `:(top,literal)${place}`] });
  for (const raw of splitNul(others.stdout)) {
    const file = toBytes(raw).toString('utf8');
    const to = join(folder, file);
    await mkdir(dirname(to), { recursive: true });
    // What the commit tracks stays.
    await copyFile(join(root, file), to, constants.COPYFILE_EXCL).catch(() => undefined);
  }
}

async function isExecutable(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return false;
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** After a branch has moved under a checkout: runs its post-merge hook there, and says in a sentence when that fails. */
export async function runPostMerge(
  hooks: RepositoryHooks,
  { checkout, before }: { checkout: string; before: string },
): Promise<string | undefined> {
  // As a merge leaves it: the hook asks what has changed since.
  await plumbOk({ cwd: checkout, args: ['update-ref', 'ORIG_HEAD', before] });
  const args = ['hook', 'run', '--ignore-missing', 'post-merge', '--', '0'];
  const call = { cwd: checkout, args, asPerson: true, hooksPath: hooks.path, timeoutMs: postMergeLimitMs };
  const result = await plumb(call);
  if (result.exit === 0) return undefined;
  const said = result.stderr.trim().split('\n').slice(-3).join(' ');
  const how = result.exit === null ? `was stopped after ${postMergeLimitMs / 1000} s` : `ended with ${result.exit}`;
  return `the hook post-merge ${how} in ${checkout}${said === '' ? '' : `: ${said}`}`;
}

const postMergeLimitMs = 120_000;

/** One hook as a command for a shell, in a checkout of the repository and the environment that git gives it. */
export async function hookCommand(
  hooks: RepositoryHooks,
  { name, worktree, args = [] }: { name: HookName; worktree: string; args?: readonly string[] },
): Promise<{ run: string; env: Record<string, string> }> {
  const gitDir = await plumbText({ cwd: worktree, args: ['rev-parse', '--absolute-git-dir'] });
  const words = ['-c', `core.hooksPath=${hooks.path}`, 'hook', 'run', name, '--', ...args];
  return {
    run: `git ${words.map(shellWord).join(' ')}`,
    env: { GIT_INDEX_FILE: join(gitDir, 'index'), GIT_EDITOR: ':' },
  };
}
