import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureFolder } from '../../src/daemon/measure-folder.ts';
import { diskUse } from '../../src/git/worktree/disk-use.ts';
import { makeRepository } from '../kit/repository.ts';

test('a folder is measured as we would measure it, also without du, and one that is gone takes nothing', async () => {
  await using repository = makeRepository({ files: { 'a/b.txt': 'x'.repeat(50_000) } });
  const { signal } = new AbortController();
  const { bytes } = await diskUse(repository.root);
  expect(await measureFolder(repository.root, signal)).toBe(bytes);
  const path = process.env['PATH'];
  process.env['PATH'] = repository.folder;
  try {
    expect(await measureFolder(repository.root, signal)).toBe(bytes);
  } finally {
    process.env['PATH'] = path;
  }
  expect(await measureFolder(join(repository.folder, 'gone'), signal)).toBe(0);
});
