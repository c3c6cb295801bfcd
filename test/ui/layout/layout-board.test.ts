import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rect } from '../../../src/tty/cells.ts';
import { type BoardContent, layoutBoard, moveSelection, smallestTile } from '../../../src/ui/layout/layout-board.ts';

const areas = fc.record({
  row: fc.integer({ min: 0, max: 3 }),
  column: fc.integer({ min: 0, max: 3 }),
  rows: fc.integer({ min: 11, max: 100 }),
  columns: fc.integer({ min: 60, max: 300 }),
});
const contents = fc
  .record({ tiles: fc.integer({ min: 0, max: 40 }), folded: fc.integer({ min: 0, max: 40 }), pick: fc.nat() })
  .map(({ tiles, folded, pick }): BoardContent => {
    const total = tiles + folded;
    return { tiles, folded, selected: total === 0 ? -1 : pick % total };
  });

function inside(rect: Rect, area: Rect): boolean {
  return (
    rect.row >= area.row &&
    rect.column >= area.column &&
    rect.row + rect.rows <= area.row + area.rows &&
    rect.column + rect.columns <= area.column + area.columns
  );
}

function overlap(one: Rect, other: Rect): boolean {
  return (
    one.row < other.row + other.rows &&
    other.row < one.row + one.rows &&
    one.column < other.column + other.columns &&
    other.column < one.column + one.columns
  );
}

test('tiles and list lie inside the area and never overlap', () => {
  fc.assert(
    fc.property(areas, contents, (area, content) => {
      const { tiles, list } = layoutBoard(area, content);
      const rects = [...tiles.map(({ rect }) => rect), ...(list === null ? [] : [list.rect])];
      for (const [index, one] of rects.entries()) {
        expect(inside(one, area)).toBe(true);
        for (const other of rects.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }
    }),
  );
});

test('the selected session is in sight, and a tile has room for a picture', () => {
  fc.assert(
    fc.property(areas, contents, (area, content) => {
      const { tiles, list } = layoutBoard(area, content);
      for (const { rect } of tiles) {
        expect(rect.rows).toBeGreaterThanOrEqual(smallestTile.rows - 1);
        expect(rect.columns).toBeGreaterThanOrEqual(smallestTile.columns);
      }
      if (content.selected < 0) return;
      const shown = tiles.some(({ position }) => position === content.selected);
      const listed = list !== null && content.selected >= list.first && content.selected < list.first + list.count;
      expect(shown || listed).toBe(true);
    }),
  );
});

test('going down and right by arrows alone reaches every session', () => {
  fc.assert(
    fc.property(areas, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 12 }), (area, tiles, folded) => {
      const reached = new Set<number>([0]);
      const next = [0];
      for (let selected = next.pop(); selected !== undefined; selected = next.pop()) {
        const content = { tiles, folded, selected };
        for (const direction of ['left', 'right', 'up', 'down'] as const) {
          const to = moveSelection(layoutBoard(area, content), content, direction);
          if (!reached.has(to)) next.push(to);
          reached.add(to);
        }
      }
      expect(reached.size).toBe(tiles + folded);
    }),
    { numRuns: 60 },
  );
});

test('a page keeps its grid: tiles do not change their size from page to page', () => {
  const area = { row: 0, column: 0, rows: 20, columns: 80 };
  const first = layoutBoard(area, { tiles: 9, folded: 0, selected: 0 });
  const last = layoutBoard(area, { tiles: 9, folded: 0, selected: 8 });
  expect(first.pages).toBe(2);
  expect(last.page).toBe(1);
  expect(last.tiles[0]?.rect).toEqual(first.tiles[0]?.rect);
});
