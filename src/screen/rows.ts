import type { IBufferLine } from '@xterm/headless';

import type { PictureRow, Run } from '../core/picture.ts';
import { drawnCells, sameLook } from './cells.ts';
import type { DrawnCell, Look } from './cells.ts';

/** Characters that join a neighbour into one grapheme: text with them is never put together from several cells. */
const joining =
  /[\p{Mark}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cf}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u0e33\u0eb3]/u;

function isPlain(cell: DrawnCell): boolean {
  const first = cell.text.codePointAt(0) ?? 0;
  if (first < 0x300) return cell.text.length === 1 && first !== 0xad;
  return cell.text.length === (first > 0xffff ? 2 : 1) && !joining.test(cell.text);
}

interface OpenRun {
  text: string;
  width: number;
  readonly look: Look;
  readonly cellWidth: number;
  readonly plain: boolean;
}

function isBlank(run: OpenRun): boolean {
  return run.look.bg === -1 && run.look.attributes === 0 && run.cellWidth === 1;
}

/** Cuts what looks like an empty screen at the end of a row. */
function withoutTrailingBlanks(runs: OpenRun[]): OpenRun[] {
  for (let last = runs.at(-1); last !== undefined && isBlank(last); last = runs.at(-1)) {
    const text = last.text.replace(/ +$/u, '');
    last.width -= last.text.length - text.length;
    last.text = text;
    if (text !== '') break;
    runs.pop();
  }
  return runs;
}

/**
 * One line of xterm's buffer as a picture row. All graphemes of a run have the same width, and a grapheme that could be
 * read as one with its neighbour (flags, marks, joined emoji) is a run of its own: column arithmetic on runs is exact.
 */
export function pictureRow(line: IBufferLine, columns: number): PictureRow {
  const runs: OpenRun[] = [];
  let open: OpenRun | undefined;
  for (const cell of drawnCells(line, columns)) {
    const plain = isPlain(cell);
    if (open?.plain && plain && open.cellWidth === cell.width && sameLook(open.look, cell.look)) {
      open.text += cell.text;
      open.width += cell.width;
    } else {
      open = { text: cell.text, width: cell.width, look: cell.look, cellWidth: cell.width, plain };
      runs.push(open);
    }
  }
  return withoutTrailingBlanks(runs).map(({ text, width, look }): Run => ({ text, width, ...look }));
}

/** Whether two rows look the same. */
export function sameRow(one: PictureRow, other: PictureRow): boolean {
  if (one.length !== other.length) return false;
  return one.every((run, index) => {
    const twin = other[index];
    return twin !== undefined && run.text === twin.text && run.width === twin.width && sameLook(run, twin);
  });
}
