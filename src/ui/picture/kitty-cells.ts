import type { PictureRow } from '../../core/picture.ts';
import { cellPixels } from '../../core/picture.ts';
import type { Bitmap } from './bitmap.ts';
import type { Box } from './half-blocks.ts';

/** The character in whose place a terminal of the kitty graphics protocol shows a cell of a picture. */
const placeholder = String.fromCodePoint(0x10eeee);

/** Marks that number a placeholder's row and column, in the protocol's order: first and last code point of each run. */
const marks = (
  '305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 5a8-5a9 5ab-5ac 5af ' +
  '5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 735-736 73a 73d 73f-741 743 745 747 ' +
  '749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954 f82-f83 f86-f87 135d-135f 17dd 193a 1a17 1a75-1a7c ' +
  '1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc ' +
  '20e1 20e7 20e9 20f0 2cef-2cf1 2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1'
)
  .split(' ')
  .flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map((point) => Number.parseInt(point, 16));
    return Array.from({ length: last - first + 1 }, (_, offset) => String.fromCodePoint(first + offset));
  });

/** The most rows, or columns, that can be numbered. */
export const mostMarks = marks.length;

/** The cells that a picture takes in a box: its own size where that fits, at the usual shape of a cell. */
export function cellsOf({ width, height }: Pick<Bitmap, 'width' | 'height'>, box: Box): Box {
  const most = { columns: Math.min(box.columns, mostMarks), rows: Math.min(box.rows, mostMarks) };
  const natural = { columns: width / cellPixels.width, rows: height / cellPixels.height };
  const scale = Math.min(1, most.columns / natural.columns, most.rows / natural.rows);
  return {
    columns: Math.min(most.columns, Math.max(1, Math.round(natural.columns * scale))),
    rows: Math.min(most.rows, Math.max(1, Math.round(natural.rows * scale))),
  };
}

/**
 * The cells in whose place the terminal shows picture `id`: text like any other, so that what lies over it, moves or goes
 * takes the picture along. The number is told by the colour: 16..255, which every depth but the smallest passes on as it is.
 */
export function kittyRows(id: number, { columns, rows }: Box): readonly PictureRow[] {
  return Array.from({ length: rows }, (_, row) => {
    const text = Array.from(
      { length: columns },
      (__, column) => placeholder + (marks[row] ?? '') + (marks[column] ?? ''),
    );
    return [{ text: text.join(''), width: columns, fg: id, bg: -1, attributes: 0 }];
  });
}
