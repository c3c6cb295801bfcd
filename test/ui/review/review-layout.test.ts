import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rect } from '../../../src/tty/cells.ts';
import { reviewLayout } from '../../../src/ui/review/review-layout.ts';

const wish = fc.record({
  columns: fc.integer({ min: 0, max: 260 }),
  rows: fc.integer({ min: 0, max: 80 }),
  page: fc.constantFrom('brief', 'diff', 'log'),
  banners: fc.integer({ min: 0, max: 2 }),
  files: fc.integer({ min: 0, max: 30 }),
  choosing: fc.boolean(),
});

const inside = (inner: Rect, outer: Rect) =>
  inner.row >= outer.row &&
  inner.column >= outer.column &&
  inner.rows >= 0 &&
  inner.columns >= 0 &&
  inner.row + inner.rows <= outer.row + outer.rows &&
  inner.column + inner.columns <= outer.column + outer.columns;

const overlap = (a: Rect, b: Rect) =>
  Math.min(a.row + a.rows, b.row + b.rows) > Math.max(a.row, b.row) &&
  Math.min(a.column + a.columns, b.column + b.columns) > Math.max(a.column, b.column);

test('every rectangle lies inside the view, and no two overlap', () => {
  fc.assert(
    fc.property(wish, (given) => {
      const layout = reviewLayout(given);
      const whole = { row: 0, column: 0, rows: given.rows, columns: given.columns };
      const files = layout.files === null ? [] : [layout.files];
      const outer = [layout.title, layout.status, layout.banner, layout.main.frame, ...files.map(({ frame }) => frame)];
      for (const rect of outer) expect(inside(rect, whole)).toBe(true);
      for (const framed of [layout.main, ...files]) expect(inside(framed.inner, framed.frame)).toBe(true);
      outer.forEach((one, index) => {
        for (const other of outer.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      });
    }),
  );
});

test('from three rows on there is room to read', () => {
  fc.assert(
    fc.property(wish, (given) => {
      fc.pre(given.rows >= 3 && given.columns >= 1);
      const { inner } = reviewLayout(given).main;
      expect(Math.min(inner.rows, inner.columns)).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('the file list stands beside the diff from 120 columns on', () => {
  const wish120 = { columns: 120, rows: 40, page: 'diff', banners: 0, files: 3, choosing: false } as const;
  expect(reviewLayout({ ...wish120, columns: 119 })).toMatchObject({
    wide: false,
    files: { frame: { rows: 1, columns: 119 } },
  });
  expect(reviewLayout(wish120)).toMatchObject({ wide: true, files: { frame: { rows: 38, columns: 36 } } });
});
