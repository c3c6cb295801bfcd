import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { effectiveTarget } from '../../src/git/upstream.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** A repository whose main follows that of a bare one; `push` commits there as somebody else. */
function withUpstream(): { repository: TestRepository; push: (files: Record<string, string>) => string } {
  const repository = makeRepository();
  const { git, folder } = repository;
  const bare = join(folder, 'up stream.git');
  git(['clone', '--quiet', '--bare', repository.root, bare]);
  git(['remote', 'add', 'origin', `file://${bare}`]);
  git(['fetch', '--quiet']);
  git(['branch', '--quiet', '--set-upstream-to=origin/main', 'main']);
  const other = join(folder, 'other');
  git(['clone', '--quiet', bare, other]);
  return {
    repository,
    push(files) {
      const commit = repository.commit(files, other);
      git(['push', '--quiet', 'origin', 'main'], other);
      return commit;
    },
  };
}

test('without an upstream the branch is what counts', async () => {
  await using repository = makeRepository();
  const { root, git } = repository;
  const local = git(['rev-parse', 'main']);
  const target = { kind: 'target', local, base: local, note: null };
  expect(await effectiveTarget({ root, branch: 'main' })).toEqual(target);
  git(['branch', 'other']);
  git(['branch', '--quiet', '--set-upstream-to=other', 'main']);
  expect(await effectiveTarget({ root, branch: 'main' })).toEqual(target);
  await expect(effectiveTarget({ root, branch: 'nobody' })).rejects.toMatchObject({ code: 'repository' });
});

test('an upstream ahead is the base, asked at most once a minute unless it has to be', async () => {
  const { repository, push } = withUpstream();
  await using _ = repository;
  const { root, git } = repository;
  const local = git(['rev-parse', 'main']);
  const first = push({ 'b.txt': 'b\n' });
  expect(await effectiveTarget({ root, branch: 'main' })).toEqual({ kind: 'target', local, base: first, note: null });
  const second = push({ 'b.txt': 'c\n' });
  expect(await effectiveTarget({ root, branch: 'main' })).toMatchObject({ base: first });
  expect(await effectiveTarget({ root, branch: 'main', fetch: 'never' })).toMatchObject({ base: first });
  expect(await effectiveTarget({ root, branch: 'main', fetch: 'now' })).toMatchObject({ local, base: second });
  expect(git(['rev-parse', 'main', 'HEAD'])).toBe(`${local}\n${local}`);
  expect(git(['status', '--porcelain'])).toBe('');
});

test('a local branch ahead counts; diverged ones are for the person', async () => {
  const { repository, push } = withUpstream();
  await using _ = repository;
  const { root } = repository;
  const local = repository.commit({ 'c.txt': 'c\n' });
  expect(await effectiveTarget({ root, branch: 'main' })).toMatchObject({ kind: 'target', local, base: local });
  const upstream = push({ 'b.txt': 'b\n' });
  expect(await effectiveTarget({ root, branch: 'main', fetch: 'now' })).toEqual({
    kind: 'diverged',
    local,
    base: local,
    upstream,
    why: expect.stringMatching(/main and origin\/main have diverged: .*git pull/),
  });
});

test('an upstream that cannot be reached is said, and the local branch counts', async () => {
  const { repository } = withUpstream();
  await using _ = repository;
  const { root, git } = repository;
  const local = git(['rev-parse', 'main']);
  rmSync(join(repository.folder, 'up stream.git'), { recursive: true });
  const target = { kind: 'target', local, base: local, note: expect.stringMatching(/^origin could not be asked/) };
  expect(await effectiveTarget({ root, branch: 'main' })).toEqual(target);
  expect(await effectiveTarget({ root, branch: 'main' })).toEqual(target);
  // A rewritten upstream is nothing to follow either.
  git(['update-ref', '-d', 'refs/remotes/origin/main']);
  expect(await effectiveTarget({ root, branch: 'main', fetch: 'now' })).toEqual(target);
});

test('no hook runs and nobody is asked for a password', async () => {
  const { repository, push } = withUpstream();
  await using _ = repository;
  const { root, git } = repository;
  repository.write({ '.git/hooks/reference-transaction': '#!/bin/sh\necho x >> ran\nexit 1\n' });
  chmodSync(join(root, '.git/hooks/reference-transaction'), 0o755);
  const base = push({ 'b.txt': 'b\n' });
  git(['-c', 'core.hooksPath=/dev/null', 'config', 'core.sshCommand', '/bin/false']);
  expect(await effectiveTarget({ root, branch: 'main' })).toMatchObject({ base });
  expect(repository.exists('ran')).toBe(false);
  git(['remote', 'set-url', 'origin', 'ssh://localhost/nowhere']);
  expect(await effectiveTarget({ root, branch: 'main', fetch: 'now' })).toMatchObject({
    note: expect.stringContaining('origin could not be asked for main'),
  });
});
