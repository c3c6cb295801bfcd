import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RemovalOrder, inspectRemoval, removeWorktree } from '../../../src/git/worktree/remove-worktree.ts';
import { takeSnapshot } from '../../../src/git/snapshot.ts';
import { listWorktrees } from '../../../src/git/worktree/worktree-list.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { runKilled } from '../../kit/kill-at-git.ts';
import { type TestRepository, makeRepository } from '../../kit/repository.ts';

const ref = 'refs/signalbox/kept/1';

async function withWorktree(repository: TestRepository): Promise<RemovalOrder & { target: string }> {
  const { root } = repository;
  const path = join(repository.folder, 'wt', '1-some name');
  const branch = 'signalbox/1';
  const target = repository.git(['rev-parse', 'main']);
  await addWorktree({ root, path, branch, base: target, reason: 'signalbox #1' });
  return { root, path, branch, id: 1, at: 1000, target };
}

test('a removed worktree’s work, committed and not, is in the backup ref first', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const commit = repository.commit({ 'committed.txt': 'c\n', '.gitignore': 'cache/\n' }, order.path);
  repository.write({ 'a.txt': 'changed\n', 'new file': 'n\n', 'cache/big': 'x' }, order.path);
  expect(await inspectRemoval(order)).toMatchObject({ kind: 'removed', kept: expect.any(String) });
  expect([existsSync(order.path), repository.git(['for-each-ref', 'refs/signalbox'])]).toEqual([true, '']);
  const removed = await removeWorktree(order);
  expect(removed).toEqual({ kind: 'removed', kept: repository.git(['rev-parse', ref]), branchStays: false });
  expect(existsSync(order.path)).toBe(false);
  const kept = (path: string): string => repository.git(['show', `${ref}:${path}`]);
  expect([kept('committed.txt'), kept('a.txt'), kept('new file')]).toEqual(['c', 'changed', 'n']);
  expect(() => kept('cache/big')).toThrow();
  expect(repository.git(['rev-parse', `${ref}^`])).toBe(commit);
  expect(repository.git(['branch', '--list', 'signalbox/*'])).toBe('');
  expect(await removeWorktree(order)).toEqual({ kind: 'absent', kept: repository.git(['rev-parse', ref]) });
});

test('work that landed, is merged, or never was needs no backup', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  expect(await removeWorktree(order)).toEqual({ kind: 'removed', kept: null, branchStays: false });
  await withWorktree(repository);
  const landed = repository.commit({ 'work.txt': 'mine\n' }, order.path);
  expect(await removeWorktree({ ...order, landed })).toEqual({ kind: 'removed', kept: null, branchStays: false });
  expect(repository.git(['for-each-ref', 'refs/signalbox', 'refs/heads/signalbox'])).toBe('');
});

test('what was changed after the landing is named and stays, unless a backup is asked for', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const landed = repository.commit({ 'work.txt': 'mine\n' }, order.path);
  repository.write({ 'work.txt': 'better\n', 'more.txt': 'm\n' }, order.path);
  const after = { ...order, landed };
  expect(await inspectRemoval(after)).toEqual({ kind: 'edited', files: ['more.txt', 'work.txt'] });
  expect(await removeWorktree(after)).toEqual({ kind: 'edited', files: ['more.txt', 'work.txt'] });
  expect(repository.read('work.txt', order.path)).toBe('better\n');
  expect(await removeWorktree({ ...after, keepBackup: true })).toMatchObject({ kind: 'removed' });
  expect(repository.git(['show', `${ref}:work.txt`])).toBe('better');
});

test('a commit that was made after the landing is kept although its files are the same', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  repository.write({ 'work.txt': 'mine\n' }, order.path);
  // As a landing has it: a snapshot of uncommitted work.
  const snapshot = await takeSnapshot({ root: order.root, worktree: order.path, id: 1, at: 5 });
  const landed = snapshot.kind === 'snapshot' ? snapshot.commit : '';
  repository.git(['update-ref', '-d', 'refs/signalbox/items/1/snap']);
  expect(await inspectRemoval({ ...order, landed })).toMatchObject({ kind: 'removed', kept: null });
  const own = repository.commit({ 'work.txt': 'mine\n' }, order.path);
  expect(await removeWorktree({ ...order, landed })).toEqual({ kind: 'removed', kept: own, branchStays: false });
  expect(repository.git(['rev-parse', ref])).toBe(own);
});

test('a branch with commits that nothing else holds stays', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const tip = repository.commit({ 'work.txt': 'mine\n' }, order.path);
  repository.git(['checkout', '--quiet', '--detach', 'main'], order.path);
  expect(await removeWorktree(order)).toEqual({ kind: 'removed', kept: null, branchStays: true });
  expect(repository.git(['rev-parse', order.branch])).toBe(tip);
});

test('what a backup cannot hold is a refusal that names it', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const { path } = order;
  repository.write({ 'dump.bin': 'x' }, path);
  truncateSync(join(path, 'dump.bin'), 6 * 1024 * 1024);
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('dump.bin') });
  rmSync(join(path, 'dump.bin'));
  repository.git(['init', '--quiet', 'nested'], path);
  repository.commit({ 'x.txt': 'x' }, join(path, 'nested'));
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('nested/') });
  expect(existsSync(join(path, 'nested/x.txt'))).toBe(true);
});

