import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOutCandidate } from '../../src/gate/slot/gate-worktree.ts';
import { completeCheckout } from '../../src/git/worktree/complete-checkout.ts';
import { listWorktrees } from '../../src/git/worktree/worktree-list.ts';
import { makeRepository } from '../kit/repository.ts';
import { addSubmodules } from '../kit/submodules.ts';

test('a gate judges submodules as the candidate has them, also commits that only a session has', async () => {
  await using repository = makeRepository();
  const { root, folder } = repository;
  addSubmodules(repository);
  const slot = { root, path: join(folder, 'gates/1') };
  const file = (): string => repository.read('vendor/lib/file.txt', slot.path);
  const target = repository.git(['rev-parse', 'main']);
  expect(await checkOutCandidate(slot, target)).toEqual({ fresh: true });
  expect(file()).toBe('l\n');
  const worktree = repository.session('one');
  await completeCheckout(worktree);
  repository.commit({ 'file.txt': 'new\n' }, join(worktree, 'vendor/lib'));
  repository.git(['commit', '--quiet', '-am', 'bump'], worktree);
  const candidate = repository.git(['rev-parse', 'HEAD'], worktree);
  expect(await checkOutCandidate(slot, candidate)).toEqual({ fresh: false });
  expect(file()).toBe('new\n');
  expect(await checkOutCandidate(slot, target)).toEqual({ fresh: false });
  expect(file()).toBe('l\n');
  repository.git(['worktree', 'remove', '--force', worktree]);
  rmSync(slot.path, { recursive: true });
  await expect(checkOutCandidate(slot, candidate)).rejects.toThrow(/the submodule vendor\/lib needs/);
});

test('a broken slot is made anew, and no other worktree is forgotten with it', async () => {
  await using repository = makeRepository();
  const slot = { root: repository.root, path: join(repository.folder, 'gates/1') };
  const target = repository.git(['rev-parse', 'main']);
  const away = repository.session('away');
  rmSync(away, { recursive: true });
  await checkOutCandidate(slot, target);
  rmSync(join(slot.path, '.git'));
  expect(await checkOutCandidate(slot, target)).toEqual({ fresh: true });
  rmSync(slot.path, { recursive: true });
  expect(await checkOutCandidate(slot, target)).toEqual({ fresh: true });
  rmSync(slot.path, { recursive: true });
  mkdirSync(slot.path);
  writeFileSync(join(slot.path, 'a.txt'), 'half\n');
  expect(await checkOutCandidate(slot, target)).toEqual({ fresh: true });
  expect((await listWorktrees(repository.root)).map(({ path }) => path)).toContain(away);
});
