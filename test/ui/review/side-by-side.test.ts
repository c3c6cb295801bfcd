import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { PictureRow } from '../../../src/core/picture.ts';
import { isForbidden } from '../../../src/tty/graphemes.ts';
import { planOf } from '../../../src/ui/review/diff-plan.ts';
import { diffRows } from '../../../src/ui/review/diff-rows.ts';
import { lineKinds, parsePatch } from '../../../src/ui/review/patch.ts';
import { defaultTheme } from '../../../src/ui/review/review-theme.ts';
import { rowWidth } from '../../../src/ui/review/text-row.ts';
import { after, loaded, opened, patchOf, screenText } from './review-kit.tsx';
import { anyPatch } from './random-patch.ts';

const path = 'test/upload.test.ts';
const head = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n`;
const wide = { columns: 200, rows: 50 };
const textOf = (row: PictureRow | undefined): string => (row ?? []).map((run) => run.text).join('');

function window(text: string, parts: { columns?: number; cursor?: number; shift?: number } = {}) {
  const patch = parsePatch(text);
  return {
    patch,
    path: 'x.none',
    top: 0,
    rows: 10_000,
    columns: 40,
    shift: 0,
    cursor: null,
    marked: new Set<number>(),
    search: '',
    theme: defaultTheme,
    ...parts,
  };
}

test('a removed line stands beside the one that took its place; what is left over stands alone', () => {
  const text = `${head}@@ -1,4 +1,3 @@\n same\n-a = 1\n-b\n-c\n+a = 2\n+d\n`;
  const rows = diffRows({ ...window(text, { columns: 41 }), sideBySide: true }).map((row) => textOf(row).trimEnd());
  expect(rows).toEqual([
    ' @@ -1,4 +1,3 @@',
    '   1   same         │   1   same',
    '   2 - a = 1        │   2 + a = 2',
    '   3 - b            │   3 + d',
    '   4 - c            │',
  ]);
});

test('a missing newline is said on the side that lacks it', () => {
  const text = `${head}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n`;
  const rows = diffRows({ ...window(text, { columns: 61 }), sideBySide: true }).map((row) => textOf(row).trimEnd());
  expect(rows.slice(1)).toEqual(['   1 - a                      │   1 + a', ' No newline at end of file    │']);
});

test('the cursor points at its own side', () => {
  const text = `${head}@@ -1 +1 @@\n-a\n+b\n`;
  const pointed = (cursor: number) =>
    textOf(diffRows({ ...window(text, { columns: 41, cursor }), sideBySide: true })[1]);
  expect(pointed(1)).toMatch(/^▸.*│ /);
  expect(pointed(2)).toMatch(/^ .*│▸/);
});

test('every line appears exactly once in both looks, in the order of the file', () => {
  fc.assert(
    fc.property(anyPatch, (text) => {
      const patch = parsePatch(text);
      const all = Array.from({ length: patch.count }, (_, line) => line);
      for (const sideBySide of [false, true]) {
        const plan = planOf(patch, sideBySide);
        const rows = Array.from({ length: plan.rows }, (_, row) => plan.linesOf(row));
        const shown = rows.flatMap(({ left, right }) => [...new Set([left, right])].filter((line) => line !== null));
        expect(shown.toSorted((a, b) => a - b)).toEqual(all);
        for (const line of all) expect(Object.values(plan.linesOf(plan.rowOf(line)))).toContain(line);
        for (const side of ['left', 'right'] as const) {
          const own = rows.flatMap((row) => row[side] ?? []);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
          const hidden = side === 'left' ? 'added' : 'removed';
          if (sideBySide) expect(own.map((line) => lineKinds[patch.kinds[line] ?? -1])).not.toContain(hidden);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('no row is wider than its place in either look, and none carries a control', () => {
  const setting = fc.record({
    text: anyPatch,
    columns: fc.integer({ min: 0, max: 220 }),
    shift: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
    sideBySide: fc.boolean(),
  });
  fc.assert(
    fc.property(setting, ({ text, columns, shift, sideBySide }) => {
      for (const row of diffRows({ ...window(text, { columns, shift, cursor: 1 }), sideBySide })) {
        expect(rowWidth(row)).toBeLessThanOrEqual(columns);
        for (const run of row) {
          expect(stringWidth(run.text)).toBe(run.width);
          for (const character of run.text) expect(isForbidden(character.codePointAt(0) ?? 0)).toBe(false);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('below 160 columns, or by key, one version stands below the other', async () => {
  const reading = after(opened({}, wide), { type: 'toggle-page' }, loaded(path, patchOf(path, 40)));
  expect((await screenText(reading)).split('\n')[4]).toMatch(
    /┃ {3}1 - const value0 = 0; +│ {3}1 \+ const value0 = 1; +┃$/,
  );
  const below = after(reading, { type: 'toggle-side-by-side' });
  expect((await screenText(below)).split('\n')[4]).toMatch(/┃ {3}1 {5}- const value0 = 0; +┃$/);
  const narrower = after(reading, { type: 'resize', columns: 159, rows: 50 });
  expect((await screenText(narrower)).split('\n')[4]).toMatch(/┃ {3}1 {5}- const value0 = 0; +┃$/);
});

test('the line under the cursor stays there, at its height, when the look changes', () => {
  const down = Array.from({ length: 60 }, () => ({ type: 'down' }) as const);
  const reading = after(opened({}, wide), { type: 'toggle-page' }, loaded(path, patchOf(path, 400)), ...down);
  const height = (state: typeof reading, row: number) => row - state.tops.diff;
  const below = after(reading, { type: 'toggle-side-by-side' });
  expect(below.cursor).toBe(reading.cursor);
  expect(height(below, below.cursor)).toBe(height(reading, 60));
  expect(after(below, { type: 'toggle-side-by-side' }).tops.diff).toBe(reading.tops.diff);
});

test('down and up keep to the side that the cursor is on', () => {
  const reading = after(opened({}, wide), { type: 'toggle-page' }, loaded(path, patchOf(path, 40)), { type: 'down' });
  // All 40 removed lines come before the added ones: only their rows are shared.
  const text = `${head}@@ -1,3 +1,3 @@\n-a\n-b\n-c\n+d\n+e\n+f\n`;
  const blocks = after(reading, loaded(path, text), { type: 'top' }, { type: 'down' });
  expect(blocks.cursor).toBe(4);
  const left = after(blocks, { type: 'other-side' });
  expect(left.cursor).toBe(1);
  expect(after(left, { type: 'down' }).cursor).toBe(2);
  expect(after(left, { type: 'down' }, { type: 'other-side' }).cursor).toBe(5);
});

test('a new file has the whole width: nothing stands beside it', async () => {
  const added = `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+one\n`;
  const reading = after(opened({}, wide), { type: 'toggle-page' }, loaded(path, added));
  expect((await screenText(reading)).split('\n')[5]).toMatch(/┃ {7}1 \+ one +┃$/);
});

test('what lies folded above a hunk is counted before the name of what it is in', () => {
  const text = `${head}@@ -1,2 +1,2 @@\n a\n-b\n+c\n@@ -20 +20 @@ function long(name) {\n-x\n+y\n`;
  const rows = diffRows(window(text, { columns: 60 })).map((row) => textOf(row).trimEnd());
  expect(rows[0]).toBe(' @@ -1,2 +1,2 @@');
  expect(rows[4]).toBe(' @@ -20 +20 @@  17 unchanged lines folded  function long(na…');
});
