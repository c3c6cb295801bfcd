import stringWidth from 'string-width';
import { printableLine } from './printable.ts';

/** A column: its heading, and how it gives way when the terminal is narrow. */
export interface Column {
  readonly heading: string;
  readonly align?: 'right';
  /** Columns with this give up width, down to this many cells, from the last one on. */
  readonly least?: number;
}

const gap = '  ';

/** Aligned lines, headings first; each fits `width` cells as far as the columns can give way. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const clean = [columns.map((column) => column.heading), ...rows.map((row) => row.map(printableLine))];
  const widths = shrink(
    columns,
    columns.map((_column, index) => Math.max(...clean.map((row) => stringWidth(row[index] ?? '')))),
    width,
  );
  return clean.map((row) =>
    columns
      .map((column, index) => pad(row[index] ?? '', widths[index] ?? 0, column.align))
      .join(gap)
      .trimEnd(),
  );
}

/** Cuts a text to so many cells; what was cut shows as an ellipsis. */
export function fit(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = stringWidth(segment);
    if (used + next > cells - 1) break;
    kept += segment;
    used += next;
  }
  return cells > 0 ? `${kept}…` : '';
}

const graphemes = new Intl.Segmenter();

function shrink(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, cells) => sum + cells, 0) + gap.length * (columns.length - 1) - width;
  for (let index = columns.length - 1; index >= 0 && over > 0; index--) {
    const least = columns[index]?.least;
    const cells = widths[index] ?? 0;
    if (least === undefined || cells <= least) continue;
    const taken = Math.min(over, cells - least);
    widths[index] = cells - taken;
    over -= taken;
  }
  return widths;
}

function pad(text: string, cells: number, align: 'right' | undefined): string {
  const cut = fit(text, cells);
  const blank = ' '.repeat(Math.max(0, cells - stringWidth(cut)));
  return align === 'right' ? `${blank}${cut}` : `${cut}${blank}`;
}
