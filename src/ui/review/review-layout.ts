import type { Rect } from '../../tty/cells.ts';
import type { ReviewPage } from './review-model.ts';

/** A frame and what is inside of it, in cells from the view's own corner. Without a border both are the same. */
export interface Framed {
  readonly frame: Rect;
  readonly inner: Rect;
}

export interface ReviewLayout {
  readonly wide: boolean;
  readonly title: Rect;
  /** Tabs and progress. */
  readonly status: Rect;
  /** One row for each thing to say; may have no rows. */
  readonly banner: Rect;
  /** The file list: left when wide, a strip above otherwise; null off the diff page. */
  readonly files: Framed | null;
  readonly main: Framed;
}

/** What the layout depends on. */
export interface LayoutWish {
  readonly columns: number;
  readonly rows: number;
  readonly page: ReviewPage;
  /** Rows that the banner wants. */
  readonly banners: number;
  readonly files: number;
  /** The keys go to the file list: where it is a strip, it opens. */
  readonly choosing: boolean;
}

/** From here on the file list stands beside the diff. */
const wideColumns = 120;
const listColumns = { least: 36, most: 56 };
const openStrip = 8;
/** With fewer rows or columns a border would leave nothing inside. */
const leastFramed = { rows: 3, columns: 10 };

/** Where everything is. Every rectangle lies inside the view, and none overlaps another. */
export function reviewLayout(wish: LayoutWish): ReviewLayout {
  const columns = Math.max(0, wish.columns);
  const rows = Math.max(0, wish.rows);
  let used = 0;
  const take = (wanted: number): Rect => {
    const taken = Math.max(0, Math.min(wanted, rows - used));
    const rectangle = { row: used, column: 0, rows: taken, columns };
    used += taken;
    return rectangle;
  };
  const title = take(1);
  // On a terminal of a few rows, what is read goes before what is said about it.
  const status = take(rows >= 4 ? 1 : 0);
  const banner = take(rows >= 8 ? wish.banners : 0);
  const wide = columns >= wideColumns;
  const hasFiles = wish.page === 'diff' && wish.files > 0;
  if (wide || !hasFiles) {
    const body = take(rows);
    if (!wide || !hasFiles) return { wide, title, status, banner, files: null, main: framed(body) };
    const left = Math.min(listColumns.most, Math.max(listColumns.least, Math.floor(columns / 4)));
    return {
      wide,
      title,
      status,
      banner,
      files: framed({ ...body, columns: left }),
      main: framed({ ...body, column: left, columns: columns - left }),
    };
  }
  const strip = take(rows >= 6 ? stripRows(wish, rows) : 0);
  return { wide, title, status, banner, files: { frame: strip, inner: strip }, main: framed(take(rows)) };
}

function stripRows(wish: LayoutWish, rows: number): number {
  return wish.choosing ? Math.min(wish.files, openStrip, Math.floor(rows / 3)) : 1;
}

function framed(frame: Rect): Framed {
  if (frame.rows < leastFramed.rows || frame.columns < leastFramed.columns) return { frame, inner: frame };
  return {
    frame,
    inner: { row: frame.row + 1, column: frame.column + 1, rows: frame.rows - 2, columns: frame.columns - 2 },
  };
}
