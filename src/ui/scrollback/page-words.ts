import { mostMatches } from './find-matches.ts';
import type { HistoryLines } from './history-lines.ts';
import type { ScrollbackPage } from './page.ts';
import type { AboveFirst, SessionLog } from './session-log.ts';
import { endsOf, wholeSelection } from './selection.ts';

/** What a page says about itself. */
export interface PageWordsSubject {
  readonly log: Pick<SessionLog, 'lines' | 'loading' | 'aboveFirst'>;
  readonly page: ScrollbackPage;
  /** Rows that show lines. */
  readonly rows: number;
}

/** Words of the status line, the most important first. */
export function pageWords({ log, page, rows }: PageWordsSubject): string[] {
  const { lines } = log;
  if (lines === null) return ['reading the log'];
  const count = lines.end - lines.first;
  const from = Math.min(count, page.top - lines.first + 1);
  const to = Math.min(count, page.top - lines.first + rows);
  const words = [
    selectionWords(lines, page),
    searchWords(page, log.aboveFirst),
    `${number(from)}-${number(to)} of ${number(count)}`,
  ];
  if (lines.alternate) words.push('a full-screen program: only its last screen is kept');
  if (page.top === lines.first) words.push(aboveWords(log, count));
  return words.filter((word) => word !== '');
}

function selectionWords(all: HistoryLines, { selection }: ScrollbackPage): string {
  if (selection === null) return '';
  const { from, to } = endsOf(wholeSelection(all, selection));
  const lines = to.line - from.line + 1;
  return lines === 1 && selection.kind === 'lines'
    ? '1 line selected'
    : `${number(lines)} lines selected`.replace(/^1 lines/, 'part of 1 line');
}

function searchWords({ search }: ScrollbackPage, aboveFirst: AboveFirst): string {
  if (search === null) return '';
  const { matches, at, done, text } = search;
  if (matches.length === 0)
    return done ? `"${text}" is not found${aboveFirst === 'full' ? ' in the lines that are kept' : ''}` : 'searching';
  const all = `${number(matches.length)}${matches.length >= mostMatches || !done ? '+' : ''}`;
  return `match ${number(at + 1)} of ${all}`;
}

function aboveWords({ loading, aboveFirst }: Pick<SessionLog, 'loading' | 'aboveFirst'>, count: number): string {
  if (loading) return 'loading what came before';
  switch (aboveFirst) {
    case 'nothing':
      return 'this is the beginning';
    case 'more':
      return 'there is more above';
    case 'full':
      return `${number(count)} lines are kept, the log has more`;
    case 'rotated':
      return 'earlier output is kept no more';
  }
}

function number(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
