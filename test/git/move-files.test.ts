import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCheckouts } from '../../src/git/worktree/checkouts.ts';
import { moveFiles, standsInTheWay, stateOfMove } from '../../src/git/worktree/move-files.ts';
import { type Files, type TestRepository, makeRepository } from '../kit/repository.ts';

/** The repository stays at `from`; the move is to a commit made in a session. */
function moveTo(
  repository: TestRepository,
  files: Files,
  removed: readonly string[] = [],
): { checkout: string; from: string; to: string } {
  const from = repository.git(['rev-parse', 'main']);
  const worktree = repository.session('one');
  if (removed.length > 0) repository.git(['rm', '--quiet', '-r', ...removed], worktree);
  return { checkout: repository.root, from, to: repository.commit(files, worktree) };
}

test('files move; unrelated staged, changed, untracked and ignored work stays as it is', async () => {
  await using repository = makeRepository({
    files: { 'a.txt': 'a\n', 'b.txt': 'b\n', 's.txt': 's\n', 'r.txt': 'r\n', '.gitignore': 'ig\n' },
  });
  const move = moveTo(repository, { 'a.txt': 'A\n', 'new/file.txt': 'n\n' }, ['r.txt']);
  repository.write({ 's.txt': 'staged\n', 'added.txt': 'added\n' });
  repository.git(['add', 's.txt', 'added.txt']);
  repository.write({ 's.txt': 'and changed\n', 'b.txt': 'dirty\n', 'untracked.txt': 'u\n', ig: 'i\n' });
  expect(await moveFiles(move)).toBeUndefined();
  repository.git(['update-ref', 'refs/heads/main', move.to]);
  expect(repository.git(['status', '--porcelain', '--ignored'])).toBe(
    'A  added.txt\n M b.txt\nMM s.txt\n?? untracked.txt\n!! ig',
  );
  expect([repository.read('a.txt'), repository.read('new/file.txt'), repository.exists('r.txt')]).toEqual([
    'A\n',
    'n\n',
    false,
  ]);
});

type Mess = (repository: TestRepository) => void;
const write =
  (files: Files): Mess =>
  (repository) =>
    repository.write(files);
const stage =
  (files: Files): Mess =>
  (repository) => {
    repository.write(files);
    repository.git(['add', '--force', ...Object.keys(files)]);
  };

const messes: [what: string, named: string, mess: Mess][] = [
  ['an edit', 'a.txt', write({ 'a.txt': 'mine\n' })],
  ['a staged edit', 'a.txt', stage({ 'a.txt': 'mine\n' })],
  [
    'a staged edit whose file is back as before',
    'a.txt',
    (r) => (stage({ 'a.txt': 'mine\n' })(r), write({ 'a.txt': 'a\n' })(r)),
  ],
  ['a deletion', 'a.txt', (r) => rmSync(join(r.root, 'a.txt'))],
  ['a changed mode', 'a.txt', (r) => chmodSync(join(r.root, 'a.txt'), 0o755)],
  [
    'an edit hidden by assume-unchanged',
    'a.txt',
    (r) => (r.git(['update-index', '--assume-unchanged', 'a.txt']), write({ 'a.txt': 'mine\n' })(r)),
  ],
  ['an edit of a file that is to be removed', 'r.txt', write({ 'r.txt': 'mine\n' })],
  ['an untracked file', 'new/file.txt', write({ 'new/file.txt': 'mine\n' })],
  ['an ignored file', '.env', write({ '.env': 'SECRET\n' })],
  ['a staged new file', 'new/file.txt', stage({ 'new/file.txt': 'mine\n' })],
  [
    'a staged new file that is gone',
    'new/file.txt',
    (r) => (stage({ 'new/file.txt': 'mine\n' })(r), rmSync(join(r.root, 'new'), { recursive: true })),
  ],
  ['a file where a folder is to be', 'new', write({ new: 'mine\n' })],
  ['a link where a folder is to be', 'new', (r) => symlinkSync('/tmp', join(r.root, 'new'))],
  [
    'a dangling link',
    'new/file.txt',
    (r) => (mkdirSync(join(r.root, 'new')), symlinkSync('nowhere', join(r.root, 'new/file.txt'))),
  ],
  ['an ignored file in a folder where a file is to be', '.env/mine', write({ '.env/mine': 'x\n' })],
  ['an ignored file in a folder that becomes a file', 'folder/.env', write({ 'folder/.env': 'x\n' })],
  ['an odd name', 'odd\n -name', write({ 'odd\n -name': 'mine\n' })],
];

test.each(messes)('%s in the way is named and nothing is touched', async (_what, named, mess) => {
  await using repository = makeRepository({
    files: { 'a.txt': 'a\n', 'r.txt': 'r\n', 'folder/x': 'x\n', '.gitignore': '.env\n' },
  });
  const files = { 'a.txt': 'A\n', '.env': 'theirs\n', 'new/file.txt': 'n\n', folder: 'file\n', 'odd\n -name': 'n\n' };
  const move = moveTo(repository, files, ['r.txt', 'folder']);
  mess(repository);
  const before = repository.status();
  expect(await moveFiles(move)).toEqual({
    why: expect.stringContaining(`changes of its own in ${named}`),
    files: [named],
  });
  expect(repository.status()).toBe(before);
  expect(repository.git(['rev-parse', 'main'])).toBe(move.from);
});

