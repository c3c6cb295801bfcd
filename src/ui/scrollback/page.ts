import type { HistoryLines } from './history-lines.ts';
import { type Match, firstMatchFrom } from './find-matches.ts';
import type { Selection } from './selection.ts';

/** A search in the lines that are read back. */
export interface PageSearch {
  readonly text: string;
  /** From top to bottom. */
  readonly matches: readonly Match[];
  /** Which of them is shown; -1 when none is yet. */
  readonly at: number;
  /** The lines that were searched; those of the screen are searched again when it changes. */
  readonly covered: { readonly from: number; readonly to: number };
  readonly done: boolean;
}

/** What of the lines is shown, and what is marked in them. */
export interface ScrollbackPage {
  /** Number of the line in the first row. */
  readonly top: number;
  /** The end is in sight, and stays in sight when more is printed. */
  readonly follows: boolean;
  /** Columns scrolled to the right. */
  readonly shift: number;
  readonly selection: Selection | null;
  readonly search: PageSearch | null;
  /** How often the lines have changed. */
  readonly changes: number;
}

/** The lines there are and how many of them are in sight. */
export interface PageRoom {
  readonly lines: Pick<HistoryLines, 'first' | 'end'>;
  readonly rows: number;
}

/** A page that shows the end. */
export const firstPage: ScrollbackPage = {
  top: 0,
  follows: true,
  shift: 0,
  selection: null,
  search: null,
  changes: 0,
};

/** Lines around a match that stay in sight. */
const around = 5;

/** Keeps the page inside of the lines there are. */
export function settlePage(page: ScrollbackPage, { lines, rows }: PageRoom): ScrollbackPage {
  const last = Math.max(lines.first, lines.end - rows);
  const top = page.follows ? last : Math.max(lines.first, Math.min(page.top, last));
  return top === page.top ? page : { ...page, top };
}

/** Scrolls by lines; at the end the page follows from then on. */
export function scrollPage(page: ScrollbackPage, by: number, room: PageRoom): ScrollbackPage {
  const moved = settlePage({ ...page, top: page.top + by, follows: false }, room);
  const atEnd = moved.top >= room.lines.end - room.rows;
  // What is being selected must not move away.
  return { ...moved, follows: atEnd && page.selection === null };
}

/** Shows a line, with some lines around it. */
export function showLine(page: ScrollbackPage, line: number, room: PageRoom): ScrollbackPage {
  const margin = Math.min(around, Math.floor((room.rows - 1) / 2));
  const least = line - room.rows + 1 + margin;
  const top = Math.max(least, Math.min(page.top, line - margin));
  return top === page.top ? page : scrollPage(page, top - page.top, room);
}

/** Marks a selection; from then on the page does not follow. */
export function selectOn(page: ScrollbackPage, selection: Selection | null): ScrollbackPage {
  return { ...page, selection, follows: selection === null && page.follows };
}

/** Lets a selection of lines reach further up or down. */
export function extendSelection(page: ScrollbackPage, by: number, room: PageRoom): ScrollbackPage {
  const { selection } = page;
  if (selection === null) return page;
  const { first, end } = room.lines;
  const line = Math.max(first, Math.min(selection.head.line + by, end - 1));
  const head = { line, column: selection.head.column };
  const grown = { ...page, selection: { ...selection, kind: 'lines' as const, head } };
  if (line < page.top) return scrollPage(grown, line - page.top, room);
  const under = line - (page.top + room.rows - 1);
  return under > 0 ? scrollPage(grown, under, room) : grown;
}

/** Where a selection by key begins: at the match that is shown, otherwise at the last line in sight. */
export function selectionStart(page: ScrollbackPage, { lines, rows }: PageRoom): number {
  const bottom = Math.max(lines.first, Math.min(page.top + rows, lines.end) - 1);
  const match = page.search?.matches[page.search.at];
  if (match === undefined || match.from.line < page.top || match.from.line > bottom) return bottom;
  return match.from.line;
}

/**
 * Shows the match nearest above the end of the page once one is known; the first one when there is none above and
 * everything was searched.
 */
export function settleSearch(page: ScrollbackPage, room: PageRoom): ScrollbackPage {
  const { search } = page;
  if (search === null || search.at !== -1 || search.matches.length === 0) return page;
  const below = firstMatchFrom(search.matches, page.top + room.rows);
  if (below === 0 && !search.done) return page;
  return showMatch(page, Math.max(0, below - 1), room);
}

/** Shows the next (1) or the previous (-1) match, around the ends. */
export function stepMatch(page: ScrollbackPage, by: 1 | -1, room: PageRoom): ScrollbackPage {
  const { search } = page;
  if (search === null || search.matches.length === 0) return page;
  const { length } = search.matches;
  return showMatch(page, search.at === -1 ? length - 1 : (search.at + by + length) % length, room);
}

function showMatch(page: ScrollbackPage, at: number, room: PageRoom): ScrollbackPage {
  const { search } = page;
  const match = search?.matches[at];
  if (search === null || match === undefined) return page;
  return showLine({ ...page, search: { ...search, at } }, match.from.line, room);
}
