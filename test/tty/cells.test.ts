import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { CellGrid, glyphText, stride, widthOf } from '../../src/tty/cells.ts';
import { randomGrid } from './random-rows.ts';

const plain = { fg: -1, bg: -1, attributes: 0 };

function gridOf(...rows: string[]): CellGrid {
  const grid = new CellGrid(10, rows.length);
  rows.forEach((text, row) => {
    grid.setRow(row, [{ text, width: stringWidth(text) || text.length, ...plain }]);
  });
  return grid;
}

test('a row is cut at the edge, and a wide glyph that does not fit leaves a blank', () => {
  expect(gridOf('123456789日x').text()).toBe('123456789');
  expect(gridOf('0123456789abc').text()).toBe('0123456789');
});

test('a shorter row leaves nothing of the longer one behind', () => {
  const grid = gridOf('long text');
  grid.setRow(0, [{ text: 'ab', width: 2, ...plain }]);
  expect(grid.text()).toBe('ab');
});

test('a copy clips wide glyphs on both edges and crops by its offset', () => {
  const target = gridOf('..........');
  target.copyRect(gridOf('a日b日c'), { row: 0, column: 2, rows: 1, columns: 3 }, { row: 0, column: 4 });
  expect(target.text()).toBe('.... b ...');
});

test('a copy over half of a wide glyph blanks the other half', () => {
  const target = gridOf('日本日本');
  target.copyRect(gridOf('xyz'), { row: 0, column: 0, rows: 1, columns: 2 }, { row: 0, column: 3 });
  expect(target.text()).toBe('日 xy 本');
});

test('a copy from outside the source is blank', () => {
  const target = gridOf('..........', '..........');
  target.copyRect(gridOf('ab'), { row: 0, column: -1, rows: 2, columns: 12 }, { row: 0, column: -1 });
  expect(target.text()).toBe('ab\n');
});

test('controls, escapes and bidi overrides become visible', () => {
  for (const bad of ['\x1b[2J', '\x9b2J', '\r', 'a\u202eb', 'a\u200bb', '\ud800', '\x7f', '\u2066']) {
    const text = gridOf(`x${bad}`).text();
    expect(text).toContain('\ufffd');
    expect(text).not.toMatch(/[\p{Cc}\u200b\u202e\u2066\ud800]/u);
  }
});

test('no text gives a control character to the grid', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 10 }), (text, width) => {
      const grid = new CellGrid(10, 1);
      grid.setRow(0, [{ text, width, ...plain }]);
      for (let column = 0; column < 10; column++) {
        expect(grid.glyph(0, column)).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }
    }),
  );
});

test('after any copy every wide glyph is whole', () => {
  const rect = fc.record({
    row: fc.integer({ min: -3, max: 6 }),
    column: fc.integer({ min: -5, max: 20 }),
    rows: fc.integer({ min: 0, max: 6 }),
    columns: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(randomGrid(16, 4), randomGrid(12, 3), fc.tuple(rect, rect), (target, source, [from, to]) => {
      target.copyRect(source, from, to);
      for (let cell = 0; cell < 16 * 4; cell++) {
        const width = widthOf(target.words[cell * stride] ?? 0);
        const next = cell % 16 === 15 ? 1 : widthOf(target.words[(cell + 1) * stride] ?? 0);
        expect(next === 0).toBe(width === 2);
        if (cell % 16 === 0) expect(width).not.toBe(0);
      }
    }),
  );
});

test('a picture of the emulator arrives cell by cell', () => {
  const screen = new HeadlessScreen({ columns: 40, rows: 2 });
  screen.feed('a日e\u0301b👩‍👩‍👧c❤️d🇩🇪🇫🇷e\u0915\u094d\u0937f한✓⏺');
  const grid = new CellGrid(1, 1);
  grid.apply(screen.picture());
  expect([grid.columns, grid.rows]).toEqual([40, 2]);
  const { column } = screen.picture().cursor;
  expect(grid.glyph(0, column - 1)).toBe('⏺');
  expect(grid.text()).toBe('a日e\u0301b👩‍👩‍👧c❤️d🇩🇪🇫🇷e\u0915\u094d\u0937f한✓⏺\n');
  expect(glyphText(grid.words[stride] ?? 0)).toBe('日');
});
