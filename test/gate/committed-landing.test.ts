import { expect, test } from 'vitest';
import { recoverLanding } from '../../src/gate/landing/recover-landing.ts';
import { judged } from '../kit/landing.ts';
import { makeRepository } from '../kit/repository.ts';

const files = { 'a.txt': 'a\n', 'gone.txt': 'g\n', 'dirty.txt': 'd\n' };

/** A landing that was brought down when its files had been moved, and before its branch was. */
async function broughtDown() {
  const repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.git(['rm', '--quiet', 'gone.txt'], worktree);
  repository.write({ 'a.txt': 'A\n', 'new/file.txt': 'n\n' }, worktree);
  const { target: from, candidate: to } = await judged(repository, worktree);
  repository.write({ 'dirty.txt': 'dirty\n' });
  repository.git(['read-tree', '-m', '-u', from, to]);
  const { root } = repository;
  return { repository, order: { root, branch: 'main', from, to, checkouts: [root], message: 'x' } };
}

test('what the person commits of a landing that was brought down stays in their checkout and their branch', async () => {
  const { repository, order } = await broughtDown();
  await using _ = repository;
  const target = repository.commit({ 'hand.txt': 'by hand\n' });
  expect(repository.read('a.txt')).toBe('A\n');
  expect(await recoverLanding(order)).toEqual({ kind: 'outdated', target });
  expect(repository.git(['status', '--porcelain'])).toBe(' M dirty.txt');
  expect([repository.read('a.txt'), repository.read('new/file.txt'), repository.exists('gone.txt')]).toEqual([
    'A\n',
    'n\n',
    false,
  ]);
  repository.commit({ 'next.txt': 'next\n' });
  expect(repository.git(['show', '--format=', '--name-only', 'HEAD'])).toBe('next.txt');
});

test('a branch that moved without the landing’s files takes them back, and what the person did to one of them stays', async () => {
  const { repository, order } = await broughtDown();
  await using _ = repository;
  const elsewhere = repository.commit({ 'other.txt': 'o\n', 'a.txt': 'theirs\n' }, repository.session('two'));
  repository.git(['update-ref', 'refs/heads/main', elsewhere]);
  repository.write({ 'new/file.txt': 'edited by the person\n' });
  expect(await recoverLanding(order)).toEqual({ kind: 'outdated', target: elsewhere });
  expect(repository.read('a.txt')).toBe('theirs\n');
  expect(repository.read('other.txt')).toBe('o\n');
  expect(repository.read('gone.txt')).toBe('g\n');
  expect(repository.read('new/file.txt')).toBe('edited by the person\n');
  expect(repository.git(['status', '--porcelain', '--', 'a.txt', 'gone.txt', 'other.txt'])).toBe('');
});

test('a commit of the person on top of a landing’s files does not hold it up', async () => {
  const { repository, order } = await broughtDown();
  await using _ = repository;
  const target = repository.commit({ 'a.txt': 'A, and more\n' });
  expect(await recoverLanding(order)).toEqual({ kind: 'outdated', target });
  expect(repository.git(['status', '--porcelain'])).toBe(' M dirty.txt');
  expect(repository.read('a.txt')).toBe('A, and more\n');
});

test('what the person committed of a landing in part stays, and the rest goes back', async () => {
  const { repository, order } = await broughtDown();
  await using _ = repository;
  const { git } = repository;
  git(['commit', '--quiet', '--only', '-m', 'a part', 'a.txt']);
  const target = git(['rev-parse', 'HEAD']);
  expect(await recoverLanding(order)).toEqual({ kind: 'outdated', target });
  expect(git(['status', '--porcelain'])).toBe(' M dirty.txt');
  expect([repository.read('a.txt'), repository.exists('gone.txt'), repository.exists('new/file.txt')]).toEqual([
    'A\n',
    true,
    false,
  ]);
});
