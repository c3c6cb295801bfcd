import type { MouseEvent } from '../../tty/keys/input-event.ts';
import { type PageRoom, type ScrollbackPage, scrollPage, selectOn } from '../scrollback/page.ts';
import { type Selection, type TextPlace, wholeTextAt, wordAt } from '../scrollback/selection.ts';
import type { HistoryLines } from '../scrollback/history-lines.ts';
import type { ViewOf } from '../state/views.ts';
import type { Dashboard } from './dashboard.ts';
import { copySelection } from './scrollback.ts';
import { changePage, scrollbackRows, scrollbackView } from './scrollback-page.ts';

/** Clicks that follow each other so quickly on one cell count together, ms. */
const clickMs = 400;

interface Press {
  readonly place: TextPlace;
  readonly at: number;
  /** 1: cells, 2: a word, 3: the whole line. */
  readonly clicks: number;
  /** What the press itself has selected: dragging reaches further from it. */
  readonly selected: Selection | null;
  readonly down: boolean;
}

const presses = new WeakMap<ViewOf<'scrollback'>['log'], Press>();

/** Dragging selects cells, a double click a word, a triple one a line; letting go copies. */
export function takeScrollbackMouse(dashboard: Dashboard, event: MouseEvent): void {
  const view = scrollbackView(dashboard.store.getState());
  const lines = view?.log.lines ?? null;
  if (view === null || lines === null) return;
  if (event.action === 'press' && event.button === 'left') press(dashboard, { view, lines, event });
  else if (event.action === 'drag') drag(dashboard, { view, lines, event });
  else if (event.action === 'release') release(dashboard, view);
}

interface Touch {
  readonly view: ViewOf<'scrollback'>;
  readonly lines: HistoryLines;
  readonly event: MouseEvent;
}

function press({ store, now }: Dashboard, { view, lines, event }: Touch): void {
  if (event.row >= scrollbackRows(store.getState())) return;
  const place = placeOf(view.page, lines, event);
  const before = presses.get(view.log);
  const again =
    before !== undefined &&
    now() - before.at < clickMs &&
    before.place.line === place.line &&
    before.place.column === place.column;
  const clicks = again ? (before.clicks % 3) + 1 : 1;
  const selected = clicks === 1 ? null : clicks === 2 ? wordAt(lines, place) : wholeTextAt(lines, place.line);
  presses.set(view.log, { place, at: now(), clicks, selected, down: true });
  changePage(store, view.log, (page) => selectOn(page, selected));
}

function drag({ store }: Dashboard, { view, lines, event }: Touch): void {
  const begun = presses.get(view.log);
  if (begun?.down !== true) return;
  const rows = scrollbackRows(store.getState());
  const room: PageRoom = { lines, rows };
  let { page } = view;
  // At the edges the page goes on under the mouse.
  if (event.row <= 0) page = scrollPage(page, -1, room);
  else if (event.row >= rows) page = scrollPage(page, 1, room);
  const head = placeOf(page, lines, event);
  const { selected, clicks } = begun;
  const reach: Selection =
    selected === null || clicks === 1
      ? { kind: 'cells', anchor: begun.place, head }
      : { ...selected, head, anchor: isBefore(head, selected.anchor) ? selected.head : selected.anchor };
  changePage(store, view.log, () => selectOn(page, reach));
}

function release(dashboard: Dashboard, view: ViewOf<'scrollback'>): void {
  const begun = presses.get(view.log);
  if (begun?.down !== true) return;
  presses.set(view.log, { ...begun, down: false });
  if (view.page.selection === null) return;
  copySelection(dashboard);
  // A third click may follow: what the second one has marked stays marked.
  if (begun.clicks === 2) changePage(dashboard.store, view.log, (page) => selectOn(page, begun.selected));
}

function placeOf(page: ScrollbackPage, lines: HistoryLines, { row, column }: MouseEvent): TextPlace {
  const line = Math.max(lines.first, Math.min(page.top + row, lines.end - 1));
  return { line, column: column + page.shift };
}

function isBefore(one: TextPlace, other: TextPlace): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
