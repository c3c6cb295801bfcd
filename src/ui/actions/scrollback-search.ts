import { setImmediate } from 'node:timers/promises';
import type { HistoryLines } from '../scrollback/history-lines.ts';
import { findMatches, mostMatches, searchStart } from '../scrollback/find-matches.ts';
import { type PageSearch, settleSearch } from '../scrollback/page.ts';
import type { SessionLog } from '../scrollback/session-log.ts';
import { type Dashboard, attempt } from './dashboard.ts';
import { changePage } from './scrollback-page.ts';

/** Lines that are searched between two turns of the event loop: a few milliseconds. */
const stepLines = 1000;
const searching = new WeakSet<SessionLog>();

/** Looks for a text from the end of the log upwards; an empty one ends the search. */
export function startSearch(dashboard: Dashboard, log: SessionLog, text: string): void {
  changePage(dashboard.store, log, (page, { lines }) => {
    const covered = { from: lines.end, to: lines.screenTop };
    return { ...page, search: text === '' ? null : { text, matches: [], at: -1, covered, done: false } };
  });
  coverSearch(dashboard, log);
}

/**
 * Searches the lines that were not searched yet: earlier ones, and what has been printed since. Where nothing is found
 * it goes on with what was not loaded yet.
 */
export function coverSearch(dashboard: Dashboard, log: SessionLog): void {
  if (searching.has(log) || searchOf(dashboard, log) === null) return;
  searching.add(log);
  attempt(dashboard, async () => {
    try {
      await cover(dashboard, log);
    } finally {
      searching.delete(log);
    }
  });
}

async function cover(dashboard: Dashboard, log: SessionLog): Promise<void> {
  let looked = -1;
  for (;;) {
    const { lines } = log;
    const now = searchOf(dashboard, log);
    if (lines === null || now === null) return;
    if (now.changes !== looked && now.search.covered.to < lines.end) {
      const last = searchDown(dashboard, log);
      if (last) looked = now.changes;
    } else if (now.search.covered.from > lines.first && now.search.matches.length < mostMatches) {
      searchUp(dashboard, log);
    } else if (now.search.matches.length === 0 && (log.loading || log.more())) {
      await log.settled();
    } else {
      finish(dashboard, log);
      if (searchOf(dashboard, log)?.changes === now.changes) return;
    }
    await setImmediate();
  }
}

function searchOf({ store }: Dashboard, log: SessionLog): { search: PageSearch; changes: number } | null {
  const view = store.getState().views.find((candidate) => candidate.kind === 'scrollback' && candidate.log === log);
  if (view?.kind !== 'scrollback' || view.page.search === null) return null;
  return { search: view.page.search, changes: view.page.changes };
}

function change(
  { store }: Dashboard,
  log: SessionLog,
  make: (search: PageSearch, lines: HistoryLines) => PageSearch,
): void {
  changePage(store, log, (page, room) =>
    page.search === null ? page : settleSearch({ ...page, search: make(page.search, room.lines) }, room),
  );
}

/** One step through the lines above those that were searched. */
function searchUp(dashboard: Dashboard, log: SessionLog): void {
  change(dashboard, log, (search, lines) => {
    const to = search.covered.from;
    const from = searchStart(lines, to - stepLines);
    const found = findMatches(lines, search.text, { from, to });
    return {
      ...search,
      matches: [...found, ...search.matches],
      at: search.at === -1 ? -1 : search.at + found.length,
      covered: { ...search.covered, from },
    };
  });
}

/** One step through what has been printed or drawn since. Says whether it was the last. */
function searchDown(dashboard: Dashboard, log: SessionLog): boolean {
  let last = true;
  change(dashboard, log, (search, lines) => {
    const from = searchStart(lines, search.covered.to);
    const to = Math.min(lines.end, from + stepLines);
    last = to === lines.end;
    const found = findMatches(lines, search.text, { from, to });
    // Lines that are kept no more take their matches with them.
    const gone = search.matches.findIndex((match) => match.from.line >= lines.first);
    const kept = search.matches
      .slice(gone === -1 ? search.matches.length : gone)
      .filter((match) => match.from.line < from);
    const matches = [...kept, ...found];
    return {
      ...search,
      matches,
      at: search.at === -1 ? -1 : Math.max(0, Math.min(search.at - Math.max(0, gone), matches.length - 1)),
      covered: { ...search.covered, to: Math.min(to, lines.screenTop) },
    };
  });
  return last;
}

function finish(dashboard: Dashboard, log: SessionLog): void {
  if (searchOf(dashboard, log)?.search.done === false) change(dashboard, log, (search) => ({ ...search, done: true }));
}