test('a file may become a folder and a folder a file when nothing of the person’s is in them', async () => {
  await using repository = makeRepository({ files: { f: '1\n', 'd/x': '2\n', 'd/y/z': '3\n' } });
  const move = moveTo(repository, { 'f/inner': '1\n', d: '2\n' }, ['f', 'd']);
  expect(await moveFiles(move)).toBeUndefined();
  expect([repository.read('f/inner'), repository.read('d')]).toEqual(['1\n', '2\n']);
  expect(await stateOfMove(move, { journalled: true })).toEqual({ kind: 'to' });
});

test('another git’s lock is waited for, and named when it is not let go', async () => {
  await using repository = makeRepository();
  const move = moveTo(repository, { 'a.txt': 'two\n' });
  const lock = join(repository.root, '.git/index.lock');
  repository.write({ '.git/index.lock': '' });
  setTimeout(() => rmSync(lock), 300);
  expect(await moveFiles(move)).toBeUndefined();
  repository.write({ '.git/index.lock': '' });
  expect(await standsInTheWay({ ...move, from: move.to, to: move.from })).toMatchObject({ files: [lock] });
});

test('line ends and sparse checkouts are compared as git does', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\nb\n', 'out/x.txt': 'x\n', 'in/y.txt': 'y\n' } });
  repository.configure({ 'core.autocrlf': 'true' });
  const move = moveTo(repository, { 'a.txt': 'a\nc\n', 'out/x.txt': 'X\n', 'in/y.txt': 'Y\n' });
  repository.git(['sparse-checkout', 'set', '--cone', 'in']);
  rmSync(join(repository.root, 'a.txt'));
  repository.git(['checkout', '--', 'a.txt']);
  expect(repository.read('a.txt')).toBe('a\r\nb\r\n');
  expect(await moveFiles(move)).toBeUndefined();
  expect([repository.read('a.txt'), repository.exists('out/x.txt')]).toEqual(['a\r\nc\r\n', false]);
  expect(await stateOfMove(move, { journalled: true })).toEqual({ kind: 'to' });
});

test('what git could only move by half is put back', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'z/z.txt': 'z\n' } });
  const move = moveTo(repository, { 'a.txt': 'A\n', 'b/new.txt': 'b\n', 'z/z.txt': 'Z\n' });
  // As git leaves it when it dies in the middle: some files written, the index not.
  repository.write({ 'a.txt': 'A\n', 'b/new.txt': 'b\n' });
  expect(await stateOfMove(move, { journalled: true })).toEqual({ kind: 'from' });
  expect(repository.status()).toBe('');
  expect(repository.exists('b')).toBe(false);
  repository.write({ 'a.txt': 'A\n', 'z/z.txt': 'mine\n' });
  expect(await stateOfMove(move, { journalled: true })).toEqual({ kind: 'between', files: ['z/z.txt'] });
  expect(repository.read('z/z.txt')).toBe('mine\n');
});

test('every checkout of the branch is found; what goes on there, or will return there, blocks', async () => {
  await using repository = makeRepository();
  const { root, folder } = repository;
  const second = join(folder, 'second');
  repository.git(['worktree', 'add', '--quiet', '--force', second, 'main']);
  repository.session('one');
  expect(await findCheckouts(root, 'main')).toMatchObject({ kind: 'found', checkouts: [root, second] });
  expect(await findCheckouts(root, 'nobody')).toMatchObject({ kind: 'found', checkouts: [] });
  repository.git(['checkout', '--quiet', '--detach'], second);
  repository.git(['checkout', '--quiet', '-b', 'topic']);
  repository.commit({ 'a.txt': 'topic\n' });
  expect(() => repository.git(['-c', 'sequence.editor=sed -i 1s/pick/edit/', 'rebase', '-i', 'HEAD~1'])).not.toThrow();
  expect(await findCheckouts(root, 'main')).toMatchObject({ kind: 'found', checkouts: [] });
  expect(await findCheckouts(root, 'topic')).toMatchObject({
    kind: 'blocked',
    why: expect.stringContaining('a rebase is in progress'),
  });
  repository.git(['rebase', '--abort']);
  repository.git(['bisect', 'start']);
  repository.git(['bisect', 'bad']);
  expect(await findCheckouts(root, 'topic')).toMatchObject({
    kind: 'blocked',
    why: expect.stringContaining('a bisect'),
  });
  repository.git(['bisect', 'reset']);
  repository.git(['checkout', '--quiet', '-B', 'side', 'main']);
  repository.commit({ 'a.txt': 'side\n' });
  expect(() => repository.git(['merge', 'topic'])).toThrow();
  expect(await findCheckouts(root, 'side')).toMatchObject({ kind: 'blocked', why: expect.stringContaining('a merge') });
});
