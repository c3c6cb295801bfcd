import { columnsOf, fit } from './fit.ts';

/** What a piece of text means; the theme knows the colour. */
export type Tone = 'plain' | 'quiet' | 'accent' | 'good' | 'bad' | 'needsYou';

/** Text of one look. */
export interface Piece {
  readonly text: string;
  readonly tone?: Tone;
  readonly strong?: boolean;
  /** Shown inverse: where the person is. */
  readonly inverse?: boolean;
}

/** One line of a pane. */
export type StyledLine = readonly Piece[];

/** Lines of a pane, and the row that must stay in sight. */
export interface Page {
  readonly lines: readonly StyledLine[];
  readonly focus: number;
  /** Where text is being typed: line and column of the page. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

/** A line of one piece. */
export function line(text: string, tone: Tone = 'plain', strong = false): StyledLine {
  return [{ text, tone, strong }];
}

/** The line cut to so many columns. */
export function fitLine(pieces: StyledLine, columns: number, ellipsis: string): StyledLine {
  let room = columns;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const width = columnsOf(piece.text);
    if (width > room) {
      const text = fit(piece.text, room, ellipsis);
      if (text !== '') kept.push({ ...piece, text });
      return kept;
    }
    kept.push(piece);
    room -= width;
  }
  return kept;
}

/** The first line of the page that is shown when so many rows fit: the focus stays in sight, mostly in the middle. */
export function firstShown(page: Page, rows: number): number {
  const last = Math.max(0, page.lines.length - rows);
  return Math.max(0, Math.min(last, page.focus - Math.floor(rows / 2)));
}
