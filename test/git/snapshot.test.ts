import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

async function snap(
  repository: TestRepository,
  worktree: string,
  at = 1_000_000,
): Promise<{ commit: string; notes: readonly string[] }> {
  const snapshot = await takeSnapshot({ root: repository.root, worktree, id: 7, at });
  if (snapshot.kind === 'refused') throw new Error(snapshot.why);
  expect(repository.git(['rev-parse', 'refs/signalbox/items/7/snap'])).toBe(snapshot.commit);
  return snapshot;
}

test('it holds committed, staged, changed, removed and new files, and touches nothing of the agent’s', async () => {
  await using repository = makeRepository({
    files: { 'a.txt': 'one\n', 'gone.txt': 'x\n', '.gitignore': 'ignored\n' },
  });
  const worktree = repository.session('one');
  const head = repository.commit({ 'committed.txt': 'c\n' }, worktree);
  repository.write({ 'staged.txt': 's\n' }, worktree);
  repository.git(['add', 'staged.txt'], worktree);
  execFileSync('rm', ['gone.txt'], { cwd: worktree });
  repository.write({ 'a.txt': 'two\n', 'sub/new.txt': 'n\n', ignored: 'i\n' }, worktree);
  const index = join(repository.root, '.git/worktrees/session-one/index');
  const before = [readFileSync(index), statSync(index).ino, repository.status(worktree)];
  const { commit } = await snap(repository, worktree);
  expect([readFileSync(index), statSync(index).ino, repository.status(worktree)]).toEqual(before);
  expect(repository.git(['rev-parse', `${commit}^`])).toBe(head);
  const files = repository.git(['ls-tree', '-r', '--name-only', commit]).split('\n');
  expect(files).toEqual(['.gitignore', 'a.txt', 'committed.txt', 'staged.txt', 'sub/new.txt']);
  expect(repository.git(['show', `${commit}:a.txt`])).toBe('two');
});

test('nothing to keep is HEAD itself; the same content again is the same commit, whatever the time', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  expect((await snap(repository, worktree)).commit).toBe(repository.git(['rev-parse', 'HEAD'], worktree));
  repository.write({ 'a.txt': 'two\n' }, worktree);
  const first = await snap(repository, worktree, 1_000_000);
  const second = await snap(repository, worktree, 9_000_000);
  expect(second.commit).toBe(first.commit);
  repository.write({ 'a.txt': 'three\n' }, worktree);
  expect((await snap(repository, worktree)).commit).not.toBe(first.commit);
});

test('a change within the second in which git wrote the index is seen', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'aaa\n' } });
  const worktree = repository.session('one');
  const file = join(worktree, 'a.txt');
  const index = join(repository.root, '.git/worktrees/session-one/index');
  const second = 1_700_000_000;
  utimesSync(file, second, second);
  repository.git(['update-index', '--refresh'], worktree);
  // The same size and the same times as the index knows: only that the index is no younger tells.
  repository.write({ 'a.txt': 'bbb\n' }, worktree);
  utimesSync(file, second, second);
  utimesSync(index, second, second);
  execFileSync('git', ['config', 'core.trustctime', 'false'], { cwd: worktree });
  execFileSync('git', ['config', 'core.checkStat', 'minimal'], { cwd: worktree });
  const { commit } = await snap(repository, worktree);
  expect(repository.git(['show', `${commit}:a.txt`])).toBe('bbb');
});

test('an unfinished merge is refused and names the file', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.commit({ 'a.txt': 'theirs\n' });
  repository.commit({ 'a.txt': 'ours\n' }, worktree);
  expect(() => repository.git(['merge', 'main'], worktree)).toThrow();
  const result = await takeSnapshot({ root: repository.root, worktree, id: 7, at: 0 });
  expect(result).toEqual({ kind: 'refused', why: 'a merge is not finished: resolve a.txt' });
});

