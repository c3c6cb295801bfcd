import type { PictureRow } from '../core/picture.ts';

/**
 * A rectangle of ready-made rows that the compositor lays over the chrome: a diff, a log, a list too long for React.
 * 0-based cells of the terminal; rows beyond `content` are blank.
 */
export interface Surface {
  readonly id: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly content: readonly PictureRow[];
}
