import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listWorktrees } from '../../src/git/worktree/worktree-list.ts';
import { addWorktree } from '../../src/git/worktree/worktrees.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

function order(repository: TestRepository, id = 1): Parameters<typeof addWorktree>[0] {
  return {
    root: repository.root,
    path: join(repository.folder, 'wt', `${id}-some name`),
    branch: `signalbox/${id}`,
    base: repository.git(['rev-parse', 'main']),
    reason: `signalbox ${id}`,
  };
}

test('a worktree is made on its branch, locked, without tracking and without hooks', async () => {
  await using repository = makeRepository();
  repository.write({ '.git/hooks/post-checkout': '#!/bin/sh\nexit 1\n' });
  chmodSync(join(repository.root, '.git/hooks/post-checkout'), 0o755);
  repository.configure({ 'branch.autoSetupMerge': 'always' });
  const wanted = order(repository);
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'added' });
  expect(await listWorktrees(repository.root)).toMatchObject([
    { branch: 'main' },
    { path: wanted.path, branch: 'signalbox/1', head: wanted.base, locked: 'signalbox 1' },
  ]);
  expect(repository.git(['config', '--list', '--local'])).not.toContain('branch.signalbox');
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'present' });
});

test('many at once are made one after the other', async () => {
  await using repository = makeRepository();
  const results = await Promise.all([1, 2, 3, 4, 5, 6].map((id) => addWorktree(order(repository, id))));
  expect(results.every((result) => result.kind === 'added')).toBe(true);
});

test('a branch or a path with other work is left alone', async () => {
  await using repository = makeRepository();
  const wanted = order(repository);
  repository.git(['checkout', '--quiet', '-b', 'signalbox/1']);
  const work = repository.commit({ 'work.txt': 'mine\n' });
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'taken', why: expect.stringContaining('checked out') });
  repository.git(['checkout', '--quiet', 'main']);
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'taken', why: expect.stringContaining('other work') });
  expect(repository.git(['rev-parse', 'signalbox/1'])).toBe(work);
  expect(await addWorktree({ ...wanted, branch: 'signalbox/2' })).toMatchObject({ kind: 'added' });
  expect(await addWorktree({ ...wanted, branch: 'signalbox/3' })).toMatchObject({ kind: 'taken' });
});

test('what a crash or a deletion by hand left is completed, with the branch’s commits', async () => {
  await using repository = makeRepository();
  const wanted = order(repository);
  repository.git(['branch', 'signalbox/1', 'main']);
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'added' });
  const work = repository.commit({ 'work.txt': 'mine\n' }, wanted.path);
  rmSync(wanted.path, { recursive: true });
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'added' });
  expect(repository.git(['rev-parse', 'HEAD'], wanted.path)).toBe(work);
  expect(repository.read('work.txt', wanted.path)).toBe('mine\n');
  rmSync(join(repository.git(['rev-parse', '--absolute-git-dir'], wanted.path), 'index'));
  rmSync(join(wanted.path, 'work.txt'));
  expect(await addWorktree(wanted)).toMatchObject({ kind: 'added' });
  expect(repository.status(wanted.path)).toBe('');
});

test('what a crash left is taken up when the target has gone on meanwhile: a branch, a worktree that git never filled, a whole one', async () => {
  await using repository = makeRepository();
  const before = repository.git(['rev-parse', 'main']);
  repository.git(['branch', 'signalbox/1', 'main']);
  for (const id of [2, 3]) await addWorktree({ ...order(repository, id), base: before });
  const gitDir = repository.git(['rev-parse', '--absolute-git-dir'], order(repository, 2).path);
  rmSync(join(gitDir, 'index'));
  writeFileSync(join(gitDir, 'index.lock'), '');
  const base = repository.commit({ 'later.txt': 'later\n' });
  const heads = [];
  for (const [id, kind, at] of [
    [1, 'added', base],
    [2, 'added', base],
    [3, 'present', before],
  ] as const) {
    const wanted = { ...order(repository, id), base };
    expect(await addWorktree(wanted)).toEqual({ kind, base: at });
    heads.push(repository.git(['rev-parse', 'HEAD'], wanted.path));
    expect(repository.status(wanted.path)).toBe('');
  }
  expect(heads).toEqual([base, base, before]);
});
