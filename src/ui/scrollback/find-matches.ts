import { findStretches, searchPattern } from '../review/find-text.ts';
import type { HistoryLines } from './history-lines.ts';
import { lineCells, textEnd, textStart } from './row-cells.ts';
import { type TextPlace, endsOf } from './selection.ts';

/** A found text: its first and its last cell. */
export interface Match {
  readonly from: TextPlace;
  readonly to: TextPlace;
}

/** More are not counted: nobody steps through them. */
export const mostMatches = 20_000;

/** Where a text begins to be searched so that the lines from `line` on are covered: not in the middle of a long text. */
export function searchStart(lines: HistoryLines, line: number): number {
  return textStart(lines, Math.max(lines.first, Math.min(line, lines.end - 1)));
}

/**
 * The places of a text among the lines `from` up to, not including, `to`; a text that begins there is followed to its
 * end. Small letters find capitals too. Both ends should be beginnings of texts.
 */
export function findMatches(lines: HistoryLines, wanted: string, { from, to }: { from: number; to: number }): Match[] {
  if (wanted === '') return [];
  const pattern = searchPattern(wanted);
  const found: Match[] = [];
  for (let line = from; line < to;) {
    const end = textEnd(lines, line);
    let text = '';
    for (let part = line; part <= end; part++) text += lines.text(part);
    pattern.lastIndex = 0;
    if (pattern.test(text)) found.push(...matchesIn(lines, pattern, { line, end }));
    line = end + 1;
  }
  return found;
}

function matchesIn(lines: HistoryLines, pattern: RegExp, { line, end }: { line: number; end: number }): Match[] {
  let text = '';
  /** The cell of each UTF-16 unit of the text. */
  const cells: (TextPlace & { readonly width: number })[] = [];
  for (let part = line; part <= end; part++) {
    for (const cell of lineCells(lines, part)) {
      text += cell.text;
      for (let unit = 0; unit < cell.text.length; unit++) {
        cells.push({ line: part, column: cell.column, width: cell.width });
      }
    }
  }
  pattern.lastIndex = 0;
  return findStretches(text, pattern).flatMap((stretch): Match[] => {
    const from = cells[stretch.from];
    const to = cells[stretch.to - 1];
    if (from === undefined || to === undefined) return [];
    return [
      {
        from: { line: from.line, column: from.column },
        to: { line: to.line, column: to.column + to.width - 1 },
      },
    ];
  });
}

/** The columns of a line that belong to a match, the last one not included; null where none does. */
export function matchColumns(match: Match, line: number): { from: number; to: number } | null {
  const { from, to } = endsOf({ anchor: match.from, head: match.to });
  if (line < from.line || line > to.line) return null;
  return { from: line === from.line ? from.column : 0, to: line === to.line ? to.column + 1 : Infinity };
}

/** The position of the first match that ends at or below a line, by halving: there may be very many. */
export function firstMatchFrom(matches: readonly Match[], line: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle]?.to.line ?? Infinity) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
