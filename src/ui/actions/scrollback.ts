import type { ActionOf } from '../keymap/keymap.ts';
import {
  type PageRoom,
  type ScrollbackPage,
  extendSelection,
  scrollPage,
  selectOn,
  selectionStart,
  stepMatch,
} from '../scrollback/page.ts';
import { selectedText } from '../scrollback/selection.ts';
import { type DashboardState, popView, pushView, say } from '../state/store.ts';
import { fieldOf } from '../text/field.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openHelp } from './open-help.ts';
import { toggleMouse } from './mouse-reports.ts';
import { changePage, scrollbackView } from './scrollback-page.ts';
import { startSearch } from './scrollback-search.ts';

/** One step of the horizontal scroll, columns. */
const shiftStep = 8;
/** What terminals take at most by OSC 52: 100,000 bytes, of which base64 leaves three quarters. */
const mostCopied = 74_994;

type Move = (page: ScrollbackPage, room: PageRoom) => ScrollbackPage;

function move({ store }: Dashboard, how: Move): void {
  const view = scrollbackView(store.getState());
  if (view === null) return;
  changePage(store, view.log, how);
  // What was said has been read.
  if (store.getState().message !== null) store.setState({ message: null });
  const { lines } = view.log;
  if (lines !== null && scrollbackView(store.getState())?.page.top === lines.first) view.log.more();
}

/** Up and down reach further while lines are selected. */
function step(by: number): Handler {
  return {
    run: (dashboard) =>
      move(dashboard, (page, room) =>
        page.selection === null ? scrollPage(page, by, room) : extendSelection(page, by, room),
      ),
  };
}

function turn(by: 1 | -1): Handler {
  return {
    run: (dashboard) =>
      move(dashboard, (page, room) => {
        const lines = by * Math.max(1, room.rows - 1);
        return page.selection === null ? scrollPage(page, lines, room) : extendSelection(page, lines, room);
      }),
  };
}

function toEnd(by: number): Handler {
  return {
    run: (dashboard) =>
      move(dashboard, (page, room) =>
        page.selection === null ? scrollPage(page, by, room) : extendSelection(page, by, room),
      ),
  };
}

function shift(by: number): Handler {
  return {
    run: (dashboard) => move(dashboard, (page) => ({ ...page, shift: Math.max(0, Math.min(page.shift + by, 1000)) })),
  };
}

function toMatch(by: 1 | -1): Handler {
  return {
    reason: (state) => {
      const search = scrollbackView(state)?.page.search ?? null;
      if (search === null) return 'nothing is searched: / searches';
      return search.matches.length === 0 ? `"${search.text}" is not found` : null;
    },
    run: (dashboard) => {
      const view = scrollbackView(dashboard.store.getState());
      // At the first match the log may hold earlier ones.
      if (by === -1 && view?.page.search?.at === 0 && view.log.more()) {
        say(dashboard.store, 'looking further back');
        return;
      }
      move(dashboard, (page, room) => stepMatch(page, by, room));
    },
  };
}

/** Puts the selected text into the terminal's clipboard. */
export function copySelection(dashboard: Dashboard): void {
  const { store } = dashboard;
  const view = scrollbackView(store.getState());
  const { lines } = view?.log ?? { lines: null };
  if (view === null || lines === null || view.page.selection === null) return;
  const text = selectedText(lines, view.page.selection);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostCopied) {
    const sizes = `${Math.ceil(bytes / 1000)} KB are selected, terminals take ${Math.floor(mostCopied / 1000)} KB`;
    say(store, `nothing is copied: ${sizes}`, 'bad');
    return;
  }
  if (text === '') {
    say(store, 'nothing is copied: the selection is empty');
    return;
  }
  dashboard.copy(text);
  changePage(store, view.log, (page) => selectOn(page, null));
  const count = text.split('\n').length;
  say(store, count === 1 ? `copied ${text.length} characters` : `copied ${count} lines`, 'good');
}

/** Takes a typed search text. */
export function searchScrollback(dashboard: Dashboard, text: string): void {
  const view = scrollbackView(dashboard.store.getState());
  if (view !== null) startSearch(dashboard, view.log, text);
}

function selectReason(state: DashboardState): string | null {
  return scrollbackView(state)?.log.lines === null ? 'the log is still being read' : null;
}

/** What keys do in what a session has printed. */
export const scrollbackActions: Readonly<Record<ActionOf<'scrollback'>, Handler>> = {
  'scrollback.down': step(1),
  'scrollback.up': step(-1),
  'scrollback.page-down': turn(1),
  'scrollback.page-up': turn(-1),
  'scrollback.top': toEnd(-Infinity),
  'scrollback.bottom': toEnd(Infinity),
  'scrollback.left': shift(-shiftStep),
  'scrollback.right': shift(shiftStep),
  'scrollback.search': {
    reason: selectReason,
    run: ({ store }) => pushView(store, { kind: 'line', purpose: 'find', field: fieldOf('') }),
  },
  'scrollback.search-next': toMatch(1),
  'scrollback.search-previous': toMatch(-1),
  'scrollback.select': {
    reason: selectReason,
    run: (dashboard) =>
      move(dashboard, (page, room) => {
        const line = page.selection?.head.line ?? selectionStart(page, room);
        const at = { line, column: 0 };
        return selectOn(page, { kind: 'lines', anchor: at, head: at });
      }),
  },
  'scrollback.copy': {
    reason: (state) =>
      (scrollbackView(state)?.page.selection ?? null) === null ? 'nothing is selected: space selects lines' : null,
    run: copySelection,
  },
  'scrollback.mouse': { run: toggleMouse },
  'scrollback.clear': {
    run: (dashboard) => {
      const page = scrollbackView(dashboard.store.getState())?.page;
      if (page?.selection != null) move(dashboard, (shown) => selectOn(shown, null));
      else if (page?.search != null) move(dashboard, (shown) => ({ ...shown, search: null }));
      else popView(dashboard.store);
    },
  },
  'scrollback.help': { run: ({ store }) => openHelp(store) },
  'scrollback.leave': { run: ({ store }) => popView(store) },
};
