import type { Rect } from '../../tty/cells.ts';

/** The size of a terminal. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Where things are on the screen, from its size alone. The same rectangles give Ink's boxes and the compositor's tiles.
 * - `wide`: board left, one more pane right of it.
 * - `narrow`: one pane at a time, with a line of tabs.
 * - `tiny`: too small for anything but saying so.
 */
export interface ScreenLayout {
  readonly kind: 'wide' | 'narrow' | 'tiny';
  readonly header: Rect;
  /** Has no rows in a wide layout. */
  readonly tabs: Rect;
  readonly board: Rect;
  /** The right column; in a narrow layout the same place as the board. */
  readonly side: Rect;
  /** A view that has the screen to itself, above message and footer. */
  readonly whole: Rect;
  /** A form: no wider than a person reads. */
  readonly form: Rect;
  /** A session's terminal in zoom: everything but the last line. */
  readonly zoom: Rect;
  readonly message: Rect;
  readonly footer: Rect;
}

/** From so many columns on the right column stays in sight. */
const wideColumns = 160;
/** The widest form. */
const formColumns = 120;
/** Below this nothing is drawn but a sentence. */
const smallest: ScreenSize = { columns: 60, rows: 15 };

/** Lays out a screen of this size. */
export function layoutScreen({ columns, rows }: ScreenSize): ScreenLayout {
  const tiny = columns < smallest.columns || rows < smallest.rows;
  const kind = tiny ? 'tiny' : columns >= wideColumns ? 'wide' : 'narrow';
  const line = (row: number): Rect => ({ row: Math.max(0, Math.min(row, rows - 1)), column: 0, rows: 1, columns });
  const top = kind === 'wide' ? 1 : 2;
  const body = Math.max(1, rows - top - 2);
  const sideColumns = Math.min(64, Math.max(52, Math.floor(columns * 0.29)));
  const boardColumns = kind === 'wide' ? columns - sideColumns : columns;
  const board: Rect = { row: top, column: 0, rows: body, columns: boardColumns };
  const side: Rect = kind === 'wide' ? { row: top, column: boardColumns, rows: body, columns: sideColumns } : board;
  return {
    kind,
    header: line(0),
    tabs: kind === 'wide' ? { row: 1, column: 0, rows: 0, columns } : line(1),
    board,
    side,
    whole: { row: 0, column: 0, rows: Math.max(1, rows - 2), columns },
    form: {
      row: 0,
      column: Math.max(0, Math.floor((columns - formColumns) / 2)),
      rows: Math.max(1, rows - 2),
      columns: Math.min(columns, formColumns),
    },
    zoom: { row: 0, column: 0, rows: Math.max(1, rows - 1), columns },
    message: line(rows - 2),
    footer: line(rows - 1),
  };
}
