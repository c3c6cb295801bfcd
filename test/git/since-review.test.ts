import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { buildCandidate } from '../../src/git/candidate.ts';
import { changeContents } from '../../src/git/change-contents.ts';
import { fileDiff } from '../../src/git/diff.ts';
import { fileTexts } from '../../src/git/file-texts.ts';
import { keepReviewed, sinceReview } from '../../src/git/since-review.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const rows = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `row ${from + at}\n`).join('');

/** Merges what a session's worktree has committed onto what main is now, as the gate does. */
async function judged(repository: TestRepository, worktree: string): Promise<{ target: string; candidate: string }> {
  const target = repository.git(['rev-parse', 'main']);
  const candidate = await buildCandidate({
    root: repository.root,
    id: 1,
    target,
    snapshot: repository.git(['rev-parse', 'HEAD'], worktree),
    style: 'squash',
    message: 'work',
    author: { name: 'Ada', email: 'ada@example.com' },
    atMs: 1000,
  });
  if (candidate.kind !== 'clean') throw new Error(candidate.kind);
  return { target, candidate: candidate.commit };
}

test('what the target brought between two rounds is not the work of the agent, in the same file either', async () => {
  await using repository = makeRepository({ files: { 'a.txt': rows(1, 40), 'b.txt': 'b\n' } });
  const { root } = repository;
  const worktree = repository.session('one');
  repository.commit({ 'a.txt': rows(1, 40).replace('row 35\n', 'mine\n'), 'new.txt': 'n\n' }, worktree);
  const reviewed = await judged(repository, worktree);
  repository.commit({ 'a.txt': `theirs\n${rows(1, 40)}`, 'other.txt': 'o\n', 'b.txt': 'bb\n' });
  repository.commit({ 'a.txt': rows(1, 40).replace('row 35\n', 'mine, better\n'), 'new.txt': 'n\n' }, worktree);
  const now = await judged(repository, worktree);
  const since = await sinceReview({ root, reviewed, now });
  expect(since?.files).toEqual([{ path: 'a.txt', status: 'modified', added: 1, removed: 1 }]);
  expect(since?.mixed).toEqual([]);
  const patch = await fileDiff({ root, from: since?.from ?? '', to: since?.to ?? '', path: 'a.txt' });
  expect(patch).toContain('-mine\n+mine, better\n');
  expect(patch).not.toContain('theirs');
});

test('without a move of the target it is the plain difference, and nothing when nothing changed', async () => {
  await using repository = makeRepository({ files: { 'a.txt': rows(1, 9) } });
  const { root } = repository;
  const worktree = repository.session('one');
  repository.commit({ 'a.txt': `${rows(1, 9)}more\n` }, worktree);
  const reviewed = await judged(repository, worktree);
  expect(await sinceReview({ root, reviewed, now: reviewed })).toMatchObject({ files: [], mixed: [] });
  execFileSync('git', ['mv', 'a.txt', 'c.txt'], { cwd: worktree });
  repository.commit({}, worktree);
  const since = await sinceReview({ root, reviewed, now: await judged(repository, worktree) });
  expect(since?.files).toMatchObject([{ path: 'c.txt', from: 'a.txt', status: 'renamed' }]);
});

test('a file in which the earlier work and the target conflict is shown whole and named; the others are separated', async () => {
  await using repository = makeRepository({ files: { 'a.txt': rows(1, 9), 'b.txt': rows(1, 9) } });
  const { root } = repository;
  const worktree = repository.session('one');
  repository.commit(
    { 'a.txt': rows(1, 9).replace('row 5', 'mine'), 'b.txt': rows(1, 9).replace('row 2', 'two') },
    worktree,
  );
  const reviewed = await judged(repository, worktree);
  repository.commit({ 'a.txt': rows(1, 9).replace('row 5', 'theirs') });
  repository.git(['merge', '-q', '-s', 'ours', 'main', '-m', 'take'], worktree);
  repository.commit(
    { 'a.txt': rows(1, 9).replace('row 5', 'both'), 'b.txt': rows(1, 9).replace('row 2', 'zwei') },
    worktree,
  );
  const since = await sinceReview({ root, reviewed, now: await judged(repository, worktree) });
  expect(since?.mixed).toEqual(['a.txt']);
  expect(since?.files.map(({ path }) => path)).toEqual(['b.txt', 'a.txt']);
  const patch = await fileDiff({ root, from: since?.from ?? '', to: since?.to ?? '', path: 'b.txt' });
  expect(patch).toContain('-two\n+zwei\n');
});

test('what was reviewed and is gone is told as null; what is kept survives the garbage collection', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n' } });
  const { root } = repository;
  const worktree = repository.session('one');
  repository.commit({ 'a.txt': 'one\n' }, worktree);
  const first = await judged(repository, worktree);
  await keepReviewed(root, 1, first.candidate);
  repository.commit({ 'a.txt': 'two\n' }, worktree);
  const second = await judged(repository, worktree);
  repository.commit({ 'a.txt': 'three\n' }, worktree);
  const now = await judged(repository, worktree);
  repository.git(['reflog', 'expire', '--expire=now', '--all']);
  repository.git(['gc', '-q', '--prune=now']);
  expect(await sinceReview({ root, reviewed: first, now })).toMatchObject({ files: [{ path: 'a.txt' }] });
  expect(await sinceReview({ root, reviewed: second, now })).toBeNull();
});

test("a file's change has the same name while it reads the same, wherever it is in the file", async () => {
  await using repository = makeRepository({
    files: { 'a.txt': rows(1, 60), 'b.txt': rows(1, 60), 'p.bin': Buffer.from([0, 1]), link: 'plain\n' },
  });
  const { root } = repository;
  const worktree = repository.session('one');
  const work = (line: string) => ({
    'a.txt': rows(1, 60).replace('row 50\n', `${line}\n`),
    'b.txt': rows(1, 60).replace('row 50\n', 'same\rdiff --git a/x b/x\n'),
    'p.bin': Buffer.from([0, 2]),
  });
  repository.commit(work('first'), worktree);
  execFileSync('sh', ['-c', 'rm link && ln -s a.txt link && git add link && git commit -qm link'], { cwd: worktree });
  const one = await judged(repository, worktree);
  const before = await changeContents({ root, from: one.target, to: one.candidate });
  repository.commit({ 'a.txt': `top\n${rows(1, 60)}`, 'b.txt': `top\n${rows(1, 60)}` });
  const same = await judged(repository, worktree);
  expect(await changeContents({ root, from: same.target, to: same.candidate })).toEqual(before);
  expect(Object.keys(before)).toEqual(['a.txt', 'b.txt', 'link', 'p.bin']);
  expect(new Set(Object.values(before)).size).toBe(4);
  repository.commit({ 'a.txt': rows(1, 60).replace('row 50\n', 'second\n') }, worktree);
  const now = await judged(repository, worktree);
  const after = await changeContents({ root, from: now.target, to: now.candidate });
  expect(after).toEqual({ ...before, 'a.txt': after['a.txt'] });
  expect(after['a.txt']).not.toBe(before['a.txt']);
});

test("a commit's files as text, odd names among them; what is missing is left out", async () => {
  await using repository = makeRepository({ files: { 'ü *.txt': 'odd\r\n', 'd/a.txt': 'a' } });
  const commit = repository.git(['rev-parse', 'HEAD']);
  const texts = await fileTexts({ root: repository.root, commit, paths: ['ü *.txt', 'd/a.txt', 'none', 'd'] });
  expect(Object.fromEntries(texts)).toEqual({ 'ü *.txt': 'odd\r\n', 'd/a.txt': 'a' });
});
