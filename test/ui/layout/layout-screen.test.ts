import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rect } from '../../../src/tty/cells.ts';
import { layoutScreen } from '../../../src/ui/layout/layout-screen.ts';
import { layoutDialog } from '../../../src/ui/layout/layout-dialog.ts';

const sizes = fc.record({ columns: fc.integer({ min: 60, max: 400 }), rows: fc.integer({ min: 15, max: 120 }) });

function overlap(one: Rect, other: Rect): boolean {
  return (
    one.row < other.row + other.rows &&
    other.row < one.row + one.rows &&
    one.column < other.column + other.columns &&
    other.column < one.column + one.columns
  );
}

function inside(rect: Rect, { columns, rows }: { columns: number; rows: number }): boolean {
  return rect.row >= 0 && rect.column >= 0 && rect.row + rect.rows <= rows && rect.column + rect.columns <= columns;
}

test('nothing overlaps, everything is inside, and every row belongs to something', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const { kind, header, tabs, board, side, message, footer, whole, form, zoom } = layoutScreen(size);
      const beside = kind === 'wide' ? [header, board, side, message, footer] : [header, tabs, board, message, footer];
      for (const [index, one] of beside.entries()) {
        expect(inside(one, size)).toBe(true);
        for (const other of beside.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }
      for (const covering of [whole, form]) {
        expect(inside(covering, size)).toBe(true);
        expect(overlap(covering, message) || overlap(covering, footer)).toBe(false);
      }
      expect(inside(zoom, size) && !overlap(zoom, footer)).toBe(true);
      const cells = beside.reduce((sum, rect) => sum + rect.rows * rect.columns, 0);
      expect(cells).toBe(size.columns * size.rows);
    }),
  );
});

test('a dialog of any length lies inside, above message and footer', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 300 }), (size, lines) => {
      const layout = layoutScreen(size);
      const rect = layoutDialog(layout, lines);
      expect(inside(rect, size) && !overlap(rect, layout.message)).toBe(true);
    }),
  );
});

test.each([
  [{ columns: 200, rows: 50 }, 'wide'],
  [{ columns: 160, rows: 40 }, 'wide'],
  [{ columns: 159, rows: 40 }, 'narrow'],
  [{ columns: 80, rows: 24 }, 'narrow'],
  [{ columns: 59, rows: 24 }, 'tiny'],
  [{ columns: 80, rows: 14 }, 'tiny'],
])('%j is %s', (size, kind) => {
  expect(layoutScreen(size).kind).toBe(kind);
});
