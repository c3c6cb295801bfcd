import type { Session } from '../../core/model/session.ts';
import type { CellGrid, Place, Rect } from '../../tty/cells.ts';
import { type LiveScreen, type Screens, cropAround, cropOf, gridOfLines } from '../state/screens.ts';

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
  return live === null ? lastPicture(session, rect) : livePicture(live, cropOf(live, rect.rows));
}

/** The same for a screen that is typed into. */
export function zoomPictureOf(screens: Screens, session: Session, rect: Rect): ShownPicture | null {
  const live = screens.get(session.id);
  return live === null ? lastPicture(session, rect) : livePicture(live, cropAround(live, rect));
}

/** The screen of a person's own terminal; null before the first of it has come. */
export function terminalPictureOf(screens: Screens, terminal: number, rect: Rect): ShownPicture | null {
  const live = screens.get(terminal);
  return live === null ? null : livePicture(live, cropAround(live, rect));
}

function livePicture({ cursor, grid }: LiveScreen, crop: Place): ShownPicture {
  return { grid, crop, cursor: cursor.visible ? { row: cursor.row, column: cursor.column } : null };
}

function lastPicture(session: Session, rect: Rect): ShownPicture | null {
  const lines = session.exit?.screen;
  if (lines === undefined || lines.length === 0) return null;
  const grid = kept.get(lines) ?? gridOfLines(lines, 250);
  kept.set(lines, grid);
  return { grid, crop: { row: Math.max(0, grid.rows - rect.rows), column: 0 }, cursor: null };
}
