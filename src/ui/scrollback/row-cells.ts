import type { PictureRow } from '../../core/picture.ts';
import { splitGraphemes } from '../../tty/graphemes.ts';
import type { HistoryLines } from './history-lines.ts';

/** One grapheme on a line and the columns that it covers. */
export interface RowCell {
  readonly text: string;
  readonly column: number;
  readonly width: number;
}

/** The graphemes of a row, left to right; what is not there is blank. */
function* rowCells(row: PictureRow): Generator<RowCell> {
  let column = 0;
  for (const run of row) {
    let at = column;
    if (/^[\x20-\x7e]*$/.test(run.text)) {
      for (const text of run.text) yield { text, column: at++, width: 1 };
    } else {
      for (const { text, width } of splitGraphemes(run.text, run.width)) {
        yield { text, column: at, width };
        at += width;
      }
    }
    column += run.width;
  }
}

/** The graphemes of a line; one that goes on in the next line is filled with blanks up to its end. */
export function lineCells(lines: HistoryLines, line: number): RowCell[] {
  const cells = [...rowCells(lines.row(line))];
  if (!lines.continues(line)) return cells;
  const last = cells.at(-1);
  let column = last === undefined ? 0 : last.column + last.width;
  for (const width = lines.width(line); column < width; column++) cells.push({ text: ' ', column, width: 1 });
  return cells;
}

/** The first line of the text that a line belongs to: long texts take several lines. */
export function textStart(lines: HistoryLines, line: number): number {
  let start = line;
  while (start > lines.first && lines.continues(start - 1)) start -= 1;
  return start;
}

/** The last line of that text. */
export function textEnd(lines: HistoryLines, line: number): number {
  let end = line;
  while (end < lines.end - 1 && lines.continues(end)) end += 1;
  return end;
}
