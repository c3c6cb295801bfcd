import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { readChanges, textLimitBytes } from '../../../src/gate/findings/read-changes.ts';
import { readBlobs } from '../../../src/git/read-blobs.ts';
import { type TestRepository, makeRepository } from '../../kit/repository.ts';

const long = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join('');

async function changesOf(repository: TestRepository, from: string): Promise<Record<string, FileChange>> {
  const to = repository.git(['rev-parse', 'HEAD']);
  const changes = await readChanges({ root: repository.root, from, to });
  return Object.fromEntries(changes.map((change) => [change.path, change]));
}

test('both versions of each file: text, mode, size, link, binary, too long, another repository', async () => {
  await using repository = makeRepository({
    files: { 'a.txt': 'one\n', 'gone.txt': 'gone\n', 'old.txt': long, 'run.sh': 'echo\n', 'latin.txt': 'x\n' },
  });
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  execFileSync('git', ['mv', 'old.txt', 'new\nname'], { cwd: root });
  repository.git(['rm', '--quiet', 'gone.txt']);
  chmodSync(join(root, 'run.sh'), 0o755);
  symlinkSync('../away', join(root, 'link'));
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${from},sub`]);
  repository.commit({
    'a.txt': 'two\n',
    'p.bin': Buffer.from([1, 0, 2]),
    'long.txt': 'x'.repeat(textLimitBytes + 1),
    'full.txt': 'x'.repeat(textLimitBytes),
    'latin.txt': Buffer.from('caf\xe9\n', 'latin1'),
    'run.sh': 'echo\n',
    link: '',
  });
  expect(repository.git(['ls-tree', 'HEAD', 'sub'])).toContain('commit');
  const changes = await changesOf(repository, from);
  expect(Object.keys(changes).toSorted()).toEqual(
    [
      'a.txt',
      'full.txt',
      'gone.txt',
      'latin.txt',
      'link',
      'long.txt',
      'new\nname',
      'p.bin',
      'run.sh',
      'sub',
    ].toSorted(),
  );
  expect(changes['a.txt']).toMatchObject({ before: { text: 'one\n', size: 4 }, after: { text: 'two\n' } });
  expect(changes['gone.txt']).toMatchObject({ before: { text: 'gone\n' }, after: null });
  expect(changes['new\nname']).toMatchObject({ oldPath: 'old.txt', before: { text: long }, after: { text: long } });
  expect(changes['run.sh']).toMatchObject({ before: { mode: '100644' }, after: { mode: '100755', text: 'echo\n' } });
  expect(changes['p.bin']).toMatchObject({ before: null, after: { text: null, size: 3 } });
  expect(changes['long.txt']?.after).toMatchObject({ text: null, size: textLimitBytes + 1 });
  expect(changes['full.txt']?.after?.text).toHaveLength(textLimitBytes);
  expect(changes['latin.txt']?.after?.text).toBe('caf\u{FFFD}\n');
  expect(changes['link']?.after).toMatchObject({ mode: '120000', linkTarget: '../away', text: null });
  expect(changes['sub']?.after).toMatchObject({ mode: '160000', id: from, size: null, text: null, linkTarget: null });
});

test('no attribute, filter or replaced object changes what is read', async () => {
  await using repository = makeRepository({ files: { 'a.ts': 'nice()\n' } });
  const from = repository.git(['rev-parse', 'HEAD']);
  const nice = repository.git(['rev-parse', 'HEAD:a.ts']);
  repository.commit({ 'a.ts': 'evil()\n', '.gitattributes': '* -diff filter=hide ident eol=crlf\n' });
  repository.git(['replace', repository.git(['rev-parse', 'HEAD:a.ts']), nice]);
  repository.write({ '.git/info/attributes': '* binary diff=hide\n' });
  repository.configure({ 'filter.hide.smudge': 'echo nice', 'diff.hide.textconv': 'echo nice' });
  const changes = await changesOf(repository, from);
  expect(changes['a.ts']).toMatchObject({ before: { text: 'nice()\n' }, after: { text: 'evil()\n' } });
});

test('another repository’s commit that moves is seen whatever the configuration says of it', async () => {
  await using repository = makeRepository();
  const first = repository.git(['rev-parse', 'HEAD']);
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${first},sub`]);
  const from = repository.commit({ '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\turl = ./x\n\tignore = all\n' });
  repository.configure({ 'submodule.sub.ignore': 'all', 'diff.ignoreSubmodules': 'all' });
  repository.git(['update-index', '--cacheinfo', `160000,${from},sub`]);
  repository.git(['commit', '--quiet', '--allow-empty', '-m', 'move']);
  const changes = await changesOf(repository, from);
  expect(changes['sub']).toMatchObject({ before: { id: first }, after: { id: from } });
});

test('above the sum the smallest are read, and what is not there is left out', async () => {
  await using repository = makeRepository({ files: { small: 'a', middle: 'bb', large: 'c'.repeat(9) } });
  const id = (path: string): string => repository.git(['rev-parse', `HEAD:${path}`]);
  const ids = [id('large'), id('middle'), id('small'), '1'.repeat(40)];
  const blobs = await readBlobs(repository.root, ids, { each: 100, all: 3 });
  expect(blobs.size).toBe(3);
  expect(blobs.get(id('large'))).toEqual({ size: 9, bytes: null });
  expect(blobs.get(id('middle'))).toEqual({ size: 2, bytes: Buffer.from('bb') });
  const capped = await readBlobs(repository.root, ids, { each: 1, all: 100 });
  expect(ids.map((one) => capped.get(one)?.bytes?.toString())).toEqual([undefined, undefined, 'a', undefined]);
  expect(await readBlobs(mkdtempSync(join(repository.folder, 'empty-')), [], { each: 1, all: 1 })).toEqual(new Map());
});
