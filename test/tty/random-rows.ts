import * as fc from 'fast-check';

import type { PictureRow, Run } from '../../src/core/picture.ts';
import { CellGrid } from '../../src/tty/cells.ts';

const narrow = ['a', 'Z', '~', ' ', ' ', 'ß', 'Ω', 'Ж', '│', '█', '⠿', '✓', '⏺', '→', 'e\u0301', 'n\u0303\u0323'];
const wide = ['日', '本', '한', 'ｗ', '🚀', '👩‍👩‍👧', '❤️', '🇩🇪', '👍🏽', '🏴‍☠️'];

const colour = fc.oneof(
  { weight: 3, arbitrary: fc.constant(-1) },
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0x1000000, max: 0x1ffffff }),
);
const look = fc.record({
  fg: colour,
  bg: colour,
  attributes: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 255 })),
});

const narrowRun = fc
  .tuple(fc.array(fc.constantFrom(...narrow), { minLength: 1, maxLength: 6 }), look)
  .map(([cells, style]): Run => ({ text: cells.join(''), width: cells.length, ...style }));
const wideRun = fc
  .tuple(fc.array(fc.constantFrom(...wide), { minLength: 1, maxLength: 3 }), look)
  .map(([cells, style]): Run => ({ text: cells.join(''), width: cells.length * 2, ...style }));

/** A row of runs with every kind of glyph and look. */
export const randomRow: fc.Arbitrary<PictureRow> = fc.array(fc.oneof(narrowRun, wideRun), { maxLength: 8 });

/** A grid of random rows. */
export function randomGrid(columns: number, rows: number): fc.Arbitrary<CellGrid> {
  return fc.array(randomRow, { minLength: rows, maxLength: rows }).map((content) => {
    const grid = new CellGrid(columns, rows);
    content.forEach((row, index) => grid.setRow(index, row));
    return grid;
  });
}
