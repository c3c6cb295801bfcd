import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOutLanding, prepareLanding, tidyLanding } from '../../src/gate/landing/land.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { judged, land, locks, prepare } from '../kit/landing.ts';
import { makeRepository } from '../kit/repository.ts';

const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', 's.txt': 's\n', 'r.txt': 'r\n', '.gitignore': '.env\n' };

test('the target moves to exactly the candidate; the person’s unrelated work stays', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.git(['rm', '--quiet', 'r.txt'], worktree);
  repository.write({ 'a.txt': 'A\n', 'new file': 'n\n' }, worktree);
  const verdict = await judged(repository, worktree);
  repository.write({ 's.txt': 'staged\n' });
  repository.git(['add', 's.txt']);
  repository.write({ 'b.txt': 'dirty\n', 'untracked.txt': 'u\n', '.env': 'SECRET\n' });
  expect(await land(repository, verdict)).toEqual({ kind: 'landed', commit: verdict.candidate });
  expect(repository.git(['rev-parse', 'main'])).toBe(verdict.candidate);
  const status = repository.git(['status', '--porcelain', '--ignored']);
  expect(status).toBe(' M b.txt\nM  s.txt\n?? untracked.txt\n!! .env');
  expect([repository.read('a.txt'), repository.read('new file'), repository.exists('r.txt')]).toEqual([
    'A\n',
    'n\n',
    false,
  ]);
  expect(repository.git(['reflog', '-1', '--format=%gs'])).toBe('signalbox: land #4');
  await tidyLanding({ root: repository.root, id: 4, snapshot: verdict.snapshot, commit: verdict.candidate });
  await tidyLanding({ root: repository.root, id: 4, snapshot: verdict.snapshot, commit: verdict.candidate });
  expect(repository.git(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/signalbox'])).toBe(
    `refs/signalbox/items/4/landed ${verdict.candidate}\nrefs/signalbox/landed/4 ${verdict.snapshot}`,
  );
});

test('what is in the way blocks with its name, before and after the preparation, and nothing moves', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n', 'new.txt': 'n\n' }, worktree);
  const verdict = await judged(repository, worktree);
  repository.write({ 'new.txt': 'mine\n' });
  const before = repository.status();
  expect(await land(repository, verdict)).toMatchObject({ kind: 'blocked', files: ['new.txt'] });
  rmSync(join(repository.root, 'new.txt'));
  const late = await land(repository, verdict, () => repository.write({ 'new.txt': 'mine\n' }));
  expect(late).toMatchObject({ kind: 'blocked', why: expect.stringContaining('new.txt') });
  expect(repository.status()).toBe(before);
  expect(repository.git(['rev-parse', 'main'])).toBe(verdict.target);
});

test('in two checkouts both move, or none', async () => {
  await using repository = makeRepository({ files });
  const second = join(repository.folder, 'second');
  repository.git(['worktree', 'add', '--quiet', '--force', second, 'main']);
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const late = await land(repository, verdict, () => repository.write({ 'a.txt': 'mine\n' }, second));
  expect(late).toMatchObject({ kind: 'blocked', why: expect.stringContaining(second) });
  expect([repository.git(['status', '--porcelain']), repository.read('a.txt')]).toEqual(['', 'a\n']);
  repository.write({ 'a.txt': 'a\n', 'b.txt': 'dirty\n' }, second);
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
  expect([repository.read('a.txt'), repository.read('a.txt', second)]).toEqual(['A\n', 'A\n']);
  expect(repository.git(['status', '--porcelain'], second)).toBe(' M b.txt');
});

test('a target that nobody has checked out moves too', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  repository.git(['checkout', '--quiet', '-b', 'elsewhere']);
  repository.write({ 'a.txt': 'dirty\n' });
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
  expect(repository.git(['show', 'main:a.txt'])).toBe('A');
  expect(repository.read('a.txt')).toBe('dirty\n');
});

