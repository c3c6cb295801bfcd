import { expect, test } from 'vitest';
import { buildCandidate, landingAuthor } from '../../src/git/candidate.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

type Order = Parameters<typeof buildCandidate>[0];

function order(repository: TestRepository, more: Pick<Order, 'target' | 'snapshot'> & Partial<Order>): Order {
  const author = { name: 'Ada Example', email: 'ada@example.com' };
  return {
    root: repository.root,
    id: 3,
    style: 'squash',
    message: 'Add b\n\nBecause.',
    author,
    atMs: 1_700_000_000_000,
    ...more,
  };
}

test('a clean merge is a commit on the target, the same each time, without any checkout', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const snapshot = repository.commit({ 'b.txt': 'b\n' }, worktree);
  const target = repository.commit({ 'c.txt': 'c\n' });
  const before = repository.status();
  const squash = await buildCandidate(order(repository, { target, snapshot }));
  const merge = await buildCandidate(order(repository, { target, snapshot, style: 'merge' }));
  if (squash.kind !== 'clean' || merge.kind !== 'clean') throw new Error('not clean');
  expect(await buildCandidate(order(repository, { target, snapshot }))).toEqual(squash);
  expect(merge.tree).toBe(squash.tree);
  const show = (format: string, commit: string): string => repository.git(['show', '-s', `--format=${format}`, commit]);
  expect(show('%P', squash.commit)).toBe(target);
  expect(show('%P', merge.commit)).toBe(`${target} ${snapshot}`);
  expect(show('%an <%ae> %at|%cn|%B', squash.commit)).toBe(
    'Ada Example <ada@example.com> 1700000000|Ada Example|Add b\n\nBecause.\n',
  );
  expect(repository.git(['rev-parse', 'refs/signalbox/items/3/cand'])).toBe(squash.commit);
  expect(repository.status()).toBe(before);
});

test('conflicting files are named, however odd, and nothing is kept', async () => {
  await using repository = makeRepository({ files: { 'a b\n.txt': '1\n', '-x': '1\n' } });
  repository.configure({ 'merge.conflictStyle': 'diff3', 'core.quotePath': 'true' });
  const worktree = repository.session('one');
  const snapshot = repository.commit({ 'a b\n.txt': '2\n', '-x': '2\n' }, worktree);
  const target = repository.commit({ 'a b\n.txt': '3\n', '-x': '3\n' });
  const candidate = await buildCandidate(order(repository, { target, snapshot }));
  expect(candidate).toEqual({ kind: 'conflict', files: ['-x', 'a b\n.txt'] });
  expect(repository.git(['for-each-ref', 'refs/signalbox'])).toBe('');
});

test('histories without a common commit are told apart from a conflict', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.git(['checkout', '--quiet', '--orphan', 'other'], worktree);
  const snapshot = repository.commit({ 'b.txt': 'b\n' }, worktree);
  const target = repository.git(['rev-parse', 'main']);
  expect(await buildCandidate(order(repository, { target, snapshot }))).toEqual({ kind: 'unrelated' });
});

test('the author is the person; without one git is to be told who', async () => {
  await using repository = makeRepository();
  expect(await landingAuthor(repository.root)).toEqual({ name: 'Ada Example', email: 'ada@example.com' });
  repository.git(['config', '--global', '--unset', 'user.email']);
  await expect(landingAuthor(repository.root)).rejects.toMatchObject({
    code: 'repository',
    hint: expect.stringContaining('git config --global user.name'),
  });
});
