import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '../core/fault.ts';
import { type GitResult, complaint, plumb } from './plumbing/plumb.ts';
import { readVersion } from './plumbing/read.ts';
import { branchRef, listBranches, resolveCommit } from './plumbing/refs.ts';
import { nameSome } from './plumbing/raw-path.ts';
import { listWorktrees } from './worktree/worktree-list.ts';

/** A repository that Signalbox can work in. */
export interface Repository {
  /** The main worktree's top folder, symbolic links resolved. */
  readonly root: string;
  /** Shared by all of its worktrees. */
  readonly commonDir: string;
  readonly name: string;
  readonly head:
    | { readonly kind: 'branch'; readonly name: string }
    | { readonly kind: 'detached'; readonly commit: string };
}

/** The oldest git whose merge-tree makes a merge without a checkout. */
const oldestMinor = 38;

const fault = (message: string, hint: string): Fault => new Fault({ code: 'repository', message, hint });

/** Finds the repository around a folder; from a linked worktree it is the main one. Throws Fault `repository`. */
export async function openRepository(path: string): Promise<Repository> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw fault(`${path} does not exist`, 'give the folder of a git repository');
  if (!found.isDirectory()) throw fault(`${path} is not a folder`, 'give the folder of a git repository');
  await checkVersion(path);
  const [top, gitDir, commonDir] = await locate(path);
  const root = gitDir === commonDir ? top : await mainWorktree(path);
  const resolved = await realpath(root);
  return {
    root: resolved,
    commonDir: await realpath(commonDir),
    name: basename(resolved),
    head: await readHead(resolved),
  };
}

async function checkVersion(folder: string): Promise<void> {
  const hint = `install git 2.${oldestMinor} or newer and make sure it is on PATH`;
  const version = await readVersion(folder);
  if (!version) throw fault('git was not found', hint);
  if (version.major < 2 || (version.major === 2 && version.minor < oldestMinor)) {
    throw fault(`git ${version.major}.${version.minor} is too old`, hint);
  }
}

async function locate(path: string): Promise<[top: string, gitDir: string, commonDir: string]> {
  const flags = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir'];
  const result = await plumb({ cwd: path, args: ['rev-parse', '--path-format=absolute', ...flags] });
  if (result.exit !== 0) throw await explain(path, result);
  const [top, gitDir, commonDir] = result.stdout.toString('utf8').split('\n');
  if (!top || !gitDir || !commonDir) throw fault(`${path} is not in a git repository`, 'run `git init` there first');
  return [top, gitDir, commonDir];
}

async function explain(path: string, result: GitResult): Promise<Fault> {
  const inside = await plumb({ cwd: path, args: ['rev-parse', '--is-bare-repository'] });
  if (inside.exit === 0) {
    const bare = inside.stdout.toString('utf8').trim() === 'true';
    const what = bare ? 'is a bare repository, without files to work on' : 'is inside a repository’s .git folder';
    return fault(`${path} ${what}`, 'go to the folder of a checkout');
  }
  const why = complaint(result);
  if (why.startsWith('not a git repository')) {
    return fault(`${path} is not in a git repository`, 'go to one, or make one with `git init` and a first commit');
  }
  return fault(`git cannot open the repository at ${path}`, why);
}

async function mainWorktree(path: string): Promise<string> {
  const main = (await listWorktrees(path))[0];
  if (main && !main.bare) return main.path;
  throw fault(
    `${path} is a worktree of a bare repository, which has no checkout of its own`,
    'use a clone that has one: `git clone` makes it',
  );
}

async function readHead(root: string): Promise<Repository['head']> {
  const commit = await resolveCommit(root, 'HEAD');
  if (commit === undefined) throw fault(`${root} has no commits yet`, 'make a first commit');
  const symbolic = await plumb({ cwd: root, args: ['symbolic-ref', '--quiet', 'HEAD'] });
  if (symbolic.exit !== 0) return { kind: 'detached', commit };
  return {
    kind: 'branch',
    name: symbolic.stdout
      .toString('utf8')
      .trim()
      .replace(/^refs\/heads\//, ''),
  };
}

/** The commit of the target branch. Throws Fault `repository` that names the branches there are. */
export async function resolveTarget(root: string, branch: string): Promise<string> {
  const commit = await resolveCommit(root, branchRef(branch));
  if (commit !== undefined) return commit;
  const branches = await listBranches(root);
  const known = branches.length === 0 ? 'there is no branch at all' : `there is ${nameSome(branches, 5)}`;
  throw fault(`${root} has no branch ${branch}`, `${known}; set \`target\` in .signalbox/config.yaml`);
}

/** Where work lands when nothing is configured: the branch checked out, else main or master. Throws Fault `repository`. */
export async function defaultTarget(root: string): Promise<string> {
  const head = await readHead(root);
  if (head.kind === 'branch') return head.name;
  for (const name of ['main', 'master']) {
    if ((await resolveCommit(root, branchRef(name))) !== undefined) return name;
  }
  throw fault(
    `${root} has a detached HEAD and neither a branch main nor master`,
    'check out a branch, or set `target` in .signalbox/config.yaml',
  );
}