test('a target that moved is outdated; judged again on it, the work lands, twice over', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const old = await judged(repository, worktree);
  const target = repository.commit({ 'b.txt': 'theirs\n' });
  expect(await land(repository, old)).toEqual({ kind: 'outdated', target });
  expect(await land(repository, await judged(repository, worktree))).toMatchObject({ kind: 'landed' });
  repository.write({ 'c.txt': 'more\n' }, worktree);
  expect(await land(repository, await judged(repository, worktree))).toMatchObject({ kind: 'landed' });
  expect([repository.read('a.txt'), repository.read('b.txt'), repository.read('c.txt')]).toEqual([
    'A\n',
    'theirs\n',
    'more\n',
  ]);
  expect(repository.git(['status', '--porcelain'])).toBe('');
});

test('a target that moves in the middle is never overwritten, and the checkout follows it', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const other = repository.session('two');
  const target = repository.commit({ 'b.txt': 'theirs\n' }, other);
  const result = await land(repository, verdict, () => repository.git(['update-ref', 'refs/heads/main', target]));
  expect(result).toEqual({ kind: 'outdated', target });
  expect(repository.git(['status', '--porcelain'])).toBe('');
  expect([repository.read('a.txt'), repository.read('b.txt')]).toEqual(['a\n', 'theirs\n']);
});

test('the person’s own commit in the middle stays what it is', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  let mine = '';
  const result = await land(repository, verdict, () => void (mine = repository.commit({ 'b.txt': 'mine\n' })));
  expect(result).toEqual({ kind: 'outdated', target: mine });
  expect(repository.git(['rev-parse', 'main'])).toBe(mine);
  expect(repository.git(['status', '--porcelain'])).toBe('');
});

test('a locked branch or a deleted one blocks, with the files back as before', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const lock = join(repository.root, '.git/refs/heads/main.lock');
  expect(await land(repository, verdict, () => writeFileSync(lock, ''))).toMatchObject({ kind: 'blocked' });
  expect(repository.git(['status', '--porcelain'])).toBe('');
  rmSync(lock);
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
});

test('a rebase of the target blocks', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  repository.commit({ 'b.txt': '2\n' });
  const verdict = await judged(repository, worktree);
  repository.git(['-c', 'sequence.editor=sed -i 1s/pick/edit/', 'rebase', '-i', 'HEAD~1']);
  expect(await prepare(repository, verdict)).toMatchObject({
    kind: 'blocked',
    why: expect.stringContaining('a rebase'),
  });
});

test('odd names and settings land as they are', async () => {
  await using repository = makeRepository({ files });
  repository.configure({
    'core.autocrlf': 'true',
    'diff.external': '/bin/false',
    'core.hooksPath': '/bin',
    'init.defaultBranch': 'trunk',
    'merge.conflictStyle': 'diff3',
    'merge.ff': 'only',
    'core.quotePath': 'true',
    'diff.noprefix': 'true',
    'status.showUntrackedFiles': 'no',
    'core.splitIndex': 'true',
  });
  const worktree = repository.session('one');
  const odd = { '-dash': 'd\n', 'new\nline': 'n\n', 'ünï 名': 'u\n', 'a b/c*d': 'x\n', 'win.txt': '1\r\n2\r\n' };
  repository.write(odd, worktree);
  expect(await land(repository, await judged(repository, worktree))).toMatchObject({ kind: 'landed' });
  for (const path of Object.keys(odd)) expect(repository.exists(path), path).toBe(true);
  expect(repository.git(['cat-file', '-s', 'main:win.txt'])).toBe('4');
  expect(repository.read('win.txt')).toBe('1\r\n2\r\n');
  expect(repository.git(['status', '--porcelain', '--untracked-files=all'])).toBe('');
  expect(locks(repository)).toEqual([]);
});

test('a landing cannot be carried out with another candidate’s pass, nor prepared for a commit beside the target', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  repository.write({ 'a.txt': 'B\n' }, worktree);
  const other = passed(await judged(repository, worktree));
  const prepared = await prepare(repository, verdict);
  if (prepared.kind !== 'ready' || !other) throw new Error('not ready');
  await expect(carryOutLanding({ landing: prepared.landing, pass: other, message: 'x' })).rejects.toThrow(
    'the gate passed',
  );
  const order = { root: repository.root, branch: 'main', expectedTarget: verdict.target };
  await expect(prepareLanding({ ...order, candidate: verdict.target })).rejects.toThrow('does not stand on');
  expect(repository.git(['rev-parse', 'main'])).toBe(verdict.target);
});
