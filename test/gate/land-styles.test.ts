import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareLanding } from '../../src/gate/landing/land.ts';
import { judged, land, locks } from '../kit/landing.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': '.env\n' };

function hook(repository: TestRepository, path: string, lines: readonly string[]): void {
  const file = join(repository.root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
}

/** A bare repository that main follows; gives a commit that somebody else pushes there. */
function upstreamAhead(repository: TestRepository, more: Record<string, string>): string {
  const { git, folder, root } = repository;
  const bare = join(folder, 'upstream.git');
  git(['clone', '--quiet', '--bare', root, bare]);
  git(['remote', 'add', 'origin', `file://${bare}`]);
  git(['fetch', '--quiet']);
  git(['branch', '--quiet', '--set-upstream-to=origin/main', 'main']);
  const other = join(folder, 'other');
  git(['clone', '--quiet', bare, other]);
  const commit = repository.commit(more, other);
  git(['push', '--quiet', 'origin', 'main'], other);
  return commit;
}

test.each([
  ['squash', 1],
  ['merge', 1],
  ['rebase', 3],
] as const)('%s: the target gets exactly the work, and the person’s own stays', async (style, count) => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.commit({ 'one.txt': '1\n' }, worktree);
  repository.commit({ 'two.txt': '2\n' }, worktree);
  repository.write({ 'a.txt': 'A\n' }, worktree);
  repository.commit({ 'theirs.txt': 't\n' });
  const verdict = await judged(repository, worktree, { style });
  repository.write({ 'b.txt': 'dirty\n', '.env': 'SECRET\n' });
  expect(await land(repository, verdict)).toEqual({ kind: 'landed', commit: verdict.candidate });
  const landed = ['--first-parent', `${verdict.target}..main`];
  expect(repository.git(['rev-list', '--count', ...landed])).toBe(String(count));
  expect(repository.git(['diff', '--name-only', verdict.target, 'main'])).toBe('a.txt\none.txt\ntwo.txt');
  expect(repository.git(['status', '--porcelain', '--ignored'])).toBe(' M b.txt\n!! .env');
});

test.each(['squash', 'merge', 'rebase'] as const)('%s: an upstream that is ahead comes along', async (style) => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.commit({ 'one.txt': '1\n' }, worktree);
  const local = repository.git(['rev-parse', 'main']);
  const ahead = upstreamAhead(repository, { 'theirs.txt': 't\n' });
  repository.write({ 'b.txt': 'dirty\n' });
  const verdict = await judged(repository, worktree, { style });
  expect(verdict.target).toBe(ahead);
  expect(verdict.files.map((file) => file.path)).toEqual(['one.txt']);
  expect(await land(repository, verdict)).toEqual({ kind: 'landed', commit: verdict.candidate });
  expect(repository.git(['rev-parse', 'main~1^{commit}', 'main~2^{commit}'])).toBe(`${ahead}\n${local}`);
  expect(repository.git(['status', '--porcelain'])).toBe(' M b.txt');
  expect([repository.exists('theirs.txt'), repository.exists('one.txt')]).toEqual([true, true]);
  // Nothing was published.
  expect(repository.git(['rev-parse', 'origin/main'])).toBe(ahead);
});

test('what the upstream brings may be in the person’s way as well', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.commit({ 'one.txt': '1\n' }, worktree);
  upstreamAhead(repository, { 'b.txt': 'theirs\n' });
  repository.write({ 'b.txt': 'dirty\n' });
  const verdict = await judged(repository, worktree);
  expect(await land(repository, verdict)).toMatchObject({ kind: 'blocked', files: ['b.txt'] });
  expect(repository.read('b.txt')).toBe('dirty\n');
});

test('a diverged upstream is red with what to do; a base that the branch is not part of is no landing', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.commit({ 'one.txt': '1\n' }, worktree);
  const ahead = upstreamAhead(repository, { 'theirs.txt': 't\n' });
  const mine = repository.commit({ 'mine.txt': 'm\n' });
  await expect(judged(repository, worktree)).rejects.toThrow(/diverged: .*git pull/);
  const order = { root: repository.root, branch: 'main', expectedTarget: ahead, from: mine, candidate: ahead };
  await expect(prepareLanding(order)).rejects.toThrow('does not contain');
});

