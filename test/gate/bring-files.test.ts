import { mkdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bringFiles, findStrays } from '../../src/gate/slot/bring-files.ts';
import { findFiles } from '../../src/gate/slot/find-files.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const tracked = {
  '.gitignore': '.env*\n!.env.example\n*.local\nnode_modules/\ncache/\n/secrets/*\n',
  '.env.example': 'E=\n',
  'apps/a/package.json': '{}',
  'apps/b/package.json': '{}',
  'app/[id]/page.ts': '',
  'secrets/README': 'r\n',
};
const untracked = {
  '.env': 'A=1\n',
  '.env.local': 'B=2\n',
  'apps/a/.env': 'a\n',
  'apps/b/.env': 'b\n',
  'apps/b/deep/x.local': 'x\n',
  'app/[id]/.env': 'id\n',
  'node_modules/pkg/.env': 'no\n',
  'cache/one/two': 't\n',
  'secrets/key': 'k\n',
  'notes.txt': 'mine\n',
};

async function scene(): Promise<TestRepository & { worktree: string }> {
  const repository = makeRepository({ files: tracked });
  repository.write(untracked);
  return Object.assign(repository, { worktree: repository.session('one') });
}

test('patterns name what git ignores, wherever it lies, and nothing else', async () => {
  await using repository = await scene();
  const named = async (...list: string[]): Promise<readonly string[]> =>
    (await findFiles(repository.root, list)).paths.toSorted();
  expect(await named('.env*')).toEqual(['.env', '.env.local']);
  expect(await named('apps/*/.env')).toEqual(['apps/a/.env', 'apps/b/.env']);
  expect(await named('**/.env')).toEqual(['.env', 'app/[id]/.env', 'apps/a/.env', 'apps/b/.env']);
  expect(await named('**/*.local')).toEqual(['.env.local', 'apps/b/deep/x.local']);
  expect(await named('**/.env', '!apps/**')).toEqual(['.env', 'app/[id]/.env']);
  expect(await named('**/.env', '!apps', 'apps/a/.env')).toEqual(['.env', 'app/[id]/.env', 'apps/a/.env']);
  expect(await named('cach?', 'secret*/', '*.txt')).toEqual(['cache', 'secrets/key']);
  expect(await named('app/[id]/.env')).toEqual(['app/[id]/.env']);
  expect((await findFiles(repository.root, ['*.txt', '*.nothing'])).empty).toEqual(['*.txt', '*.nothing']);
});

test('what is named is copied and linked; what counts as work from then on is said', async () => {
  await using repository = await scene();
  const { root: from, worktree: to } = repository;
  const order = { from, to, copy: ['**/.env', 'notes.txt', 'gone', '*.nothing'], link: ['cache*'] };
  expect(await bringFiles(order)).toEqual([
    '*.nothing names nothing in your checkout that git ignores',
    'gone was not copied: your checkout has none',
  ]);
  expect(['.env', 'apps/a/.env', 'app/[id]/.env'].map((path) => repository.read(path, to))).toEqual([
    'A=1\n',
    'a\n',
    'id\n',
  ]);
  expect(readlinkSync(join(to, 'cache'))).toBe(join(from, 'cache'));
  expect(await findStrays(order)).toEqual([
    'git does not ignore notes.txt: it counts as part of the work from now on',
    'git does not ignore cache, or only as a folder (a pattern that ends in /): it counts as part of the work from now on',
  ]);
  expect(repository.git(['status', '--porcelain'], to)).toBe('?? cache\n?? notes.txt');
});

test('a repository inside is not searched', async () => {
  await using repository = await scene();
  mkdirSync(join(repository.root, 'other/.git'), { recursive: true });
  repository.write({ 'other/x.local': 'x\n' });
  expect((await findFiles(repository.root, ['**/*.local'])).paths).not.toContain('other/x.local');
});
