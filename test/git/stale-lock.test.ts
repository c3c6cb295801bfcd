import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeStaleLocks } from '../../src/git/plumbing/stale-lock.ts';
import { itemRef, resolveCommit, setRef } from '../../src/git/plumbing/refs.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** Writes locks as if they had been left some time ago. */
function leave(repository: TestRepository, names: readonly string[], secondsAgo = 10): string[] {
  const at = Date.now() / 1000 - secondsAgo;
  return names.map((name) => {
    const path = join(repository.root, '.git', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '');
    utimesSync(path, at, at);
    return path;
  });
}

const search = ({ root }: TestRepository) => ({
  root,
  commonDir: join(root, '.git'),
  branch: 'main',
  checkouts: [root],
  olderThanMs: 5000,
});

const takenByLandings = [
  'index.lock',
  'HEAD.lock',
  'packed-refs.lock',
  'packed-refs.new',
  'refs/heads/main.lock',
  'refs/signalbox/items/4/cand.lock',
];

test('the old locks that a landing takes go, no others', async () => {
  await using repository = makeRepository();
  const other = repository.session('one');
  const ours = leave(repository, takenByLandings);
  const theirs = leave(repository, ['config.lock', 'refs/heads/other.lock', 'worktrees/session-one/index.lock']);
  const removed = await removeStaleLocks(search(repository));
  expect(removed.toSorted()).toEqual(ours.toSorted());
  expect([...ours, ...theirs].filter(existsSync)).toEqual(theirs);
  expect(await removeStaleLocks({ ...search(repository), checkouts: [other] })).toEqual([theirs[2]]);
});

test('one that somebody has open stays, and one that is let go and taken anew', async () => {
  await using repository = makeRepository();
  const [lock = ''] = leave(repository, ['index.lock']);
  // This process is no git; it holds the file all the same, through a child that inherits it.
  const file = openSync(lock, 'r');
  const holder = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', file] });
  closeSync(file);
  try {
    expect(await removeStaleLocks(search(repository))).toEqual([]);
  } finally {
    holder.kill('SIGKILL');
  }
  expect(existsSync(lock)).toBe(true);
});

test('a young lock is waited for until it is old', async () => {
  await using repository = makeRepository();
  const [lock = ''] = leave(repository, ['index.lock'], 0);
  expect(await removeStaleLocks({ ...search(repository), olderThanMs: 300 })).toEqual([lock]);
});

test('where refs are not files nothing of theirs is touched', async () => {
  await using repository = makeRepository();
  mkdirSync(join(repository.root, '.git/reftable'));
  const [index = ''] = leave(repository, ['index.lock', 'packed-refs.lock', 'reftable/tables.list.lock']);
  expect(await removeStaleLocks(search(repository))).toEqual([index]);
});

test('a ref of our own whose git was killed can be set again', async () => {
  await using repository = makeRepository();
  const commit = repository.git(['rev-parse', 'HEAD']);
  leave(repository, ['refs/signalbox/items/4/snap.lock']);
  await setRef(repository.root, itemRef(4, 'snap'), commit);
  expect(await resolveCommit(repository.root, itemRef(4, 'snap'))).toBe(commit);
  leave(repository, ['refs/heads/main.lock']);
  await expect(setRef(repository.root, 'refs/heads/main', commit)).rejects.toMatchObject({ code: 'git' });
});