test('a reference-transaction hook may refuse: nothing moves, and its words are told', async () => {
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const path = '.git/hooks/reference-transaction';
  hook(repository, path, ['[ "$1" = prepared ] || exit 0', 'echo frozen until Monday >&2', 'exit 1']);
  const blocked = await land(repository, verdict);
  expect(blocked).toEqual({
    kind: 'blocked',
    why: "the repository's hook reference-transaction does not let main move: frozen until Monday",
  });
  expect([repository.git(['status', '--porcelain']), repository.read('a.txt'), locks(repository)]).toEqual([
    '',
    'a\n',
    [],
  ]);
  hook(repository, path, ['cat >> "$(git rev-parse --git-common-dir)/moves"']);
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
  const moves = readFileSync(join(repository.root, '.git/moves'), 'utf8');
  expect(moves).toContain(`${verdict.target} ${verdict.candidate} refs/heads/main`);
});

test('post-merge runs in each checkout that moved; a failure is only noted', async () => {
  await using repository = makeRepository({ files });
  const second = join(repository.folder, 'second');
  repository.git(['worktree', 'add', '--quiet', '--force', second, 'main']);
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const log = join(repository.folder, 'log');
  hook(repository, '.git/hooks/post-merge', [
    `echo "$PWD $1 $(git diff --name-only ORIG_HEAD HEAD) $(cat a.txt)" >> '${log}'`,
    `[ "$PWD" = '${second}' ] && { echo no network >&2; exit 4; }`,
    'exit 0',
  ]);
  expect(await land(repository, verdict)).toEqual({
    kind: 'landed',
    commit: verdict.candidate,
    notes: [`the hook post-merge ended with 4 in ${second}: no network`],
  });
  expect(readFileSync(log, 'utf8')).toBe(`${repository.root} 0 a.txt A\n${second} 0 a.txt A\n`);
});

test('hooks that are tracked are those of the target that was, not of what lands', async () => {
  await using repository = makeRepository({ files });
  hook(repository, '.hooks/reference-transaction', ['echo the target says no >&2', 'exit 1']);
  repository.git(['add', '.hooks']);
  repository.git(['commit', '--quiet', '-m', 'hooks']);
  const worktree = repository.session('one');
  repository.git(['config', 'core.hooksPath', '.hooks']);
  writeFileSync(join(worktree, '.hooks/reference-transaction'), '#!/bin/sh\nexit 0\n');
  const verdict = await judged(repository, worktree);
  expect(await land(repository, verdict)).toMatchObject({
    kind: 'blocked',
    why: expect.stringContaining('the target says no'),
  });
});

test('where the person signs, what lands is signed; a key that fails blocks and nothing moves', async () => {
  await using repository = makeRepository({ files });
  const key = join(repository.folder, 'home/key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  writeFileSync(join(repository.folder, 'home/allowed'), `ada@example.com ${readFileSync(`${key}.pub`, 'utf8')}`);
  repository.configure({
    'commit.gpgSign': 'true',
    'gpg.format': 'ssh',
    'user.signingKey': `${key}.nowhere`,
    'gpg.ssh.allowedSignersFile': join(repository.folder, 'home/allowed'),
  });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  expect(await land(repository, verdict)).toMatchObject({ kind: 'blocked', why: expect.stringContaining('signed') });
  expect(repository.git(['rev-parse', 'main'])).toBe(verdict.target);
  repository.configure({ 'user.signingKey': `${key}.pub` });
  // Another candidate: the one whose signing failed is left alone for a minute.
  const again = await judged(repository, worktree, { message: 'Land it now' });
  expect(await land(repository, again)).toMatchObject({ kind: 'landed' });
  repository.git(['verify-commit', 'main']);
  expect(repository.git(['rev-parse', 'main^{tree}', 'main^'])).toBe(`${again.tree}\n${again.target}`);
});
