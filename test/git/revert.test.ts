import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildRevert } from '../../src/git/revert.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const files = { 'a.txt': 'one\ntwo\nthree\n', 'gone.txt': 'g\n', 'run.sh': '#!\n' };
const lines = { 'a.txt': 'one\nTWO\nthree\n', 'new/odd\nname': 'n\n' };

/** Lands some commits in one of the ways, then one more of somebody else's; gives from where to where it went. */
function landed(repository: TestRepository, way: 'squash' | 'merge' | 'rebase'): { from: string; to: string } {
  const { git } = repository;
  const session = repository.session('one');
  repository.commit(lines, session);
  git(['rm', '--quiet', 'gone.txt'], session);
  git(['update-index', '--chmod=+x', 'run.sh'], session);
  git(['commit', '--quiet', '-m', 'and more'], session);
  const from = repository.commit({ 'between.txt': 'b\n' });
  if (way === 'squash') {
    git(['merge', '--quiet', '--squash', 'signalbox/one']);
    git(['commit', '--quiet', '-m', 'squashed']);
  } else if (way === 'merge') git(['merge', '--quiet', '--no-ff', '-m', 'merged', 'signalbox/one']);
  else git(['cherry-pick', 'signalbox/one~1', 'signalbox/one']);
  const to = git(['rev-parse', 'main']);
  repository.commit({ 'after.txt': 'x\n' });
  return { from, to };
}

const build = (repository: TestRepository, what: { from: string; to: string }) =>
  buildRevert({
    root: repository.root,
    target: repository.git(['rev-parse', 'main']),
    ...what,
    message: 'Take back #4',
    atMs: 1_700_000_000_000,
  });

test.each(['squash', 'merge', 'rebase'] as const)(
  '%s: the same tree as git revert makes, without any checkout',
  async (way) => {
    await using repository = makeRepository({ files });
    const what = landed(repository, way);
    repository.write({ 'a.txt': 'dirty\n' });
    const before = repository.status();
    const reverted = await build(repository, what);
    if (reverted.kind !== 'clean') throw new Error(reverted.kind);
    expect(await build(repository, what)).toEqual(reverted);
    expect(repository.status()).toBe(before);
    expect(repository.git(['rev-parse', `${reverted.commit}^`])).toBe(repository.git(['rev-parse', 'main']));

    const witness = join(repository.folder, 'witness');
    repository.git(['worktree', 'add', '--quiet', '--detach', witness, 'main']);
    const commits = way === 'rebase' ? [what.to, `${what.to}~1`] : way === 'merge' ? ['-m', '1', what.to] : [what.to];
    repository.git(['revert', '--no-edit', ...commits], witness);
    const trees = [`${reverted.commit}^{tree}`, `${repository.git(['rev-parse', 'HEAD'], witness)}^{tree}`];
    const [ours, gits] = trees.map((tree) => repository.git(['rev-parse', tree]));
    expect(ours).toBe(gits);
    // Taken back once more, the work is there again.
    const again = await buildRevert({
      root: repository.root,
      target: reverted.commit,
      from: repository.git(['rev-parse', 'main']),
      to: reverted.commit,
      message: 'again',
      atMs: 1,
    });
    if (again.kind !== 'clean') throw new Error(again.kind);
    expect(repository.git(['diff', again.commit, 'main'])).toBe('');
  },
);

test('what was changed since conflicts, with the names of the files', async () => {
  await using repository = makeRepository({ files });
  const what = landed(repository, 'squash');
  repository.commit({ 'a.txt': 'one\nother\nthree\n' });
  expect(await build(repository, what)).toEqual({ kind: 'conflict', files: ['a.txt'] });
});

test('what somebody has taken back already leaves nothing to do', async () => {
  await using repository = makeRepository({ files });
  const what = landed(repository, 'squash');
  repository.git(['revert', '--no-edit', what.to]);
  expect(await build(repository, what)).toEqual({ kind: 'nothing' });
});
