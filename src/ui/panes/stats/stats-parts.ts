import type { Figure } from '../../../core/measures/figures.ts';
import type { Glyphs } from '../../glyphs.ts';
import { shortDuration } from '../../text/duration.ts';
import { pad } from '../../text/fit.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Piece, type StyledLine, type Tone, line } from '../../text/styled-line.ts';

/** What a section is drawn in. */
export interface Room {
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** A heading and the lines below it. */
export interface Section {
  readonly title: string;
  readonly lines: readonly StyledLine[];
}

/** What stands where nothing can be said. */
const nothing = '-';

/** A number with so many digits behind the point; none for whole ones. */
export function numeral(value: number | null, digits = 1): string {
  if (value === null) return nothing;
  return Number.isInteger(value) ? String(value) : value.toFixed(digits);
}

export function percent(value: number | null): string {
  return value === null ? nothing : `${Math.round(value * 100)} %`;
}

export function time(ms: number | null): string {
  return ms === null ? nothing : shortDuration(ms);
}

/** `n 12`: what a figure was made from. */
export function madeFrom({ n }: Pick<Figure, 'n'>, noun = ''): Piece {
  return { text: ` n ${n}${noun}`, tone: 'quiet' };
}

/** What is said beside a number. */
export function quiet(text: string): Piece {
  return { text: ` ${text}`, tone: 'quiet' };
}

/** A label in a column of its own, its value, and what is said beside it. */
export function row(label: string, value: string, ...beside: readonly Piece[]): StyledLine {
  return [{ text: `${pad(label, labelColumns)} ` }, { text: value.padStart(valueColumns), strong: true }, ...beside];
}

/** How wide labels are, and values behind them. */
const labelColumns = 24;
const valueColumns = 7;

/** A bar of so many cells, a share of them full. */
export function bar(
  value: number | null,
  { cells, glyphs, tone = 'accent' }: { cells: number; glyphs: Glyphs; tone?: Tone },
): Piece[] {
  const full = value === null ? 0 : Math.max(value > 0 ? 1 : 0, Math.round(Math.min(1, value) * cells));
  return [
    { text: glyphs.full.repeat(full), tone },
    { text: glyphs.empty.repeat(cells - full), tone: 'quiet' },
  ];
}

/** A small chart, one cell for each number; zero is a dot. */
export function sparkline(values: readonly number[], glyphs: Glyphs): string {
  const most = Math.max(0, ...values);
  const levels = glyphs.levels.split('');
  return values
    .map((value) =>
      value === 0
        ? glyphs.dot
        : (levels[Math.min(levels.length - 1, Math.ceil((value / most) * levels.length) - 1)] ?? ''),
    )
    .join('');
}

/** Cells aligned to columns; the first to the left, the others to the right. */
export function grid(
  rows: readonly (readonly string[])[],
  { first, glyphs }: { first: number; glyphs: Glyphs },
): StyledLine[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells, index) => {
    const text = cells
      .map((cell, column) =>
        column === 0 ? pad(oneLine(cell), first, glyphs.ellipsis) : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join('');
    return line(text, index === 0 ? 'quiet' : 'plain');
  });
}
