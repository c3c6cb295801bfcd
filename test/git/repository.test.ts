import { mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { defaultTarget, openRepository, resolveTarget } from '../../src/git/repository.ts';
import { makeRepository } from '../kit/repository.ts';

const faultOf = (path: string): Promise<{ code: string; message: string; hint: string }> =>
  openRepository(path).then(
    () => expect.unreachable('it opened'),
    (error: { code: string; message: string; hint: string }) => error,
  );

test('a repository is found from any folder in it, through a symbolic link and from a linked worktree', async () => {
  await using repository = makeRepository({ files: { 'src/a.txt': 'one\n' } });
  const { root, folder } = repository;
  const link = join(folder, 'link');
  symlinkSync(root, link);
  const session = repository.session('one');
  const expected = { root, commonDir: join(root, '.git'), name: 'repo', head: { kind: 'branch', name: 'main' } };
  for (const path of [root, join(root, 'src'), link, join(link, 'src'), session, join(session, 'src')]) {
    expect(await openRepository(path), path).toEqual(expected);
  }
});

test('a detached HEAD is told with its commit', async () => {
  await using repository = makeRepository();
  const commit = repository.git(['rev-parse', 'HEAD']);
  repository.git(['checkout', '--quiet', '--detach']);
  expect((await openRepository(repository.root)).head).toEqual({ kind: 'detached', commit });
});

test('each kind of folder that will not do gets its own sentence and what to do', async () => {
  await using repository = makeRepository();
  const { root, folder } = repository;
  const empty = join(folder, 'empty');
  const fresh = join(folder, 'fresh');
  const bare = join(folder, 'bare');
  mkdirSync(empty);
  repository.git(['init', '--quiet', fresh]);
  repository.git(['clone', '--quiet', '--bare', root, bare]);
  repository.git(['worktree', 'add', '--quiet', '--detach', join(folder, 'of-bare')], bare);
  repository.write({ file: 'x' }, folder);
  const cases: [string, RegExp][] = [
    [join(folder, 'none'), /none does not exist$/],
    [join(folder, 'file'), /file is not a folder$/],
    [empty, /empty is not in a git repository$/],
    [fresh, /fresh has no commits yet$/],
    [bare, /is a bare repository/],
    [join(root, '.git'), /is inside a repository’s \.git folder$/],
    [join(folder, 'of-bare'), /is a worktree of a bare repository/],
  ];
  for (const [path, message] of cases) {
    const fault = await faultOf(path);
    expect(fault.code).toBe('repository');
    expect(fault.message).toMatch(message);
    expect(fault.hint, path).toBeTruthy();
  }
});

test('a missing or old git is told', async () => {
  await using repository = makeRepository();
  const bin = join(repository.folder, 'bin');
  mkdirSync(bin);
  vi.stubEnv('PATH', bin);
  try {
    expect(await faultOf(repository.root)).toMatchObject({ code: 'repository', message: 'git was not found' });
    writeFileSync(join(bin, 'git'), '#!/bin/sh\necho git version 2.30.2\n');
    chmodSync(join(bin, 'git'), 0o755);
    expect(await faultOf(repository.root)).toMatchObject({ code: 'repository', message: 'git 2.30 is too old' });
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a missing target names the branches there are, at most five', async () => {
  await using repository = makeRepository();
  for (const name of ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']) repository.git(['branch', name]);
  expect(await resolveTarget(repository.root, 'b1')).toBe(repository.git(['rev-parse', 'b1']));
  const fault = await resolveTarget(repository.root, 'trunk').catch(
    (error: { message: string; hint: string }) => error,
  );
  expect(fault).toMatchObject({ code: 'repository', message: expect.stringContaining('no branch trunk') });
  expect(fault).toMatchObject({ hint: expect.stringMatching(/there is (b\d|main)(, (b\d|main)){4} and 2 more/) });
});

test('a tag or a remote branch of the target’s name is not the target', async () => {
  await using repository = makeRepository();
  repository.git(['tag', 'release']);
  await expect(resolveTarget(repository.root, 'release')).rejects.toMatchObject({ code: 'repository' });
});

test('the default target is the branch checked out, else main or master, else a fault', async () => {
  await using repository = makeRepository();
  const { root } = repository;
  repository.git(['checkout', '--quiet', '-b', 'topic/x']);
  expect(await defaultTarget(root)).toBe('topic/x');
  repository.git(['checkout', '--quiet', '--detach']);
  expect(await defaultTarget(root)).toBe('main');
  repository.git(['branch', '-m', 'main', 'master']);
  expect(await defaultTarget(root)).toBe('master');
  repository.git(['branch', '-D', 'master']);
  await expect(defaultTarget(root)).rejects.toMatchObject({ code: 'repository' });
});
