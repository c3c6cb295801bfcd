import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeFault } from '../../core/fault.ts';
import { placesOf } from '../../wire/places.ts';
import type { Shell } from '../shell.ts';
import { type Finding, missing, note, ok } from './finding.ts';

const oldestGit = [2, 38] as const;
const lowDiskBytes = 1024 ** 3;

/** What the machine must have before anything works: Node, git, a terminal, room. */
export async function examineMachine(shell: Shell): Promise<Finding[]> {
  return [
    ok(`node ${process.version}`),
    await git(shell),
    await identity(shell, 'user.name'),
    await identity(shell, 'user.email'),
    terminal(shell),
    ...(await places(shell)),
  ];
}

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

/** What git says in this folder; null when it fails or is not there. */
function output(shell: Shell, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('git', args, { cwd: shell.cwd, env: shell.env }, (error, stdout) => resolve(error ? null : stdout.trim()));
  });
}
