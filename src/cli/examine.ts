import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault, describeFault } from '../core/fault.ts';
import type { RepositoryConfig } from '../core/config.ts';
import { placesOf } from '../wire/places.ts';
import { daemonStatus, findDaemon, withDaemon } from './connect-daemon.ts';
import { isOnPath } from './propose-config.ts';
import type { Shell } from './shell.ts';

/** One line of `signalbox doctor`. `note`: worth knowing, nothing depends on it. */
export interface Finding {
  readonly state: 'ok' | 'missing' | 'note';
  readonly what: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

const oldestGit = [2, 38] as const;
const lowDiskBytes = 1024 ** 3;

/** Looks at everything that Signalbox depends on. Throws nothing: what cannot be looked at is a finding. */
export async function examine(shell: Shell): Promise<Finding[]> {
  return [
    ok(`node ${process.version}`),
    await git(shell),
    await identity(shell, 'user.name'),
    await identity(shell, 'user.email'),
    terminal(shell),
    ...(await places(shell)),
    await daemon(shell),
    ...(await repository(shell)),
  ];
}

const ok = (what: string): Finding => ({ state: 'ok', what, remedy: null });
const missing = (what: string, remedy: string | null): Finding => ({ state: 'missing', what, remedy });
const note = (what: string, remedy: string | null): Finding => ({ state: 'note', what, remedy });

async function git(shell: Shell): Promise<Finding> {
  const remedy = `install git ${oldestGit.join('.')} or newer`;
  const said = await output(shell, ['--version']);
  const version = /(\d+)\.(\d+)/.exec(said ?? '');
  if (said === null || version === null) return missing('git is not on PATH', remedy);
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old = major < oldestGit[0] || (major === oldestGit[0] && minor < oldestGit[1]);
  return old ? missing(`${said} is too old`, remedy) : ok(said);
}

async function identity(shell: Shell, key: string): Promise<Finding> {
  const value = await output(shell, ['config', key]);
  return value ? ok(`git ${key} is ${value}`) : missing(`git has no ${key}`, `git config --global ${key} "..."`);
}

function terminal({ env, stdout }: Shell): Finding {
  const name = env['TERM'] ?? '';
  if (!stdout.isTTY) return note('output goes to no terminal', 'the dashboard needs one');
  if (name === '' || name === 'dumb')
    return missing(`TERM is ${JSON.stringify(name)}`, 'use a terminal that can move its cursor');
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const colours = 2 ** stdout.getColorDepth(env);
  const what = `terminal ${name}, ${stdout.columns}x${stdout.rows}, ${colours} colours, locale ${locale || 'not set'}`;
  return /utf-?8/i.test(locale) ? ok(what) : note(what, 'symbols need a UTF-8 locale: export LANG=C.UTF-8');
}

async function places(shell: Shell): Promise<Finding[]> {
  try {
    const found = placesOf(shell.env);
    const free = await freeBytes(found.home);
    const space = `${Math.floor(free / 1024 ** 2)} MiB free for ${found.home}`;
    return [
      ok(`sockets are in ${found.runtime}`),
      free < lowDiskBytes ? missing(space, 'each session has a worktree there: make room') : ok(space),
    ];
  } catch (thrown) {
    return [missing(describeFault(thrown), null)];
  }
}

async function freeBytes(folder: string): Promise<number> {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  return bavail * bsize;
}

async function daemon(shell: Shell): Promise<Finding> {
  try {
    const connection = await findDaemon(shell);
    if (connection === null) return note('no daemon is running', 'it is started when it is needed');
    const { pid, version } = await daemonStatus(shell, connection).finally(() => connection.close());
    return ok(`the daemon runs, pid ${pid}, version ${version}`);
  } catch (thrown) {
    return missing(describeFault(thrown), null);
  }
}

async function repository(shell: Shell): Promise<Finding[]> {
  try {
    const { repo, trust, problem } = await withDaemon(shell, (connection) =>
      connection.request('repo/open', { path: shell.cwd }),
    );
    const place = ok(`repository ${repo.root}, work lands on ${repo.target}`);
    if (problem !== null) return [place, missing(problem, null)];
    switch (trust) {
      case 'missing':
        return [place, missing('there is no .signalbox/config.yaml', 'signalbox init writes one')];
      case 'untrusted':
        return [place, missing('the configuration is not trusted', 'signalbox trust')];
      case 'changed':
        return [place, missing('the configuration has changed since it was trusted', 'signalbox trust')];
      case 'trusted':
        return [place, ok('the configuration is valid and trusted'), ...configured(repo.config, shell)];
    }
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'repository') return [note(describeFault(thrown), null)];
    return [missing(describeFault(thrown), null)];
  }
}

function configured(config: RepositoryConfig | null, shell: Shell): Finding[] {
  if (config === null) return [];
  const agents = Object.entries(config.agents).map(([name, { command }]) => {
    const program = command?.[0] ?? name;
    return isOnPath(program, shell.env)
      ? ok(`agent ${name}: ${program}`)
      : missing(`agent ${name}: ${program} is not on PATH`, 'install it, or change agents: in the configuration');
  });
  const checks =
    config.checks.length === 0 ? [note('no check is configured', 'nothing is verified: add one under checks:')] : [];
  return [...agents, ...checks];
}

/** What git says in this folder; null when it fails or is not there. */
function output(shell: Shell, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('git', args, { cwd: shell.cwd, env: shell.env }, (error, stdout) => resolve(error ? null : stdout.trim()));
  });
}
