import * as fc from 'fast-check';

import { attribute, underlineStyle } from '../../src/core/picture.ts';
import type { Look, PictureRow, Run } from '../../src/core/picture.ts';
import { CellGrid } from '../../src/tty/cells.ts';

const narrow = ['a', 'Z', '~', ' ', ' ', 'ß', 'Ω', 'Ж', '│', '█', '⠿', '✓', '⏺', '→', 'e\u0301', 'n\u0303\u0323'];
const wide = ['日', '本', '한', 'ｗ', '🚀', '👩‍👩‍👧', '❤️', '🇩🇪', '👍🏽', '🏴‍☠️'];

const colour = fc.oneof(
  { weight: 3, arbitrary: fc.constant(-1) },
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0x1000000, max: 0x1ffffff }),
);
const link = fc.constantFrom('https://a.example/', 'https://b.example/x?y#z', 'file:///etc/motd', 'mailto:a@b.example');

/** Looks of all kinds; what only belongs to underlines is only there with one. */
const look: fc.Arbitrary<Look> = fc
  .record(
    {
      fg: colour,
      bg: colour,
      attributes: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 511 })),
      underline: fc.constantFrom(...Object.values(underlineStyle)),
      underlineColour: colour.filter((value) => value >= 0),
      link,
    },
    { requiredKeys: ['fg', 'bg', 'attributes'] },
  )
  .map(({ underline, underlineColour, ...rest }) =>
    (rest.attributes & attribute.underline) === 0
      ? rest
      : {
          ...rest,
          ...(underline !== undefined && { underline }),
          ...(underlineColour !== undefined && { underlineColour }),
        },
  );

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
