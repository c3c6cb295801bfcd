import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { PictureRow } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { CellGrid } from '../../src/tty/cells.ts';
import { Compositor, type Overlay } from '../../src/tty/compositor.ts';
import { randomGrid, randomRow } from './random-rows.ts';

const columns = 40;
const rows = 8;
const plain = { fg: -1, bg: -1, attributes: 0 };

function shownBy(screen: HeadlessScreen): CellGrid {
  const grid = new CellGrid(screen.columns, screen.rows);
  grid.apply(screen.picture());
  return grid;
}

/** What should be on the terminal, composed the simple way. */
function wanted(chrome: CellGrid, overlay: Overlay): CellGrid {
  const frame = new CellGrid(chrome.columns, chrome.rows);
  const all = { row: 0, column: 0, rows: chrome.rows, columns: chrome.columns };
  frame.copyRect(chrome, all, all);
  for (const tile of overlay.tiles) frame.copyRect(tile.grid, { ...tile.rect, ...tile.crop }, tile.rect);
  for (const rect of overlay.above ?? []) frame.copyRect(chrome, rect, rect);
  return frame;
}

function started(): { compositor: Compositor; screen: HeadlessScreen } {
  const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
  const screen = new HeadlessScreen({ columns, rows });
  screen.feed('\x1b[41mleft over of something else\x1b[5;20Hand more');
  screen.feed(compositor.paint());
  return { compositor, screen };
}

const place = fc.record({ row: fc.integer({ min: -2, max: rows }), column: fc.integer({ min: -4, max: columns }) });
const rect = fc.record({
  row: fc.integer({ min: -2, max: rows }),
  column: fc.integer({ min: -4, max: columns }),
  rows: fc.integer({ min: 0, max: rows }),
  columns: fc.integer({ min: 0, max: columns }),
});
const tile = fc.record({ id: fc.constant('1'), rect, grid: randomGrid(24, 6), crop: place });
const overlays = fc.record({ tiles: fc.array(tile, { maxLength: 3 }), above: fc.array(rect, { maxLength: 1 }) });
const step = fc.record({
  chrome: fc.array(fc.tuple(fc.integer({ min: 0, max: rows - 1 }), randomRow), { maxLength: 4 }),
  overlay: overlays,
  reset: fc.boolean(),
});

test('random frames arrive on the terminal without one wrong cell', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const { compositor, screen } = started();
      for (const { chrome, overlay, reset } of steps) {
        for (const [row, content] of chrome) compositor.chrome.setRow(row, content);
        compositor.setOverlay(overlay);
        if (reset) compositor.reset();
        screen.feed(compositor.paint());
        const frame = wanted(compositor.chrome, overlay);
        const shown = shownBy(screen);
        expect(shown.text()).toBe(frame.text());
        expect(shown.words).toEqual(frame.words);
        expect(compositor.paint()).toBe('');
      }
      screen.dispose();
    }),
    { numRuns: 200 },
  );
});

test('nothing changed: nothing is written', () => {
  const { compositor } = started();
  compositor.chrome.setRow(1, [{ text: 'hello', width: 5, ...plain }]);
  expect(compositor.paint()).toContain('hello');
  expect(compositor.paint()).toBe('');
  compositor.chrome.setRow(1, [{ text: 'hello', width: 5, ...plain }]);
  expect(compositor.paint()).toBe('');
});

test('a frame is one synchronized update without autowrap, and only the difference', () => {
  const { compositor } = started();
  compositor.chrome.setRow(2, [{ text: 'clock 12:00', width: 11, ...plain }]);
  compositor.paint();
  compositor.chrome.setRow(2, [{ text: 'clock 12:01', width: 11, ...plain }]);
  expect(compositor.paint()).toBe('\x1b[?2026h\x1b[?7l\x1b[3;11H1\x1b[?7h\x1b[?2026l');
});

test('the cursor is shown where asked and hidden otherwise', () => {
  const { compositor, screen } = started();
  expect(screen.picture().cursor.visible).toBe(false);
  compositor.setOverlay({ tiles: [], cursor: { row: 3, column: 7 } });
  screen.feed(compositor.paint());
  expect(screen.picture().cursor).toEqual({ row: 3, column: 7, visible: true });
  compositor.chrome.setRow(0, [{ text: 'x', width: 1, ...plain }]);
  screen.feed(compositor.paint());
  expect(screen.picture().cursor).toEqual({ row: 3, column: 7, visible: true });
  compositor.setOverlay({ tiles: [] });
  screen.feed(compositor.paint());
  expect(screen.picture().cursor.visible).toBe(false);
  expect(compositor.paint()).toBe('');
});

test('the cursor is anchored again after a wide glyph, so that a terminal of other widths stays in step', () => {
  const { compositor } = started();
  compositor.chrome.setRow(0, [{ text: '日x', width: 3, ...plain }]);
  expect(compositor.paint()).toContain('日\x1b[3Gx');
});

test('no bytes of an agent reach the terminal as a sequence', () => {
  const { compositor } = started();
  const hostile = '\x1b]0;owned\x07\x1b[2J\u009b2J\u202e';
  compositor.chrome.setRow(0, [{ text: hostile, width: 30, ...plain }]);
  const bytes = compositor.paint();
  expect(bytes).toContain('owned');
  for (const bad of ['\x1b]', '\x07', '\u009b', '\u202e', '\x1b[2J']) expect(bytes).not.toContain(bad);
});

test.each([
  ['none', '\x1b[1mt'],
  ['16', '\x1b[1;91mt'],
  ['256', '\x1b[1;38;5;203mt'],
  ['truecolor', '\x1b[1;38;2;255;80;80mt'],
] as const)('colours are reduced to what the terminal has: %s', (depth, bytes) => {
  const compositor = new Compositor({ columns, rows, depth });
  const row: PictureRow = [{ text: 't', width: 1, fg: 0x1ff5050, bg: -1, attributes: 1 }];
  compositor.chrome.setRow(0, row);
  expect(compositor.paint()).toContain(bytes);
});

test('after a resize everything is painted again', () => {
  const { compositor } = started();
  const screen = new HeadlessScreen({ columns: 12, rows: 3 });
  screen.feed('junk junk');
  compositor.resize(12, 3);
  compositor.chrome.setRow(2, [{ text: 'end of row!!', width: 12, ...plain }]);
  screen.feed(compositor.paint());
  expect(screen.text()).toBe('\n\nend of row!!');
});
