import type { IBufferCell, IBufferLine } from '@xterm/headless';

import { attribute } from '../core/picture.ts';
import type { Colour } from '../core/picture.ts';

/** How a cell looks. */
export interface Look {
  readonly fg: Colour;
  readonly bg: Colour;
  /** Sum of `attribute` bits. */
  readonly attributes: number;
}

/** The part of xterm's cells (and of its current pen) that a look is read from. */
export type Pen = Pick<
  IBufferCell,
  | 'isBold'
  | 'isDim'
  | 'isItalic'
  | 'isUnderline'
  | 'isBlink'
  | 'isInverse'
  | 'isInvisible'
  | 'isStrikethrough'
  | 'isFgDefault'
  | 'isFgRGB'
  | 'getFgColor'
  | 'isBgDefault'
  | 'isBgRGB'
  | 'getBgColor'
>;

const trueColour = 0x1000000;

/** The look of a cell or of the pen. */
export function lookOf(pen: Pen): Look {
  return {
    fg: pen.isFgDefault() ? -1 : pen.isFgRGB() ? trueColour + pen.getFgColor() : pen.getFgColor(),
    bg: pen.isBgDefault() ? -1 : pen.isBgRGB() ? trueColour + pen.getBgColor() : pen.getBgColor(),
    attributes:
      (pen.isBold() ? attribute.bold : 0) |
      (pen.isDim() ? attribute.dim : 0) |
      (pen.isItalic() ? attribute.italic : 0) |
      (pen.isUnderline() ? attribute.underline : 0) |
      (pen.isBlink() ? attribute.blink : 0) |
      (pen.isInverse() ? attribute.inverse : 0) |
      (pen.isInvisible() ? attribute.invisible : 0) |
      (pen.isStrikethrough() ? attribute.strike : 0),
  };
}

/** Whether two looks are the same. */
export function sameLook(one: Look, other: Look): boolean {
  return one.fg === other.fg && one.bg === other.bg && one.attributes === other.attributes;
}

/** One drawn cell: its grapheme (a space when blank), and the columns it covers. */
export interface DrawnCell {
  readonly text: string;
  readonly width: 1 | 2;
  readonly look: Look;
}

/**
 * The cells of a line from left to right; their widths always sum up to `columns`. A wide character that was cut in half
 * and a mark that stands alone are blank: neither has a place of its own on a screen.
 */
export function* drawnCells(line: IBufferLine, columns: number): Generator<DrawnCell> {
  let cell: IBufferCell | undefined;
  let previous: Look | undefined;
  for (let column = 0; column < columns;) {
    cell = line.getCell(column, cell);
    if (cell === undefined) return;
    const width = cell.getWidth();
    const chars = width === 0 ? '' : cell.getChars();
    const fresh = lookOf(cell);
    // One object for equal neighbours: runs and memory follow it.
    const look: Look = previous !== undefined && sameLook(previous, fresh) ? previous : fresh;
    previous = look;
    const fits = width === 2 && column + 1 < columns && isSecondHalf(line, column + 1);
    yield width === 2 && !fits
      ? { text: ' ', width: 1, look }
      : { text: chars === '' ? ' ' : chars, width: fits ? 2 : 1, look };
    column += fits ? 2 : 1;
  }
}

function isSecondHalf(line: IBufferLine, column: number): boolean {
  const next = line.getCell(column);
  return next !== undefined && next.getWidth() === 0 && next.getChars() === '';
}
