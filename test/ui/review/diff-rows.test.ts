import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { attribute, type PictureRow } from '../../../src/core/picture.ts';
import { isForbidden, splitGraphemes } from '../../../src/tty/graphemes.ts';
import { type DiffWindow, diffRows } from '../../../src/ui/review/diff-rows.ts';
import { parsePatch } from '../../../src/ui/review/patch.ts';
import { defaultTheme, reviewTheme } from '../../../src/ui/review/review-theme.ts';
import { rowWidth } from '../../../src/ui/review/text-row.ts';

const { looks } = defaultTheme;

/** A patch that removes and adds these lines. */
function patchFrom(removed: readonly string[], added: readonly string[]) {
  const body = [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].join('\n');
  return parsePatch(`diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,${removed.length} +1,${added.length} @@\n${body}\n`);
}

function rowsOf(removed: readonly string[], added: readonly string[], parts: Partial<DiffWindow> = {}): PictureRow[] {
  const patch = patchFrom(removed, added);
  return diffRows({
    patch,
    path: 'x.none',
    top: 1,
    rows: 50,
    columns: 40,
    shift: 0,
    cursor: null,
    marked: new Set<number>(),
    search: '',
    theme: defaultTheme,
    ...parts,
  });
}

const textOf = (row: PictureRow | undefined) =>
  (row ?? [])
    .map((run) => run.text)
    .join('')
    .trimEnd();
const textWith = (row: PictureRow | undefined, bg: number) =>
  (row ?? []).filter((run) => run.bg === bg).map((run) => run.text);

test('numbers, sign and code; the sign says what the background says', () => {
  const rows = rowsOf(['old'], ['new']);
  expect(rows.map(textOf)).toEqual(['   1     - old', '       1 + new']);
  expect(rows[0]?.every((run) => run.bg === looks.removed.bg || run.bg === looks.removedWord.bg)).toBe(true);
  expect(rows.map(rowWidth)).toEqual([40, 40]);
});

test('the words that differ between paired lines stand out', () => {
  const rows = rowsOf(['const limit = first(3);'], ['const limit = second(3);'], { columns: 60 });
  expect(textWith(rows[0], looks.removedWord.bg)).toEqual(['first']);
  expect(textWith(rows[1], looks.addedWord.bg)).toEqual(['second']);
});

test('lines that have nothing in common are not compared', () => {
  const rows = rowsOf(['alpha beta gamma'], ['completely different text']);
  expect(rows.flatMap((row) => textWith(row, looks.addedWord.bg))).toEqual([]);
});

test('without colours the changed words differ by attribute', () => {
  const rows = rowsOf(['keep one'], ['keep two'], { theme: reviewTheme('plain') });
  const bold = rows[1]?.find((run) => (run.attributes & attribute.bold) !== 0);
  expect(bold?.text).toBe('two');
});

test.each([
  ['tabs are blanks up to the next stop', 'a\tb', 'a   b'],
  ['an escape sequence is named', '\u001b[2J', '^[[2J'],
  ['a carriage return at the end is shown', 'line\r', 'line^M'],
  ['bidirectional marks are named', 'a\u202eb', 'a<U+202E>b'],
  ['invisible characters are named', 'pass\u200bword', 'pass<U+200B>word'],
  ['a joiner inside of a Latin word is named', 'pass\u200dword', 'pass<U+200D>word'],
  ['tag characters are named', 'a\u{e0041}', 'a<U+E0041>'],
  ['a lone mark is named', '\u0301', '<U+0301>'],
  ['voice marks that would join what stands before them are named', '\r\uff9e\uff9e', '^M<U+FF9E><U+FF9E>'],
  ['C1 controls are named', '\u009b2J', '<U+009B>2J'],
  ['emoji and wide characters stay', '👩‍👩‍👧 日本 ❤️', '👩‍👩‍👧 日本 ❤️'],
])('%s', (_, line, expected) => {
  expect(textOf(rowsOf([], [line])[0])).toBe(`       1 + ${expected}`);
});

