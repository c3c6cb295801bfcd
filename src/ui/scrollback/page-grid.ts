import { attribute } from '../../core/picture.ts';
import { CellGrid, stride } from '../../tty/cells.ts';
import type { CellLook, ReviewTheme } from '../review/review-theme.ts';
import { firstMatchFrom, matchColumns } from './find-matches.ts';
import type { HistoryLines } from './history-lines.ts';
import type { ScrollbackPage } from './page.ts';
import { selectedColumns, wholeSelection } from './selection.ts';

/** What a page's grid is made for. */
export interface PageGridPlace {
  readonly columns: number;
  readonly rows: number;
  readonly theme: ReviewTheme;
}

const kept = new WeakMap<ScrollbackPage, { readonly grid: CellGrid; readonly place: PageGridPlace }>();

/** The cells of the lines in sight, matches and the selection marked; its first `shift` columns are out of sight. */
export function pageGrid(lines: HistoryLines, page: ScrollbackPage, place: PageGridPlace): CellGrid {
  const known = kept.get(page);
  if (known !== undefined && known.place.columns === place.columns && known.place.rows === place.rows)
    return known.grid;
  const grid = new CellGrid(page.shift + place.columns, Math.max(1, place.rows));
  for (let row = 0; row < place.rows; row++) paintLine(grid, { lines, page, row, theme: place.theme });
  kept.set(page, { grid, place });
  return grid;
}

function paintLine(
  grid: CellGrid,
  { lines, page, row, theme }: { lines: HistoryLines; page: ScrollbackPage; row: number; theme: ReviewTheme },
): void {
  const line = page.top + row;
  if (line < lines.first || line >= lines.end) return;
  grid.setRow(row, lines.row(line));
  const { found, chosen } = theme.looks;
  const { search, selection } = page;
  const matches = search?.matches ?? [];
  for (let at = firstMatchFrom(matches, line); at < matches.length; at++) {
    const match = matches[at];
    if (match === undefined || match.from.line > line) break;
    const look =
      at === search?.at ? { ...found, attributes: found.attributes | attribute.bold | attribute.underline } : found;
    mark(grid, { row, columns: matchColumns(match, line), look });
  }
  if (selection === null) return;
  mark(grid, { row, columns: selectedColumns(wholeSelection(lines, selection), line), look: chosen });
}

/** Gives cells of a row another look; a wide glyph is marked whole. */
function mark(
  grid: CellGrid,
  { row, columns, look }: { row: number; columns: { from: number; to: number } | null; look: CellLook },
): void {
  if (columns === null) return;
  const base = row * grid.columns;
  const to = Math.min(columns.to, grid.columns);
  const from = grid.glyph(row, columns.from) === '' ? Math.max(0, columns.from - 1) : columns.from;
  for (let column = from; column < to || (column < grid.columns && grid.glyph(row, column) === ''); column++) {
    const index = (base + column) * stride;
    grid.words[index] = ((grid.words[index] ?? 0) & 0xffffff) | (look.attributes << 24);
    grid.words[index + 1] = look.fg + 1;
    grid.words[index + 2] = look.bg + 1;
  }
}
