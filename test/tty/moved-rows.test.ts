import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { CellGrid } from '../../src/tty/cells.ts';
import { Compositor } from '../../src/tty/compositor.ts';
import { findMovedRows } from '../../src/tty/moved-rows.ts';
import { randomRow } from './random-rows.ts';

const columns = 40;
const rows = 12;

function gridOf(lines: readonly string[]): CellGrid {
  const grid = new CellGrid(columns, rows);
  lines.forEach((text, row) => grid.setRow(row, [{ text, width: text.length, fg: -1, bg: -1, attributes: 0 }]));
  return grid;
}

function numbered(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${from + index}`);
}

test('rows that moved up are found, between those that stay', () => {
  const before = gridOf(['title', ...numbered(1, 10), 'status']);
  const after = gridOf(['title', ...numbered(4, 10), 'status']);
  expect(findMovedRows(before, after)).toEqual({ top: 1, bottom: 11, by: 3 });
});

test('blank rows, a row that changed on its way, and few rows are no move', () => {
  const before = gridOf(numbered(1, 12));
  expect(findMovedRows(before, before)).toBeUndefined();
  expect(findMovedRows(before, gridOf([]))).toBeUndefined();
  expect(findMovedRows(before, gridOf(['line 2', 'other', ...numbered(4, 10)]))).toBeUndefined();
  expect(findMovedRows(before, gridOf([...numbered(10, 3), ...numbered(20, 9)]))).toBeUndefined();
  expect(findMovedRows(before, gridOf(numbered(2, 12)))).toEqual({ top: 0, bottom: 12, by: 1 });
});

test('what scrolls arrives on the terminal without one wrong cell, whatever is in it', () => {
  const step = fc.record({
    by: fc.integer({ min: 0, max: 5 }),
    added: fc.array(randomRow, { minLength: 5, maxLength: 5 }),
    changed: fc.option(fc.tuple(fc.integer({ min: 0, max: rows - 1 }), randomRow)),
    reset: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(randomRow, { minLength: rows, maxLength: rows }), fc.array(step), (first, steps) => {
      const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
      const screen = new HeadlessScreen({ columns, rows });
      // Where the dashboard is: nothing that leaves the top is kept.
      screen.feed('\x1b[?1049h');
      const content = [...first];
      content.forEach((row, index) => compositor.chrome.setRow(index, row));
      screen.feed(compositor.paint());
      for (const { by, added, changed, reset } of steps) {
        content.splice(0, by);
        content.push(...added.slice(0, by));
        if (changed !== null) content[changed[0]] = changed[1];
        content.forEach((row, index) => compositor.chrome.setRow(index, row));
        if (reset) compositor.reset();
        screen.feed(compositor.paint());
        const shown = new CellGrid(columns, rows);
        shown.apply(screen.picture());
        expect(shown.text()).toBe(compositor.chrome.text());
        expect(screen.terminal.buffer.active.baseY).toBe(0);
      }
    }),
  );
});

test('a line more at the bottom costs the bytes of that line, not of the screen', () => {
  const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
  const show = (lines: readonly string[]): string => {
    compositor.chrome.words.set(gridOf(lines).words);
    return compositor.paint();
  };
  const whole = show(numbered(1, 12));
  const scrolled = show(numbered(2, 12));
  expect(scrolled.length).toBeLessThan(whole.length / 2);
  expect(scrolled).toContain('\x1b[1;12r\x1b[12H\n\x1b[r');
});