test('a long line is cut with a mark and can be scrolled to', () => {
  const line = Array.from({ length: 2000 }, (_, column) => String(column % 10)).join('');
  const at = (shift: number) => textOf(rowsOf([], [line], { columns: 31, shift })[0]).slice(11);
  expect(at(0)).toBe('0123456789012345678…');
  expect(at(8)).toBe('…901234567890123456…');
  expect(at(1980)).toBe('…1234567890123456789');
});

test('a wide character that an edge cuts through leaves a blank, never half of it', () => {
  const line = '日本語日本語';
  const at = (shift: number) => textOf(rowsOf([], [line], { columns: 17, shift })[0]).slice(11);
  expect(at(0)).toBe('日本 …');
  expect(at(1)).toBe('…本語…');
  expect(at(2)).toBe('… 語 …');
});

test('the cursor is a pointer in the first column', () => {
  const rows = rowsOf(['one'], ['two'], { cursor: 2 });
  expect(rows.map((row) => textOf(row).startsWith('▸'))).toEqual([false, true]);
});

test('what is searched for stands out, whatever its case', () => {
  const rows = rowsOf([], ['say Hello, hello'], { search: 'hello' });
  expect(textWith(rows[0], looks.found.bg)).toEqual(['Hello', 'hello']);
});

test('syntax colours the code, not the numbers', () => {
  const rows = rowsOf([], ['const answer = 42; // why'], { path: 'x.ts', columns: 60 });
  const look = (text: string) => rows[0]?.find((run) => run.text.trim() === text);
  expect(look('const')?.fg).toBe(looks.keyword.fg);
  expect(look('42')?.fg).toBe(looks.number.fg);
  expect(look('// why')?.attributes).toBe(looks.comment.attributes);
  expect(look('const')?.bg).toBe(looks.added.bg);
});

test('the same rows again are the same objects', () => {
  const patch = patchFrom(['a'], ['b']);
  const window = {
    patch,
    path: 'x',
    top: 0,
    rows: 9,
    columns: 40,
    shift: 0,
    cursor: null,
    marked: new Set<number>(),
    search: '',
    theme: defaultTheme,
  };
  expect(diffRows(window)[1]).toBe(diffRows(window)[1]);
});

const odd = fc.constantFrom(
  '\t',
  '\u001b',
  '\u202e',
  '日',
  '👩‍👩‍👧',
  '🇩🇪',
  'e\u0301',
  '\u0301',
  '\u200d',
  '\ud800',
  '\r',
  'क्षि',
  'ﾞ',
  '\u1100\u1161',
  '\u{e0020}',
  '1️⃣',
  '\u0600',
);
const anyLine = fc.oneof(
  fc
    .array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
    .map((parts) => parts.join('').replaceAll('\n', '')),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\n', '')),
);

test('no row is wider than its window, none carries a control, and the compositor agrees on every width', () => {
  const window = fc.record({
    removed: fc.array(anyLine, { maxLength: 4 }),
    added: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
    columns: fc.integer({ min: 0, max: 60 }),
    shift: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 })),
    path: fc.constantFrom('x.ts', 'x.py', 'x.none'),
    search: fc.constantFrom('', 'a'),
  });
  fc.assert(
    fc.property(window, ({ removed, added, ...parts }) => {
      const rows = rowsOf(removed, added, { ...parts, top: 0, cursor: 1 });
      expect(rows).toHaveLength(1 + removed.length + added.length);
      for (const row of rows) {
        expect(rowWidth(row)).toBeLessThanOrEqual(parts.columns);
        for (const run of row) {
          for (const character of run.text) expect(isForbidden(character.codePointAt(0) ?? 0)).toBe(false);
          expect(stringWidth(run.text)).toBe(run.width);
          const painted = splitGraphemes(run.text, run.width).reduce((sum, each) => sum + each.width, 0);
          expect(painted).toBe(run.width);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
