import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parsePatch, patchLine, type Patch } from '../../../src/ui/review/patch.ts';
import { makeRepository } from '../../kit/repository.ts';

function linesOf(patch: Patch) {
  return Array.from({ length: patch.count }, (_, index) => patchLine(patch, index));
}

function shown(patch: Patch): string[] {
  return linesOf(patch).map((line) => `${line.kind} ${line.oldNumber ?? '-'} ${line.newNumber ?? '-'} ${line.text}`);
}

test('lines carry their kind, both numbers and their text without the sign', () => {
  const patch = parsePatch(
    'diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -3,3 +3,3 @@ function f()\n one\n-two\n+zwei\n three\n',
  );
  expect(shown(patch)).toEqual([
    'hunk - - @@ -3,3 +3,3 @@ function f()',
    'context 3 3 one',
    'removed 4 - two',
    'added - 4 zwei',
    'context 5 5 three',
  ]);
  expect(patch).toMatchObject({ added: 1, removed: 1, hunks: [0], files: [{ from: 'x', to: 'x', binary: false }] });
});

test('content that looks like a header is content', () => {
  const patch = parsePatch(
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n+++ b/y\n-@@ -1 +1 @@\n+diff --git a/z b/z\n',
  );
  expect(shown(patch).slice(1)).toEqual([
    'removed 1 - -- a/y',
    'added - 1 ++ b/y',
    'removed 2 - @@ -1 +1 @@',
    'added - 2 diff --git a/z b/z',
  ]);
  expect(patch.files).toHaveLength(1);
});

test('a carriage return stays, a missing newline at the end is said', () => {
  const patch = parsePatch(
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n\\ No newline at end of file\n+a\n',
  );
  expect(shown(patch).slice(1)).toEqual(['removed 1 - a\r', 'note - - No newline at end of file', 'added - 1 a']);
});

test.each([
  '',
  'garbage',
  '@@ -1,5 +1,5 @@\n+cut off',
  'diff --git a/x',
  '\u0000\n\\\n@@ @@\n',
  'diff --cc x\n@@@ -1 -1 +1 @@@\n++x\n',
])('what is no whole patch is shown as far as it goes: %j', (text) => {
  const patch = parsePatch(text);
  expect(linesOf(patch)).toHaveLength(patch.count);
});

test('no line beyond the end', () => {
  expect(() => patchLine(parsePatch(''), 0)).toThrow(RangeError);
});

test("git's own patches: new, deleted, renamed, empty and binary files, modes, odd names", async () => {
  await using repository = makeRepository({
    files: {
      'old.txt': 'one\ntwo\nthree\nfour\n',
      'gone.txt': 'bye\n',
      'mode.sh': 'echo\n',
      'picture.png': Buffer.from([0, 1, 2, 0, 3]),
      'plain -> link': 'text\n',
    },
  });
  repository.git(['mv', 'old.txt', 'dir with blank.txt']);
  repository.write({
    'dir with blank.txt': 'one\ntwo\nthree\nfour\nfive\n',
    'empty.txt': '',
    '日本 "q"\t.ts': 'new\n',
    'picture.png': Buffer.from([0, 9, 9, 0]),
  });
  repository.git(['rm', '-q', 'gone.txt']);
  repository.git(['add', '-A']);
  repository.git(['update-index', '--chmod=+x', 'mode.sh']);
  const patch = parsePatch(`${repository.git(['diff', '--cached', '-M', 'HEAD'])}\n`);
  const files = Object.fromEntries(patch.files.map((file) => [file.to ?? `gone: ${file.from}`, file]));
  expect(files).toEqual({
    'dir with blank.txt': { from: 'old.txt', to: 'dir with blank.txt', binary: false, added: 1, removed: 0 },
    'empty.txt': { from: null, to: 'empty.txt', binary: false, added: 0, removed: 0 },
    'gone: gone.txt': { from: 'gone.txt', to: null, binary: false, added: 0, removed: 1 },
    'mode.sh': { from: 'mode.sh', to: 'mode.sh', binary: false, added: 0, removed: 0 },
    'picture.png': { from: 'picture.png', to: 'picture.png', binary: true, added: 0, removed: 0 },
    '日本 "q"\t.ts': { from: null, to: '日本 "q"\t.ts', binary: false, added: 1, removed: 0 },
  });
  const notes = linesOf(patch).flatMap((line) => (line.kind === 'note' ? [line.text] : []));
  expect(notes).toContain('rename from old.txt');
  expect(notes).toContain('new mode 100755');
  expect(notes.some((note) => note.startsWith('Binary files '))).toBe(true);
});

test('a full binary patch is one note, not its base85 lines', async () => {
  await using repository = makeRepository({ files: { 'p.bin': Buffer.from([0, 1]) } });
  repository.write({ 'p.bin': Buffer.from([0, 2, 3]) });
  const patch = parsePatch(`${repository.git(['diff', '--binary'])}\n`);
  expect(shown(patch)).toEqual(['note - - GIT binary patch']);
});

const line = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    '+',
    '@@ -1 +1 @@',
    '--- a/x',
    '+++ b/x',
    'diff --git a/x b/x',
    '\\ No newline',
    'a\r',
    '日本',
  ),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\n\0]/g, '')),
);
const content = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.boolean())
  .map(([lines, end]) => lines.join('\n') + (end && lines.length > 0 ? '\n' : ''));
/** The same text with some stretches replaced, so that there are hunks with context. */
const edited = fc.tuple(
  content,
  fc.array(fc.tuple(fc.nat(60), fc.nat(5), fc.array(line, { maxLength: 4 })), { maxLength: 4 }),
);

test('any real patch: counts equal numstat, and every line is where its numbers say', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-patch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const side of ['a', 'b']) mkdirSync(join(folder, side));
  const git = (...options: string[]) =>
    spawnSync('git', ['-c', 'core.autocrlf=false', 'diff', '--no-index', '--text', ...options, 'a/x', 'b/x'], {
      cwd: folder,
      encoding: 'utf8',
    }).stdout;
  fc.assert(
    fc.property(edited, ([before, edits]) => {
      const lines = before.split('\n');
      for (const [at, remove, insert] of edits) lines.splice(at % (lines.length + 1), remove, ...insert);
      const now = lines.join('\n');
      writeFileSync(join(folder, 'a/x'), before);
      writeFileSync(join(folder, 'b/x'), now);
      const patch = parsePatch(git());
      const [added = '0', removed = '0'] = git('--numstat').split('\t');
      expect([patch.added, patch.removed]).toEqual([Number(added || 0), Number(removed || 0)]);
      const [old, fresh] = [before.split('\n'), lines];
      for (const each of linesOf(patch)) {
        if (each.oldNumber !== null) expect(each.text).toBe(old[each.oldNumber - 1]);
        if (each.newNumber !== null) expect(each.text).toBe(fresh[each.newNumber - 1]);
      }
    }),
    { numRuns: 80 },
  );
});
