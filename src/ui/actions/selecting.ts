import { moveSelection } from '../layout/layout-board.ts';
import { type DashboardStore, boardNow, say } from '../state/store.ts';

/** How long a digit waits for the next one of a session's number, milliseconds. */
const digitMs = 1000;

/** Moves the selection on the board as it lies on the screen. */
export function moveInDirection(store: DashboardStore, direction: 'left' | 'right' | 'up' | 'down'): void {
  const { layout, content } = boardNow(store.getState());
  select(store, moveSelection(layout, content, direction));
}

/** The next or previous session in the board's order, round the ends. */
export function moveBy(store: DashboardStore, by: 1 | -1): void {
  const { order, content } = boardNow(store.getState());
  if (order.length > 0) select(store, (content.selected + by + order.length) % order.length);
}

/** The first session of the next or previous page of tiles. */
export function pageBy(store: DashboardStore, by: 1 | -1): void {
  const { layout } = boardNow(store.getState());
  const page = layout.page + by;
  if (page < 0 || page >= layout.pages) {
    say(store, layout.pages === 1 ? 'all tiles are on this page' : `there are ${layout.pages} pages`);
    return;
  }
  select(store, page * layout.capacity);
}

/** Selects a session by its number; digits typed quickly after each other make one number. */
export function pickByNumber(store: DashboardStore, { digit, now }: { digit: string; now: number }): void {
  const { digits } = store.getState();
  const { order } = boardNow(store.getState());
  // Where all numbers have one digit, the next digit is the next choice.
  const joins = now - digits.at < digitMs && order.some(({ id }) => id > 9);
  const text = joins ? digits.text + digit : digit;
  const found = order.find((session) => session.id === Number(text));
  store.setState({ digits: { text, at: now } });
  if (found !== undefined) store.setState({ selected: found.id, message: null });
  else if (!order.some(({ id }) => String(id).startsWith(text))) say(store, `there is no session #${text}`);
}

function select(store: DashboardStore, position: number): void {
  const session = boardNow(store.getState()).order[position];
  if (session !== undefined) store.setState({ selected: session.id, message: null });
}
