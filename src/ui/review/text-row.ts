import type { PictureRow, Run } from '../../core/picture.ts';
import { type Cell, eachCell } from './each-cell.ts';
import type { CellLook, Piece, ReviewTheme } from './review-theme.ts';

/** A line of text and the window through which it is seen. */
export interface TextWindow {
  readonly text: string;
  /** The look of the character at an offset (UTF-16 units). */
  readonly lookAt: (offset: number) => CellLook;
  /** First column of the text that is seen; more than 0 after scrolling to the right. */
  readonly from: number;
  /** Width of the window. */
  readonly columns: number;
  readonly theme: ReviewTheme;
}

/** No character covers less than a column, save long clusters: what lies beyond this can't be seen and is not looked at. */
const unitsPerColumn = 8;

/**
 * The row of a line, never wider than its window; an ellipsis stands where the line goes on unseen.
 */
export function textRow(window: TextWindow): PictureRow {
  const { columns, from } = window;
  const { looks, glyphs } = window.theme;
  if (columns <= 0) return [];
  const end = from + columns;
  const text = window.text.slice(0, (end + 1) * unitsPerColumn);
  const runs = new RunJoiner();
  let column = 0;
  let cutRight = text.length < window.text.length;
  const cells: (Cell & { readonly at: number })[] = [];
  eachCell(text, (cell) => {
    const at = column;
    column += cell.width;
    if (column > end) {
      cutRight = true;
      return false;
    }
    if (column > from) cells.push({ ...cell, at });
    return true;
  });
  const cutLeft = from > 0 && column > 0;
  const left = cutLeft ? from + 1 : from;
  const right = cutRight ? end - 1 : end;
  if (cutLeft) runs.put(glyphs.ellipsis, 1, looks.cut);
  let reached = left;
  for (const cell of cells) {
    const stop = cell.at + cell.width;
    if (stop <= left) continue;
    if (stop > right) break;
    const base = window.lookAt(cell.offset);
    const look = cell.strange ? { ...looks.strange, bg: looks.strange.bg === -1 ? base.bg : looks.strange.bg } : base;
    // A wide character, a tab or a name that the left edge cuts through leaves blanks.
    if (cell.at < left) runs.put(' '.repeat(stop - left), stop - left, base);
    else runs.put(cell.text, cell.width, look);
    reached = stop;
  }
  if (cutRight && (!cutLeft || columns > 1)) {
    if (right > reached) runs.put(' '.repeat(right - reached), right - reached, window.lookAt(text.length));
    runs.put(glyphs.ellipsis, 1, looks.cut);
  }
  return runs.row();
}

/** Pieces side by side in one row, cut at `columns`. */
export function piecesRow(pieces: readonly Piece[], columns: number, theme: ReviewTheme): PictureRow {
  const starts: { readonly end: number; readonly look: CellLook }[] = [];
  let text = '';
  for (const piece of pieces) {
    text += piece.text;
    starts.push({ end: text.length, look: theme.looks[piece.as] });
  }
  const lookAt = (offset: number) => starts.find((start) => offset < start.end)?.look ?? theme.looks.plain;
  return textRow({ text, lookAt, from: 0, columns, theme });
}

/** Columns that a row covers. */
export function rowWidth(row: PictureRow): number {
  return row.reduce((sum, run) => sum + run.width, 0);
}

/** Fills a row with blanks of a look up to `columns`. */
export function fillRow(row: PictureRow, columns: number, look: CellLook): PictureRow {
  const missing = columns - rowWidth(row);
  return missing > 0 ? [...row, { text: ' '.repeat(missing), width: missing, ...look }] : row;
}

/** Puts cells together to runs of one look. */
class RunJoiner {
  readonly #runs: Run[] = [];
  #text = '';
  #width = 0;
  #look: CellLook = { fg: -1, bg: -1, attributes: 0 };

  put(text: string, width: number, look: CellLook): void {
    const same =
      look === this.#look ||
      (look.fg === this.#look.fg && look.bg === this.#look.bg && look.attributes === this.#look.attributes);
    if (!same) this.#end();
    this.#look = look;
    this.#text += text;
    this.#width += width;
  }

  row(): PictureRow {
    this.#end();
    return this.#runs;
  }

  #end(): void {
    if (this.#width > 0) this.#runs.push({ text: this.#text, width: this.#width, ...this.#look });
    this.#text = '';
    this.#width = 0;
  }
}
