import type { Rect } from '../../tty/cells.ts';
import type { ScreenLayout } from './layout-screen.ts';

/** Columns inside a dialog. */
export function dialogColumns({ whole }: Pick<ScreenLayout, 'whole'>): number {
  return Math.max(20, Math.min(84, whole.columns - 8));
}

/** A dialog with so many lines: in the middle, its frame included. */
export function layoutDialog({ whole }: Pick<ScreenLayout, 'whole'>, lines: number): Rect {
  const columns = dialogColumns({ whole }) + 4;
  const rows = Math.min(whole.rows, lines + 2);
  return {
    row: whole.row + Math.max(0, Math.floor((whole.rows - rows) / 3)),
    column: whole.column + Math.max(0, Math.floor((whole.columns - columns) / 2)),
    rows,
    columns,
  };
}
