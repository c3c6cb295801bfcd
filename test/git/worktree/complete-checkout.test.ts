import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completeCheckout } from '../../../src/git/worktree/complete-checkout.ts';
import { removeWorktree } from '../../../src/git/worktree/remove-worktree.ts';
import { restoreWorktree } from '../../../src/git/worktree/restore-worktree.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { type TestRepository, makeRepository } from '../../kit/repository.ts';
import { addSubmodules } from '../../kit/submodules.ts';

function order(repository: TestRepository, id = 1) {
  const { root } = repository;
  const path = join(repository.folder, 'wt', String(id));
  const base = repository.git(['rev-parse', 'main']);
  return { root, path, branch: `signalbox/${id}`, base, reason: `signalbox #${id}`, id, at: 1 };
}

test('submodules are filled from the person’s checkout, nested ones too, without their remotes', async () => {
  await using repository = makeRepository();
  const { lib } = addSubmodules(repository);
  for (const gone of ['lib', 'deep']) rmSync(join(repository.folder, gone), { recursive: true });
  const wanted = order(repository);
  await addWorktree(wanted);
  const config = repository.git(['config', '--list', '--local']);
  expect(await completeCheckout(wanted.path)).toEqual({ kind: 'complete', notes: [] });
  expect(repository.read('vendor/lib/file.txt', wanted.path)).toBe('l\n');
  expect(repository.read('vendor/lib/deep/file.txt', wanted.path)).toBe('d\n');
  expect(repository.git(['config', 'remote.origin.url'], join(wanted.path, 'vendor/lib'))).toBe(lib);
  expect(repository.git(['status', '--porcelain'], wanted.path)).toBe('');
  expect(repository.git(['config', '--list', '--local'])).toBe(config);
  expect(await completeCheckout(wanted.path)).toEqual({ kind: 'complete', notes: [] });
});

test('a submodule that the person does not use stays empty; one that cannot be had is a refusal', async () => {
  await using repository = makeRepository();
  const { lib } = addSubmodules(repository);
  const wanted = order(repository);
  await addWorktree(wanted);
  rmSync(join(repository.root, '.git/modules'), { recursive: true });
  rmSync(lib, { recursive: true });
  expect(await completeCheckout(wanted.path)).toMatchObject({
    kind: 'refused',
    why: expect.stringMatching(/the submodule vendor\/lib needs [0-9a-f]{7}, which is not here: .*in your checkout/),
  });
  repository.git(['submodule', '--quiet', 'deinit', '--force', 'vendor/lib']);
  expect(await completeCheckout(wanted.path)).toEqual({
    kind: 'complete',
    notes: ['the submodule vendor/lib stays empty, as in your checkout'],
  });
});

test('commits of a submodule outlive its worktree and come back; changes in it are a refusal', async () => {
  await using repository = makeRepository();
  addSubmodules(repository);
  const wanted = order(repository);
  await addWorktree(wanted);
  await completeCheckout(wanted.path);
  const inside = join(wanted.path, 'vendor/lib');
  const commit = repository.commit({ 'more.txt': 'm\n' }, inside);
  repository.write({ 'file.txt': 'changed\n' }, inside);
  expect(await removeWorktree(wanted)).toMatchObject({ kind: 'refused', why: expect.stringContaining('vendor/lib') });
  repository.git(['checkout', '--quiet', '--', '.'], inside);
  expect(await removeWorktree(wanted)).toMatchObject({ kind: 'removed', kept: expect.any(String) });
  const other = order(repository, 2);
  await addWorktree(other);
  await completeCheckout(other.path);
  expect(await restoreWorktree(wanted)).toEqual({ kind: 'restored' });
  expect(repository.git(['rev-parse', 'HEAD'], inside)).toBe(commit);
  expect(await completeCheckout(wanted.path)).toMatchObject({ kind: 'complete' });
  expect(repository.read('more.txt', inside)).toBe('m\n');
  expect(repository.git(['status', '--porcelain'], wanted.path)).toBe(' M vendor/lib');
});

test('a sparse checkout is inherited, and said', async () => {
  await using repository = makeRepository({ files: { 'a/x.txt': 'x\n', 'b/y.txt': 'y\n', 'top.txt': 't\n' } });
  repository.git(['sparse-checkout', 'set', '--cone', 'a']);
  const wanted = order(repository);
  await addWorktree(wanted);
  expect(await completeCheckout(wanted.path)).toEqual({
    kind: 'complete',
    notes: ['the checkout is sparse, as yours is: the top folder, a'],
  });
  expect([repository.exists('a/x.txt', wanted.path), repository.exists('b/y.txt', wanted.path)]).toEqual([true, false]);
  repository.write({ 'a/x.txt': 'changed\n' }, wanted.path);
  expect(await removeWorktree(wanted)).toMatchObject({ kind: 'removed', kept: expect.any(String) });
  expect(await restoreWorktree(wanted)).toEqual({ kind: 'restored' });
  expect(repository.git(['status', '--porcelain'], wanted.path)).toBe(' M a/x.txt');
  expect(repository.exists('b/y.txt', wanted.path)).toBe(false);
});

test('without git-lfs a repository that needs it is refused with its name; with it, it is not', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n', '.gitattributes': '*.bin filter=lfs\n' } });
  repository.git([
    'update-index',
    '--add',
    '--cacheinfo',
    `100644,${repository.git(['hash-object', '-w', 'a.txt'])},x.bin`,
  ]);
  repository.git(['commit', '--quiet', '-m', 'pointer']);
  const wanted = order(repository);
  const pointers = order(repository, 2);
  await addWorktree(pointers);
  expect(await completeCheckout(pointers.path)).toMatchObject({ notes: [expect.stringContaining('git lfs install')] });
  repository.configure({ 'filter.lfs.smudge': 'git-lfs smudge -- %f', 'filter.lfs.required': 'true' });
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'taken', why: expect.stringContaining('git-lfs') });
  expect(repository.git(['branch', '--list', 'signalbox/1'])).toBe('');
  repository.write({ 'bin/git-lfs': '#!/bin/sh\nsed s/a/smudged/\n' }, repository.folder);
  chmodSync(join(repository.folder, 'bin/git-lfs'), 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${join(repository.folder, 'bin')}:${path}`;
  try {
    expect(await addWorktree(wanted)).toMatchObject({ kind: 'added' });
    expect(repository.read('x.bin', wanted.path)).toBe('smudged\n');
  } finally {
    process.env['PATH'] = path;
  }
});

test('a partial clone is said', async () => {
  await using repository = makeRepository();
  repository.configure({ 'uploadpack.allowFilter': 'true' });
  const clone = join(repository.folder, 'clone');
  repository.git(['clone', '--quiet', '--filter=blob:none', `file://${repository.root}`, clone]);
  const wanted = { ...order(repository), root: clone };
  await addWorktree(wanted);
  expect(await completeCheckout(wanted.path)).toMatchObject({
    notes: [expect.stringContaining('fetched from origin')],
  });
});
