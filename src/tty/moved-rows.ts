import { type CellGrid, isBlankCell, stride } from './cells.ts';

/** Whole rows of a screen that moved up together. */
export interface MovedRows {
  /** First row of the region, 0-based. */
  readonly top: number;
  /** One behind its last row. */
  readonly bottom: number;
  /** So many rows; as many blank ones come in from below. */
  readonly by: number;
}

/** For fewer rows nothing is gained. */
const fewRows = 4;

function sameRow(one: CellGrid, row: number, { grid, at }: { grid: CellGrid; at: number }): boolean {
  const length = one.columns * stride;
  const [from, other] = [row * length, at * length];
  for (let index = 0; index < length; index++) {
    if (one.words[from + index] !== grid.words[other + index]) return false;
  }
  return true;
}

function isBlankRow({ words, columns }: CellGrid, row: number): boolean {
  for (let column = 0; column < columns; column++) {
    if (!isBlankCell(words, (row * columns + column) * stride)) return false;
  }
  return true;
}

/**
 * What of the rows that are wanted is shown already, further down: then the terminal can move it, which takes a few bytes
 * where painting takes the whole screen. Undefined when nothing is gained; both grids have the same size.
 */
export function findMovedRows(shown: CellGrid, wanted: CellGrid): MovedRows | undefined {
  const { rows } = wanted;
  const stays = (row: number): boolean => sameRow(shown, row, { grid: wanted, at: row });
  let top = 0;
  while (top < rows && stays(top)) top++;
  let bottom = rows;
  while (bottom > top && stays(bottom - 1)) bottom--;
  if (bottom - top < fewRows) return undefined;
  let anchor = top;
  // Blank rows are alike and tell nothing.
  while (anchor < bottom && isBlankRow(wanted, anchor)) anchor++;
  for (let by = 1; anchor + by < bottom; by++) {
    if (!sameRow(shown, anchor + by, { grid: wanted, at: anchor })) continue;
    if (allMoved(shown, wanted, { top, bottom, by })) return { top, bottom, by };
  }
  return undefined;
}

/** Every row that moves is right where it comes to: on a terminal that shows half frames none is ever wrong. */
function allMoved(shown: CellGrid, wanted: CellGrid, { top, bottom, by }: MovedRows): boolean {
  for (let row = top; row + by < bottom; row++) {
    if (!sameRow(shown, row + by, { grid: wanted, at: row })) return false;
  }
  return bottom - top - by >= fewRows;
}