test('a merge under way, a broken index and a broken link are sentences or mended, and nothing goes', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const { path } = order;
  repository.write({ 'new.txt': 'n\n' }, path);
  rmSync(join(path, '.git'));
  expect(await inspectRemoval(order)).toMatchObject({ kind: 'removed' });
  const index = join(repository.git(['rev-parse', '--absolute-git-dir'], path), 'index');
  writeFileSync(index, 'no index');
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('index') });
  rmSync(index);
  repository.git(['reset', '--quiet'], path);
  writeFileSync(join(path, '.git'), `gitdir: ${repository.root}/.git\n`);
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('repair') });
  expect(repository.read('new.txt', path)).toBe('n\n');
});

test('a worktree that somebody else locked, moved, or whose disk is away is left alone', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const { root, path } = order;
  repository.git(['worktree', 'unlock', path]);
  repository.git(['worktree', 'lock', '--reason', 'on my stick', path]);
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('on my stick') });
  repository.git(['worktree', 'unlock', path]);
  const elsewhere = join(repository.folder, 'elsewhere');
  repository.git(['worktree', 'move', path, elsewhere]);
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining(elsewhere) });
  repository.git(['worktree', 'move', elsewhere, path]);
  renameSync(join(repository.folder, 'wt'), join(repository.folder, 'away'));
  expect(await removeWorktree(order)).toMatchObject({ kind: 'refused', why: expect.stringContaining('disk') });
  expect(await removeWorktree({ ...order, path: root })).toMatchObject({ kind: 'refused' });
  expect((await listWorktrees(root)).length).toBe(2);
});

test('work that landed without having been committed is no change when its folder was deleted by hand', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  repository.write({ 'work.txt': 'mine\n' }, order.path);
  const snapshot = await takeSnapshot({ root: order.root, worktree: order.path, id: 1, at: 5 });
  const landed = snapshot.kind === 'snapshot' ? snapshot.commit : '';
  rmSync(order.path, { recursive: true });
  expect(await inspectRemoval({ ...order, landed })).toMatchObject({ kind: 'removed', kept: null });
  expect(await removeWorktree({ ...order, landed })).toEqual({ kind: 'removed', kept: null, branchStays: false });
});

test('of a worktree deleted by hand the commits and what was staged are kept; other missing ones stay known', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  const other = repository.session('other');
  repository.commit({ 'c.txt': 'c\n' }, order.path);
  repository.write({ 's.txt': 's\n' }, order.path);
  repository.git(['add', 's.txt'], order.path);
  rmSync(order.path, { recursive: true });
  rmSync(other, { recursive: true });
  expect(await removeWorktree(order)).toMatchObject({ kind: 'removed', kept: expect.any(String) });
  expect([repository.git(['show', `${ref}:c.txt`]), repository.git(['show', `${ref}:s.txt`])]).toEqual(['c', 's']);
  expect((await listWorktrees(repository.root)).map(({ path }) => path)).toEqual([repository.root, other]);
});

test('read-only folders go too', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  mkdirSync(join(order.path, 'pkg/mod'), { recursive: true });
  writeFileSync(join(order.path, '.gitignore'), 'pkg/\n');
  writeFileSync(join(order.path, 'pkg/mod/x.go'), 'x');
  chmodSync(join(order.path, 'pkg/mod'), 0o500);
  expect(await removeWorktree(order)).toMatchObject({ kind: 'removed' });
  expect(existsSync(order.path)).toBe(false);
});

test('what a killed git left is no obstacle: its locks, and half of what it knew of the worktree', async () => {
  await using repository = makeRepository();
  const order = await withWorktree(repository);
  repository.commit({ 'c.txt': 'c\n' }, order.path);
  const git = join(repository.root, '.git');
  for (const lock of ['refs/heads/signalbox/1.lock', 'refs/signalbox/kept/1.lock']) {
    repository.write({ [lock]: '' }, git);
    utimesSync(join(git, lock), 1, 1);
  }
  expect(await removeWorktree(order)).toMatchObject({ kind: 'removed', branchStays: false });
  const again = await withWorktree(repository);
  const admin = repository.git(['rev-parse', '--absolute-git-dir'], again.path);
  renameSync(again.path, join(repository.folder, 'wt', '.removed-1-some name'));
  rmSync(join(admin, 'HEAD'));
  expect(await removeWorktree(again)).toMatchObject({ kind: 'removed' });
  expect([existsSync(admin), readdirSync(join(repository.folder, 'wt'))]).toEqual([false, []]);
  expect(repository.git(['show', `${ref}:c.txt`])).toBe('c');
});

test('killed at any call of git and begun again, nothing is lost and nothing is left', async () => {
  const script = new URL('../../kit/worktree-child.ts', import.meta.url).pathname;
  let [call, last, killed] = [1, 1, 0];
  for (; call <= last; call += 1) {
    for (const moment of ['before', 'after'] as const) {
      await using repository = makeRepository();
      const order = await withWorktree(repository);
      repository.commit({ 'c.txt': 'c\n' }, order.path);
      repository.write({ 'a.txt': 'changed\n', 'd/new': 'n\n' }, order.path);
      const { folder } = repository;
      const run = runKilled({ script, args: ['remove', JSON.stringify(order)], folder, call, moment });
      killed += run.killed ? 1 : 0;
      last = run.killed ? call + 1 : last;
      expect(['removed', 'absent']).toContain((await removeWorktree(order)).kind);
      expect(repository.git(['ls-tree', '-r', '--name-only', ref])).toBe('a.txt\nc.txt\nd/new');
      expect(repository.git(['show', `${ref}:a.txt`])).toBe('changed');
      expect(repository.git(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/signalbox/kept'])).toBe(
        `refs/heads/main\n${ref}`,
      );
      expect((await listWorktrees(repository.root)).length).toBe(1);
      expect(readdirSync(join(folder, 'wt'))).toEqual([]);
    }
  }
  expect(killed).toBeGreaterThan(20);
}, 240_000);
