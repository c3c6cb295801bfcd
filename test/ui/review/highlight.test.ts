import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightLines, syntax } from '../../../src/ui/review/highlight.ts';
import { languageOf } from '../../../src/ui/review/languages.ts';
import { PatchSyntax, lastAtMost } from '../../../src/ui/review/patch-syntax.ts';
import { parsePatch } from '../../../src/ui/review/patch.ts';

const markOf = (marks: readonly Uint8Array[] | null, line: number, column: number) =>
  syntax[marks?.[line]?.[column] ?? 0];

test.each([
  ['src/a.ts', 'typescript'],
  ['a/b.TSX', 'typescript'],
  ['x.py', 'python'],
  ['index.html', 'xml'],
  ['Makefile', null],
  ['noending', null],
  ['a.b/plain', null],
])('languageOf(%s) is %s', (path, language) => {
  expect(languageOf(path)).toBe(language);
});

test('a comment over several lines is one, and text is not shifted by escapes', () => {
  const marks = highlightLines(['/* a < b', '& "c" */ const d = "<e>";', 'f'], 'typescript');
  expect(markOf(marks, 0, 0)).toBe('comment');
  expect(markOf(marks, 1, 0)).toBe('comment');
  expect(markOf(marks, 1, 7)).toBe('comment');
  expect(markOf(marks, 1, 9)).toBe('keyword');
  expect(markOf(marks, 1, 19)).toBe('string');
  expect(markOf(marks, 1, 23)).toBe('string');
  expect(markOf(marks, 1, 24)).toBe('plain');
});

test('a block that begins inside a comment is seen as such', () => {
  const marks = highlightLines([' * returns the "value', ' */', 'const a = 1;'], 'typescript');
  expect([markOf(marks, 0, 5), markOf(marks, 1, 1), markOf(marks, 2, 0)]).toEqual(['comment', 'comment', 'keyword']);
});

test("a glob's star and slash do not make everything before it a comment", () => {
  const marks = highlightLines(['const a = 1;', "match('*/x');"], 'typescript');
  expect(markOf(marks, 0, 0)).toBe('keyword');
});

test('too much code stays plain', () => {
  expect(highlightLines(['x'.repeat(70_000)], 'typescript')).toBeNull();
});

test('each side of a change is read by itself', () => {
  const patch = parsePatch(
    'diff --git a/x.ts b/x.ts\n--- a/x.ts\n+++ b/x.ts\n@@ -1,3 +1,3 @@\n const a = 1;\n-const b = `open\n+const b = 2;\n const c = 3;\n',
  );
  const colours = new PatchSyntax(patch, 'typescript');
  expect(Array.from({ length: 5 }, (_, line) => syntax[colours.at(line)?.[0] ?? 0])).toEqual([
    'plain',
    'keyword',
    'keyword',
    'keyword',
    'keyword',
  ]);
});

test('a comment that is opened long before the window still colours what follows', () => {
  const body = ['/*', ...Array.from({ length: 150 }, () => 'plain words'), '*/', 'const a = 1;'];
  const lines = body.map((line) => `+${line}\n`).join('');
  const patch = parsePatch(
    `diff --git a/x.ts b/x.ts\n--- /dev/null\n+++ b/x.ts\n@@ -0,0 +1,${body.length} @@\n${lines}`,
  );
  const colours = new PatchSyntax(patch, 'typescript');
  const at = (line: number) => syntax[colours.at(line)?.[0] ?? 0];
  expect([at(2), at(130), at(151), at(153)]).toEqual(['comment', 'comment', 'comment', 'keyword']);
});

test('every line has one mark per unit, whatever the text', () => {
  const line = fc.oneof(
    fc.constantFrom('/*', '*/', '"', "'", '`', '<b>&amp;', '日本 👍', '"""', '#'),
    fc.string({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(
      fc.array(
        line.map((text) => text.replaceAll('\n', '')),
        { minLength: 1, maxLength: 8 },
      ),
      fc.constantFrom('typescript', 'python', 'xml', 'markdown', 'bash', 'css'),
      (lines, language) => {
        expect(highlightLines(lines, language)?.map((marks) => marks.length)).toEqual(lines.map((text) => text.length));
      },
    ),
    { numRuns: 150 },
  );
});

test.each([
  [[], 3, -1],
  [[0, 5, 9], 0, 0],
  [[0, 5, 9], 4, 0],
  [[0, 5, 9], 5, 1],
  [[0, 5, 9], 99, 2],
])('lastAtMost(%j, %i) is %i', (values, limit, index) => {
  expect(lastAtMost(values, limit)).toBe(index);
});
