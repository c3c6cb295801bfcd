import type { PictureChange, PictureCursor, PictureModes, PictureRow } from '../../core/picture.ts';
import { CellGrid, type Place, stride, widthOf } from '../../tty/cells.ts';

/** A session's terminal as last heard of. */
export interface LiveScreen {
  readonly grid: CellGrid;
  readonly cursor: PictureCursor;
  readonly modes: PictureModes;
  readonly title: string;
  /** Bytes of typed input that the program has not read for a while. */
  readonly unread: number;
  /** Last row that is not blank, or the cursor's when that is lower. */
  readonly lastRow: number;
}

/** The bits of a cell's first number that say what is drawn, and what an empty cell has there. */
const glyphBits = 0x3fffff;
const blank = 0x20;
/** Columns right of the cursor that stay in sight where a screen is wider than what shows it. */
const cursorMargin = 8;

/** The live screens, apart from the world: React never sees them, the compositor paints from their grids. */
export class Screens {
  readonly #screens = new Map<number, LiveScreen>();
  readonly #listeners = new Set<(session: number) => void>();

  /** Takes a change in, the newest wins. */
  apply(session: number, change: PictureChange, unread = 0): void {
    const grid = this.#screens.get(session)?.grid ?? new CellGrid(change.columns, change.rows);
    grid.apply(change);
    const { cursor, modes, title } = change;
    const lastRow = Math.max(lastFilledRow(grid), cursor.visible ? cursor.row : 0);
    this.#screens.set(session, { grid, cursor, modes, title, unread, lastRow });
    for (const listener of this.#listeners) listener(session);
  }

  get(session: number): LiveScreen | null {
    return this.#screens.get(session) ?? null;
  }

  /** Drops all screens but these. */
  keepOnly(sessions: ReadonlySet<number>): void {
    for (const session of this.#screens.keys()) if (!sessions.has(session)) this.#screens.delete(session);
  }

  /** Calls `listener` after each change; the returned function ends that. */
  onChange(listener: (session: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The cell shown in the upper left corner when so many rows and columns fit: the rows around the newest text. */
export function cropOf(screen: LiveScreen, rows: number): Place {
  return { row: Math.max(0, Math.min(screen.lastRow - rows + 1, screen.grid.rows - rows)), column: 0 };
}

/** The same for a screen that is typed into: the cursor is in sight, to the right as well. */
export function cropAround(screen: LiveScreen, { rows, columns }: { rows: number; columns: number }): Place {
  const { row } = cropOf(screen, rows);
  const { cursor, grid } = screen;
  if (!cursor.visible) return { row, column: 0 };
  const column = Math.min(cursor.column - columns + cursorMargin, grid.columns - columns);
  return { row: Math.max(cursor.row - rows + 1, Math.min(row, cursor.row)), column: Math.max(0, column) };
}

function lastFilledRow(grid: CellGrid): number {
  for (let row = grid.rows - 1; row > 0; row--) {
    for (let column = 0; column < grid.columns; column++) {
      const word = grid.words[(row * grid.columns + column) * stride] ?? 0;
      if ((word & glyphBits) !== blank && widthOf(word) !== 0) return row;
    }
  }
  return 0;
}

/** A grid of plain lines, for a last screen that was kept as text. */
export function gridOfLines(lines: readonly string[], columns: number): CellGrid {
  const grid = new CellGrid(Math.max(1, columns), Math.max(1, lines.length));
  lines.forEach((line, row) => {
    const content: PictureRow = line === '' ? [] : [{ text: line, width: columns, fg: -1, bg: -1, attributes: 0 }];
    grid.setRow(row, content);
  });
  return grid;
}
