import type { PictureRow } from '../../core/picture.ts';

/** Lines that can be read back, by number: `first` up to, not including, `end`. */
export interface HistoryLines {
  readonly first: number;
  readonly end: number;
  /** This line and those below it may still change. */
  readonly screenTop: number;
  /** The last lines are an alternate screen, which leaves nothing behind. */
  readonly alternate: boolean;
  row(line: number): PictureRow;
  /** Without trailing blanks, save where the text goes on in the next line. */
  text(line: number): string;
  continues(line: number): boolean;
  /** Columns that the line's text can take. */
  width(line: number): number;
}
