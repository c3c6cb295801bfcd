import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../kit/repository.ts';

/** What a storm of landings must have left behind; plain git is asked, nothing of ours. */
export interface Expected {
  /** Sessions whose landing was approved and finished. */
  readonly landed: readonly number[];
  /** Commits that the person made on the target meanwhile. */
  readonly ownCommits: readonly string[];
  /** `git status` of the person's checkout before, and the content of what is theirs by path. */
  readonly status: string;
  readonly own: Readonly<Record<string, string>>;
  /** The target before. */
  readonly start: string;
  /** A shell command that every commit of the target must pass. */
  readonly check: string;
}

/** Everything that is wrong, a sentence each. */
export function violations(repo: TestRepository, expected: Expected): string[] {
  const wrong: string[] = [];
  const { start, landed, ownCommits, own, check } = expected;
  const log = repo.git([
    'log',
    '--first-parent',
    '--format=%H%x09%(trailers:key=Signalbox-Task,valueonly,separator=%x2C)',
    `${start}..main`,
  ]);
  const commits = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const tasks = commits.map(([, task = '']) => task.trim()).filter((task) => task !== '');
  for (const id of landed) {
    const times = tasks.filter((task) => task === `#${id}`).length;
    if (times !== 1) wrong.push(`#${id} is in the target ${times} times`);
  }
  for (const task of tasks)
    if (!landed.some((id) => task === `#${id}`)) wrong.push(`${task} is in the target and was never landed`);
  // The branch's own log tells each place where it ever was: a rebase brings commits in between that it never stood at.
  const reflog = repo.git(['reflog', 'show', '--format=%H', 'main']).split('\n');
  const places = reflog.slice(0, reflog.indexOf(start));
  const known = new Set([
    ...commits.filter(([, task = '']) => task.trim() !== '').map(([commit]) => commit),
    ...ownCommits,
  ]);
  for (const commit of places) if (!known.has(commit)) wrong.push(`the target was at ${commit}, which is nobody's`);
  for (const commit of ownCommits) {
    if (!commits.some(([found]) => found === commit)) wrong.push(`the person's commit ${commit} is lost`);
  }
  wrong.push(...redCommits(repo, places, check));
  for (const [path, content] of Object.entries(own)) {
    if (!repo.exists(path) || repo.read(path) !== content) wrong.push(`the person's ${path} is changed`);
  }
  if (repo.status() !== expected.status)
    wrong.push(`the checkout's status is\n${repo.status()}\nand was\n${expected.status}`);
  for (const lock of locksIn(join(repo.root, '.git'))) wrong.push(`${lock} was left behind`);
  try {
    execFileSync('git', ['fsck', '--no-dangling', '--no-progress'], { cwd: repo.root, stdio: 'pipe' });
  } catch (thrown) {
    wrong.push(`git fsck: ${String(thrown)}`);
  }
  return wrong;
}

function redCommits(repo: TestRepository, commits: readonly string[], check: string): string[] {
  const place = join(repo.folder, 'witness');
  repo.git(['clone', '--quiet', '--no-checkout', repo.root, place]);
  return commits
    .filter((commit) => {
      repo.git(['checkout', '--quiet', '--force', '--detach', commit], place);
      try {
        execFileSync('/bin/sh', ['-c', check], { cwd: place, stdio: 'pipe' });
        return false;
      } catch {
        return true;
      }
    })
    .map((commit) => `the target held ${commit}, on which the check is red`);
}

function locksIn(gitDir: string): string[] {
  return readdirSync(gitDir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.lock'));
}
