import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diskUse } from '../../../src/git/worktree/disk-use.ts';
import { makeRepository } from '../../kit/repository.ts';

function du(folder: string): number {
  return Number.parseInt(execFileSync('du', ['-s', '--block-size=1', folder], { encoding: 'utf8' }), 10);
}

test('real blocks count, as du counts them: sparse files little, hard links once, links not at all', async () => {
  await using repository = makeRepository();
  const folder = join(repository.folder, 'measured');
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  writeFileSync(join(folder, 'deep/er/file'), Buffer.alloc(300_000, 1));
  linkSync(join(folder, 'deep/er/file'), join(folder, 'again'));
  writeFileSync(join(folder, 'hole'), '');
  truncateSync(join(folder, 'hole'), 50_000_000);
  symlinkSync(repository.root, join(folder, 'link'));
  const { bytes, freed } = await diskUse(folder);
  expect(bytes).toBe(du(folder));
  expect(freed).toBe(bytes);
  expect(bytes).toBeLessThan(1_000_000);
});

test('what has another name outside is not freed', async () => {
  await using repository = makeRepository();
  const folder = join(repository.folder, 'measured');
  mkdirSync(folder);
  writeFileSync(join(repository.folder, 'store'), Buffer.alloc(200_000, 1));
  linkSync(join(repository.folder, 'store'), join(folder, 'from-store'));
  writeFileSync(join(folder, 'own'), Buffer.alloc(100_000, 1));
  const { bytes, freed } = await diskUse(folder);
  expect(bytes).toBe(du(folder));
  expect(bytes - freed).toBe(du(join(folder, 'from-store')));
  expect(await diskUse(join(repository.folder, 'nothing'))).toEqual({ bytes: 0, freed: 0 });
});
