import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeWorktree } from '../../../src/git/worktree/remove-worktree.ts';
import { type RestoreOrder, restoreWorktree } from '../../../src/git/worktree/restore-worktree.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { runKilled } from '../../kit/kill-at-git.ts';
import { type TestRepository, makeRepository } from '../../kit/repository.ts';

const files = { 'a.txt': 'one\n', 'gone.txt': 'g\n', 'staged.txt': 's\n' };

/** A session's worktree with a commit and all kinds of uncommitted work; `status` is what git says of it. */
async function cleaned(repository: TestRepository): Promise<RestoreOrder & { head: string; status: string }> {
  const { root } = repository;
  const path = join(repository.folder, 'wt', '1-name');
  const order = { root, path, branch: 'signalbox/1', id: 1, reason: 'signalbox #1' };
  await addWorktree({ ...order, base: repository.git(['rev-parse', 'main']) });
  const head = repository.commit({ 'c.txt': 'c\n' }, path);
  repository.write({ 'a.txt': 'changed\n', 'new/file': 'n\n', 'staged.txt': 'S\n' }, path);
  rmSync(join(path, 'gone.txt'));
  const status = repository.git(['status', '--porcelain', '--untracked-files=all'], path);
  const removed = await removeWorktree({ ...order, at: 1 });
  if (removed.kind !== 'removed') throw new Error('not removed');
  return { ...order, head, status };
}

test('a worktree comes back on its branch with its commits, and what was not committed still is not', async () => {
  await using repository = makeRepository({ files });
  const { head, status, ...order } = await cleaned(repository);
  expect(await restoreWorktree(order)).toEqual({ kind: 'restored' });
  expect(repository.git(['rev-parse', 'HEAD'], order.path)).toBe(head);
  expect(repository.git(['symbolic-ref', 'HEAD'], order.path)).toBe('refs/heads/signalbox/1');
  expect(repository.git(['status', '--porcelain', '--untracked-files=all'], order.path)).toBe(status);
  expect(repository.read('a.txt', order.path)).toBe('changed\n');
  repository.write({ 'a.txt': 'once more\n' }, order.path);
  expect(await restoreWorktree(order)).toEqual({ kind: 'restored' });
  expect(repository.read('a.txt', order.path)).toBe('once more\n');
  expect(await removeWorktree({ ...order, at: 2 })).toMatchObject({ kind: 'removed' });
  expect(repository.git(['show', 'refs/signalbox/kept/1@{1}:a.txt'])).toBe('changed');
});

test('without a backup, or with somebody in its place, it is refused with a sentence', async () => {
  await using repository = makeRepository({ files });
  const { head: _head, status: _status, ...order } = await cleaned(repository);
  expect(await restoreWorktree({ ...order, id: 2 })).toMatchObject({
    why: expect.stringContaining('nothing was kept'),
  });
  repository.write({ 'x.txt': 'x\n' }, order.path);
  expect(await restoreWorktree(order)).toMatchObject({ why: expect.stringContaining('move it away') });
  rmSync(order.path, { recursive: true });
  repository.git(['checkout', '--quiet', '-b', 'signalbox/1']);
  expect(await restoreWorktree(order)).toMatchObject({ why: expect.stringContaining('checked out at') });
  repository.commit({ 'other.txt': 'o\n' });
  repository.git(['checkout', '--quiet', 'main']);
  expect(await restoreWorktree(order)).toMatchObject({ why: expect.stringContaining('other work') });
  expect(repository.git(['worktree', 'list', '--porcelain'])).not.toContain('wt/1-name');
});

test('the lock of a git that was killed while it filled the worktree is removed', async () => {
  await using repository = makeRepository({ files });
  const { head, status, ...order } = await cleaned(repository);
  repository.git(['worktree', 'add', '--quiet', '--no-checkout', '-b', order.branch, order.path, 'main']);
  const admin = repository.git(['rev-parse', '--absolute-git-dir'], order.path);
  repository.git(['update-ref', `refs/heads/${order.branch}`, head]);
  writeFileSync(join(admin, 'index.lock'), '');
  utimesSync(join(admin, 'index.lock'), 1, 1);
  expect(await restoreWorktree(order)).toEqual({ kind: 'restored' });
  expect(repository.git(['status', '--porcelain', '--untracked-files=all'], order.path)).toBe(status);
}, 30_000);

test('killed at any call of git and begun again, it is whole', async () => {
  const script = new URL('../../kit/worktree-child.ts', import.meta.url).pathname;
  let [call, last, killed] = [1, 1, 0];
  for (; call <= last; call += 1) {
    for (const moment of ['before', 'after'] as const) {
      await using repository = makeRepository({ files });
      const { head, status, ...order } = await cleaned(repository);
      const args = ['restore', JSON.stringify(order)];
      const run = runKilled({ script, args, folder: repository.folder, call, moment });
      killed += run.killed ? 1 : 0;
      last = run.killed ? call + 1 : last;
      expect(await restoreWorktree(order)).toEqual({ kind: 'restored' });
      expect(repository.git(['rev-parse', 'HEAD'], order.path)).toBe(head);
      expect(repository.git(['status', '--porcelain', '--untracked-files=all'], order.path)).toBe(status);
      expect(repository.read('a.txt', order.path)).toBe('changed\n');
    }
  }
  expect(killed).toBeGreaterThan(20);
}, 240_000);
