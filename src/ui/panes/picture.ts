import type { Session } from '../../core/session.ts';
import type { CellGrid, Place, Rect } from '../../tty/cells.ts';
import { type Screens, cropOf, gridOfLines } from '../state/screens.ts';

/** What of a session's terminal can be shown. */
export interface ShownPicture {
  readonly grid: CellGrid;
  readonly crop: Place;
  /** The program's cursor on the grid; null where it has none or it is hidden. */
  readonly cursor: Place | null;
}

const kept = new WeakMap<readonly string[], CellGrid>();

/** The live screen cropped to what matters, the kept last screen of an ended session, or null where there is neither. */
export function pictureOf(screens: Screens, session: Session, rect: Rect): ShownPicture | null {
  const live = screens.get(session.id);
  if (live !== null) {
    const cursor = live.cursor.visible ? { row: live.cursor.row, column: live.cursor.column } : null;
    return { grid: live.grid, crop: cropOf(live, rect.rows), cursor };
  }
  const lines = session.exit?.screen;
  if (lines === undefined || lines.length === 0) return null;
  const grid = kept.get(lines) ?? gridOfLines(lines, 250);
  kept.set(lines, grid);
  return { grid, crop: { row: Math.max(0, grid.rows - rect.rows), column: 0 }, cursor: null };
}
