import type { Rect } from '../../tty/cells.ts';

/** Inside a frame, with one blank column left and right. */
export function insideFrame(rect: Rect): Rect {
  return {
    row: rect.row + 1,
    column: rect.column + 2,
    rows: Math.max(0, rect.rows - 2),
    columns: Math.max(0, rect.columns - 4),
  };
}
