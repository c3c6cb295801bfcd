import type { PictureRow, Run } from '../../core/picture.ts';
import { type Bitmap, shrink } from './bitmap.ts';

/** A place in cells. */
export interface Box {
  readonly columns: number;
  readonly rows: number;
}

const trueColour = 0x1000000;
/** Below this much of it a pixel is taken for not there. */
const seen = 128;

const painted = new WeakMap<Bitmap, { readonly box: string; readonly rows: readonly PictureRow[] }>();

/** A picture as cells of two pixels each, fitted into a box; small ones in their own size. */
export function halfBlockRows(bitmap: Bitmap, { columns, rows }: Box): readonly PictureRow[] {
  if (columns <= 0 || rows <= 0) return [];
  const box = `${columns}x${rows}`;
  const known = painted.get(bitmap);
  if (known?.box === box) return known.rows;
  const small = shrink(bitmap, { width: columns, height: rows * 2 });
  const made = Array.from({ length: Math.ceil(small.height / 2) }, (_, row) => cellRow(small, row));
  painted.set(bitmap, { box, rows: made });
  return made;
}

function cellRow(bitmap: Bitmap, row: number): PictureRow {
  const runs: Run[] = [];
  for (let column = 0; column < bitmap.width; column++) {
    const upper = colourAt(bitmap, column, row * 2);
    const lower = colourAt(bitmap, column, row * 2 + 1);
    const text = upper === -1 ? (lower === -1 ? ' ' : '▄') : '▀';
    const look = upper === -1 ? { fg: lower, bg: -1 } : { fg: upper, bg: lower };
    const last = runs.at(-1);
    if (last !== undefined && last.fg === look.fg && last.bg === look.bg && last.text.endsWith(text))
      runs[runs.length - 1] = { ...last, text: last.text + text, width: last.width + 1 };
    else runs.push({ text, width: 1, ...look, attributes: 0 });
  }
  return runs;
}

/** -1 where nothing is to be seen. */
function colourAt({ width, height, rgba }: Bitmap, x: number, y: number): number {
  const at = (y * width + x) * 4;
  if (y >= height || (rgba[at + 3] ?? 0) < seen) return -1;
  return trueColour + (rgba[at] ?? 0) * 0x10000 + (rgba[at + 1] ?? 0) * 0x100 + (rgba[at + 2] ?? 0);
}
