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
  const longer = now - digits.at < digitMs ? digits.text + digit : digit;
  const { order } = boardNow(store.getState());
  const numbers = [longer, digit].map(Number);
  const found =
    order.find((session) => session.id === numbers[0]) ?? order.find((session) => session.id === numbers[1]);
  store.setState({ digits: { text: longer, at: now } });
  if (found !== undefined) store.setState({ selected: found.id, message: null });
  else if (!order.some((session) => String(session.id).startsWith(longer)))
    say(store, `there is no session #${longer}`);
}

function select(store: DashboardStore, position: number): void {
  const session = boardNow(store.getState()).order[position];
  if (session !== undefined) store.setState({ selected: session.id, message: null });
}
