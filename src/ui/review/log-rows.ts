import type { PictureRow } from '../../core/picture.ts';
import { findStretches, searchPattern } from './find-text.ts';
import type { ReviewTheme } from './review-theme.ts';
import { textRow } from './text-row.ts';

/** The part of a log that is on the screen. */
export interface LogWindow {
  readonly lines: readonly string[];
  readonly top: number;
  readonly rows: number;
  readonly columns: number;
  readonly shift: number;
  readonly search: string;
  readonly theme: ReviewTheme;
}

/** The visible rows of a log; a line that is longer than the window is cut and can be scrolled to. */
export function logRows(window: LogWindow): PictureRow[] {
  const { lines, top, rows, columns, shift, search, theme } = window;
  const { plain, found } = theme.looks;
  const pattern = search === '' ? null : searchPattern(search);
  return lines.slice(top, top + rows).map((line) => {
    // Progress bars write over their own line: what stood there last is what a terminal would show.
    const text = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
    const stretches = pattern === null ? [] : findStretches(text, pattern);
    const lookAt = (offset: number) =>
      stretches.some((stretch) => offset >= stretch.from && offset < stretch.to) ? found : plain;
    return textRow({ text, lookAt, from: shift, columns, theme });
  });
}