test('large untracked files and nested repositories stay out, and are noted; links that leave are noted', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'dump.bin': '', 'small.txt': 's\n', 'nested/empty/x': '' }, worktree);
  truncateSync(join(worktree, 'dump.bin'), 6 * 1024 * 1024);
  symlinkSync('../../etc/passwd', join(worktree, 'out'));
  symlinkSync('a.txt', join(worktree, 'in'));
  repository.git(['init', '--quiet', 'nested/empty'], worktree);
  repository.git(['init', '--quiet', 'nested/full'], worktree);
  repository.commit({ x: '1' }, join(worktree, 'nested/full'));
  const { commit, notes } = await snap(repository, worktree);
  expect(repository.git(['ls-tree', '-r', '--name-only', commit])).toBe('a.txt\nin\nout\nsmall.txt');
  expect(notes.toSorted()).toEqual([
    'dump.bin (6 MB) is too large to be taken by itself: not included',
    'nested/empty/ is a repository of its own and not included',
    'nested/full/ is a repository of its own and not included',
    'out is a symbolic link that leaves the repository',
  ]);
});

test('odd names, modes and kinds are kept as they are', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const names = [
    '-dash',
    'new\nline',
    'ünïcode 名',
    ' space ',
    ':(exclude)a',
    '*',
    'tab\there',
    '"quoted"',
    'back\\slash',
  ];
  repository.write(Object.fromEntries(names.map((name) => [name, `${name}\n`])), worktree);
  execFileSync('sh', ['-c', `printf x > "$(printf 'bad\\377byte')"; printf '#!' > run; chmod +x run`], {
    cwd: worktree,
  });
  const { commit } = await snap(repository, worktree);
  const listed = execFileSync('git', ['ls-tree', '-r', '-z', '--name-only', commit], { cwd: worktree }).toString(
    'latin1',
  );
  const expected = [...names.map((name) => Buffer.from(name).toString('latin1')), 'bad\u00FFbyte', 'run', 'a.txt'];
  expect(listed.split('\0').filter(Boolean).toSorted()).toEqual(expected.toSorted());
  expect(repository.git(['ls-tree', commit, 'run'])).toMatch(/^100755/);
});

test('a file that became a folder, and the other way round', async () => {
  await using repository = makeRepository({ files: { a: 'x', 'b/c': 'y' } });
  const worktree = repository.session('one');
  execFileSync('rm', ['-r', 'a', 'b'], { cwd: worktree });
  repository.write({ 'a/inner': '1', b: '2' }, worktree);
  const { commit } = await snap(repository, worktree);
  expect(repository.git(['ls-tree', '-r', '--name-only', commit])).toBe('a/inner\nb');
});

test('HEAD counts, not the branch: the agent may have detached or switched', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.git(['checkout', '--quiet', '--detach'], worktree);
  const head = repository.commit({ 'b.txt': 'b\n' }, worktree);
  repository.write({ 'c.txt': 'c\n' }, worktree);
  const { commit } = await snap(repository, worktree);
  expect(repository.git(['rev-parse', `${commit}^`])).toBe(head);
  repository.git(['checkout', '--quiet', '--orphan', 'empty'], worktree);
  expect(await takeSnapshot({ root: repository.root, worktree, id: 7, at: 0 })).toMatchObject({ kind: 'refused' });
});

test('it survives the person’s odd settings and git’s garbage collection', async () => {
  await using repository = makeRepository();
  repository.configure({
    'commit.gpgSign': 'true',
    'gpg.program': '/bin/false',
    'core.safecrlf': 'true',
    'core.autocrlf': 'true',
    'core.splitIndex': 'true',
    'core.hooksPath': '/bin',
    'i18n.commitEncoding': 'latin1',
  });
  const worktree = repository.session('one');
  repository.write({ 'lf.txt': 'a\nb\n', 'crlf.txt': 'a\r\nb\r\n' }, worktree);
  const { commit } = await snap(repository, worktree);
  expect(repository.git(['cat-file', '-s', `${commit}:crlf.txt`])).toBe('4');
  repository.git(['gc', '--quiet', '--prune=now']);
  expect(repository.git(['cat-file', '-t', commit])).toBe('commit');
  expect(repository.git(['cat-file', '-p', commit])).not.toMatch(/^encoding|gpgsig/m);
});
