import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { changedFiles, fileDiff } from '../../src/git/diff.ts';
import { touchedFiles, worktreeChange } from '../../src/git/worktree/worktree-change.ts';
import { makeRepository } from '../kit/repository.ts';

const long = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join('');

test('added, changed, removed, renamed, binary and odd names, with their lines', async () => {
  await using repository = makeRepository({
    files: { 'a.txt': '1\n2\n', 'gone.txt': 'x\n', 'old name': long, 'p.bin': 'text\n' },
  });
  const from = repository.git(['rev-parse', 'HEAD']);
  execFileSync('git', ['mv', 'old name', 'new\nname'], { cwd: repository.root });
  repository.git(['rm', '--quiet', 'gone.txt']);
  const to = repository.commit({ 'a.txt': '1\n3\n4\n', 'ü -.txt': 'n\n', 'p.bin': Buffer.from([1, 0, 2]) });
  expect(await changedFiles({ root: repository.root, from, to })).toEqual([
    { path: 'a.txt', status: 'modified', added: 2, removed: 1 },
    { path: 'gone.txt', status: 'deleted', added: 0, removed: 1 },
    { path: 'new\nname', from: 'old name', status: 'renamed', added: 0, removed: 0 },
    { path: 'p.bin', status: 'modified', added: null, removed: null },
    { path: 'ü -.txt', status: 'added', added: 1, removed: 0 },
  ]);
});

test('no attribute, external diff, text conversion or replaced object hides or changes what is shown', async () => {
  await using repository = makeRepository({ files: { 'a.ts': 'nice()\n', 'b.ts': 'nice()\n', 'c.ts': 'nice()\n' } });
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  const worktree = repository.session('one');
  const to = repository.commit(
    { 'a.ts': 'evil()\n', 'b.ts': 'evil()\n', 'c.ts': 'evil()\n', '.gitattributes': 'a.ts -diff\n' },
    worktree,
  );
  const nice = repository.git(['rev-parse', `${from}:a.ts`]);
  repository.git(['replace', repository.git(['rev-parse', `${to}:a.ts`]), nice]);
  repository.write({ '.gitattributes': 'a.ts -diff\n', '.git/info/attributes': 'b.ts -diff\nc.ts diff=hide\n' });
  repository.configure({
    'diff.external': '/bin/true',
    'diff.hide.textconv': '/bin/true',
    'diff.hide.command': '/bin/true',
  });
  repository.write({ 'home/attributes': '*.ts -diff\n' }, repository.folder);
  repository.configure({ 'core.attributesFile': `${repository.folder}/home/attributes` });
  const files = await changedFiles({ root, from, to });
  for (const path of ['a.ts', 'b.ts', 'c.ts']) {
    expect(files).toContainEqual({ path, status: 'modified', added: 1, removed: 1 });
    expect(await fileDiff({ root, from, to, path })).toContain('@@ -1 +1 @@\n-nice()\n+evil()\n');
  }
});

test('the patch of one file only: odd names literally, a rename as one, a binary as a line', async () => {
  await using repository = makeRepository({
    files: { 'old.txt': long, '*': 'star\n', 'x.txt': 'x\n', 'p.bin': 'text\n' },
  });
  repository.configure({
    'diff.noprefix': 'true',
    'color.ui': 'always',
    'diff.context': '0',
    'core.quotePath': 'true',
  });
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  repository.git(['mv', 'old.txt', 'new ü.txt']);
  const to = repository.commit({
    'new ü.txt': `${long}more\n`,
    '*': 'stars\n',
    'x.txt': 'y\n',
    'p.bin': Buffer.from('a\0b'),
  });
  const star = await fileDiff({ root, from, to, path: '*' });
  expect(star).toMatch(/^diff --git a\/\* b\/\*\nindex .*\n--- a\/\*\n\+\+\+ b\/\*\n@@ -1 \+1 @@\n-star\n\+stars\n$/);
  const renamed = await fileDiff({ root, from, to, path: 'new ü.txt', oldPath: 'old.txt' });
  expect(renamed).toContain('rename from old.txt\nrename to new ü.txt\n');
  expect(renamed).toContain('@@ -28,3 +28,4 @@');
  expect(await fileDiff({ root, from, to, path: 'p.bin' })).toMatch(/\+\+\+ b\/p\.bin\nBinary files differ\n$/);
});

test('a name that is no UTF-8 can be listed and shown', async () => {
  await using repository = makeRepository();
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  execFileSync('sh', ['-c', `printf 'x\\n' > "$(printf 'b[\\377].txt')"; git add . && git commit -qm x`], {
    cwd: root,
  });
  const files = await changedFiles({ root, from, to: 'HEAD' });
  expect(files).toEqual([{ path: 'b[\u{FFFD}].txt', status: 'added', added: 1, removed: 0 }]);
  expect(await fileDiff({ root, from, to: 'HEAD', path: 'b[\u{FFFD}].txt' })).toContain('+x\n');
});

test('a live session’s change counts commits, edits and new files', async () => {
  await using repository = makeRepository({ files: { 'a.txt': '1\n2\n', 'old.txt': long, '.gitignore': 'ignored\n' } });
  const base = repository.git(['rev-parse', 'HEAD']);
  const worktree = repository.session('one');
  expect(await worktreeChange({ worktree, base })).toEqual({ files: 0, added: 0, removed: 0 });
  repository.commit({ 'b.txt': 'b\n' }, worktree);
  repository.git(['mv', 'old.txt', 'renamed.txt'], worktree);
  repository.write({ 'a.txt': '1\n', 'sub/new\n.txt': 'x\ny', bin: Buffer.from([0, 10]), ignored: 'x\n' }, worktree);
  expect(await worktreeChange({ worktree, base })).toEqual({ files: 5, added: 3, removed: 1 });
  expect(await touchedFiles({ worktree, base, most: 4 })).toEqual({
    files: [
      { path: 'sub/new\n.txt', added: 2, removed: 0 },
      { path: 'a.txt', added: 0, removed: 1 },
      { path: 'b.txt', added: 1, removed: 0 },
      { path: 'bin', added: null, removed: 0 },
    ],
    more: 1,
  });
});
