import type { PictureRow } from '../../core/picture.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { TerminalPicture } from '../../tty/kitty-pictures.ts';
import type { Bitmap } from '../picture/bitmap.ts';
import { type Box, halfBlockRows } from '../picture/half-blocks.ts';
import { cellsOf, kittyRows } from '../picture/kitty-cells.ts';
import type { ReviewState } from './review-model.ts';
import { type PictureSource, pictureKey, picturesHere } from './review-pictures.ts';
import type { ReviewTheme } from './review-theme.ts';
import { fillRow, piecesRow } from './text-row.ts';

/** Where pictures are drawn, and how. */
export interface PicturePlace extends Box {
  readonly theme: ReviewTheme;
  /** The terminal shows pictures in the place of cells. */
  readonly kitty: boolean;
}

/** Between two pictures. */
const seamColumns = 1;
/** What is said above a picture, and why it is not shown. */
const headRows = 1;

/** The pictures of the page as rows: the version before on the left, the one after on the right, each with what it is. */
export function pictureRows(state: ReviewState, place: PicturePlace): PictureRow[] {
  const { rows, theme } = place;
  const blocks = boxes(state, place).map(({ source, box }) => ({
    columns: box.columns,
    rows: block(state, source, { ...place, ...box }),
  }));
  const height = Math.max(0, ...blocks.map((each) => each.rows.length));
  return Array.from({ length: Math.min(height, rows) }, (_, row) =>
    blocks.flatMap(({ columns, rows: own }, at) => {
      const line = own[row] ?? [];
      if (at === blocks.length - 1) return line;
      const seam = { text: theme.glyphs.frame.down, width: seamColumns, ...theme.looks.gutter };
      return [...fillRow(line, columns, theme.looks.plain), seam];
    }),
  );
}

/** The pictures that the terminal itself has to show for the cells that `pictureRows` makes. */
export function terminalPictures(state: ReviewState, place: Box): readonly TerminalPicture[] {
  return boxes(state, place).flatMap(({ source, box }) => {
    const bitmap = bitmapOf(state, source);
    if (bitmap === null) return [];
    const { width, height, rgba } = bitmap;
    return [{ id: numberOf(bitmap), ...cellsOf(bitmap, { ...box, rows: box.rows - headRows }), width, height, rgba }];
  });
}

function boxes(state: ReviewState, { columns, rows }: Box): readonly { source: PictureSource; box: Box }[] {
  const sources = picturesHere(state);
  const each = Math.floor((columns - seamColumns * (sources.length - 1)) / Math.max(1, sources.length));
  return sources.map((source) => ({ source, box: { columns: Math.max(0, each), rows: Math.max(0, rows) } }));
}

function block(state: ReviewState, source: PictureSource, place: PicturePlace): readonly PictureRow[] {
  const { columns, rows, theme, kitty } = place;
  const words = headWords(state, source, theme);
  const head = words.map(({ text, as }) => piecesRow([{ text: ` ${text}`, as }], columns, theme));
  const bitmap = bitmapOf(state, source);
  if (bitmap === null || !theme.pictures) return head.slice(0, rows);
  const box = { columns, rows: rows - headRows };
  if (box.rows <= 0 || columns <= 0) return head.slice(0, rows);
  return [
    ...head.slice(0, headRows),
    ...(kitty ? kittyRows(numberOf(bitmap), cellsOf(bitmap, box)) : halfBlockRows(bitmap, box)),
  ];
}

function headWords(
  state: ReviewState,
  source: PictureSource,
  theme: ReviewTheme,
): readonly { text: string; as: 'heading' | 'note' | 'bad' | 'dim' }[] {
  const label = source.kind === 'evidence' ? source.name : source.side === 'old' ? 'before' : 'after';
  const found = state.pictures.get(pictureKey(source));
  if (found === undefined || found.kind === 'loading') return [{ text: `${label}: loading`, as: 'dim' }];
  if (found.kind === 'failed') return [{ text: `${label}: ${found.why}`, as: 'bad' }];
  const { is, bytes, why } = found;
  const size = is?.size == null ? '' : ` ${is.size.width}x${is.size.height}`;
  const head = {
    text: `${label}: ${is === null ? 'no known picture' : `${is.format}${size}`}, ${shortBytes(bytes)}`,
    as: 'heading',
  } as const;
  if (why !== null) return [head, { text: why, as: 'note' }];
  return theme.pictures ? [head] : [head, { text: 'not drawn without colours: O opens it', as: 'note' }];
}

function bitmapOf(state: ReviewState, source: PictureSource): Bitmap | null {
  const found = state.pictures.get(pictureKey(source));
  return found?.kind === 'loaded' ? found.bitmap : null;
}

/** Numbers that a colour of the palette beyond the first sixteen can tell. */
const numbers = { first: 16, count: 240 };
const given = new WeakMap<Bitmap, number>();
let next = 0;

/** The terminal's number of a picture; used again after many others. */
function numberOf(bitmap: Bitmap): number {
  const known = given.get(bitmap);
  if (known !== undefined) return known;
  const number = numbers.first + (next % numbers.count);
  next += 1;
  given.set(bitmap, number);
  return number;
}
