import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { plainLook } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { lookOf } from '../../src/screen/cells.ts';
import { CellGrid, glyphText, isExotic, stride, widthOf } from '../../src/tty/cells.ts';
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

/** Feeds bytes in pieces of the lengths that `lengths` gives, and looks after each. */
function feedInPieces(
  screen: HeadlessScreen,
  text: string,
  { lengths, look }: { lengths: Iterator<number>; look: () => void },
): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    const next = at + (lengths.next().value ?? 1);
    screen.feed(bytes.subarray(at, next));
    look();
    at = next;
  }
}

const pieceLengths = fc.infiniteStream(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 256 })));

test('whoever looks between the pieces of a frame sees the frame before it, and nothing leaks out of a frame', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), pieceLengths, (steps, lengths) => {
      const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
      const screen = new HeadlessScreen({ columns, rows, now: () => 0 });
      screen.feed(compositor.paint());
      for (const { chrome, overlay } of steps) {
        for (const [row, content] of chrome) compositor.chrome.setRow(row, content);
        compositor.setOverlay(overlay);
        const before = shownBy(screen).words;
        feedInPieces(screen, compositor.paint(), {
          lengths,
          look: () => {
            if (screen.inSynchronizedOutput) expect(shownBy(screen).words).toEqual(before);
          },
        });
        expect(shownBy(screen).words).toEqual(wanted(compositor.chrome, overlay).words);
        expect(lookOf(screen.inside['_inputHandler']['_curAttrData'], screen.links)).toEqual(plainLook);
      }
      screen.dispose();
    }),
    { numRuns: 30 },
  );
});

/** Whether a row holds glyphs whose columns terminals disagree about. */
function hasExotic(grid: CellGrid, row: number): boolean {
  const words = grid.words.subarray(row * columns * stride, (row + 1) * columns * stride);
  for (let index = 0; index < words.length; index += stride) if (isExotic(words[index] ?? 0)) return true;
  return false;
}

test('on a terminal without synchronized updates no cell is ever anything but what it was or what it becomes', () => {
  let now = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 4 }), pieceLengths, (steps, lengths) => {
      const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
      // A clock so fast that nothing is held.
      const screen = new HeadlessScreen({ columns, rows, now: () => (now += 1000) });
      screen.feed(compositor.paint());
      for (const { chrome, overlay } of steps) {
        for (const [row, content] of chrome) compositor.chrome.setRow(row, content);
        compositor.setOverlay(overlay);
        const before = shownBy(screen);
        const after = wanted(compositor.chrome, overlay);
        const plainRows = Array.from({ length: rows }, (_, row) => row).filter(
          (row) => !hasExotic(before, row) && !hasExotic(after, row),
        );
        feedInPieces(screen, compositor.paint(), {
          lengths,
          look: () => {
            const shown = shownBy(screen);
            for (const row of plainRows) {
              for (let column = 0; column < columns; column++) {
                const index = (row * columns + column) * stride;
                const cell = (grid: CellGrid): string => grid.words.slice(index, index + stride).join(' ');
                expect([cell(before), cell(after)]).toContain(cell(shown));
              }
            }
          },
        });
      }
      screen.dispose();
    }),
    { numRuns: 20 },
  );
});

test('wide glyphs are whole or blank at every edge of every crop', () => {
  const { compositor, screen } = started();
  const grid = new CellGrid(16, 1);
  grid.setRow(0, [
    { text: 'a日b', width: 4, ...plain },
    { text: '👩‍👩‍👧', width: 2, ...plain },
    { text: 'x', width: 1, ...plain },
    { text: '🇩🇪', width: 2, fg: 1, bg: 4, attributes: 0 },
    { text: '本한ok', width: 6, ...plain },
  ]);
  for (let from = -2; from < 16; from++) {
    for (let width = 1; width < 8; width++) {
      for (const at of [0, 1, columns - width, columns - 1]) {
        const overlay = {
          tiles: [
            { id: '1', grid, rect: { row: 2, column: at, rows: 1, columns: width }, crop: { row: 0, column: from } },
          ],
        };
        compositor.setOverlay(overlay);
        screen.feed(compositor.paint());
        const shown = shownBy(screen);
        expect(shown.words).toEqual(wanted(compositor.chrome, overlay).words);
        for (let column = 0; column < columns; column++) {
          const word = shown.words[(2 * columns + column) * stride] ?? 0;
          if (widthOf(word) === 2) expect(glyphText(word)).not.toBe(' ');
        }
      }
    }
  }
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

test('after a resize everything is painted again', () => {
  const { compositor } = started();
  const screen = new HeadlessScreen({ columns: 12, rows: 3 });
  screen.feed('junk junk');
  compositor.resize(12, 3);
  compositor.chrome.setRow(2, [{ text: 'end of row!!', width: 12, ...plain }]);
  screen.feed(compositor.paint());
  expect(screen.text()).toBe('\n\nend of row!!');
});
