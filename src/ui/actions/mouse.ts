import type { MouseEvent } from '../../tty/keys/input-event.ts';
import type { Rect } from '../../tty/cells.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { boardNow, topView } from '../state/store.ts';
import type { View } from '../state/views.ts';
import type { Dashboard } from './dashboard.ts';
import { scrollQuestion } from './answering/scroll-question.ts';
import { takeScrollbackMouse } from './scrollback-mouse.ts';
import { openScrollback } from './open-scrollback.ts';
import { pressKey } from './take-input.ts';

/** Lines that one notch of the wheel scrolls. */
const wheelLines = 3;
const scrolled: ReadonlySet<View['kind']> = new Set(['review', 'log', 'help', 'scrollback', 'stats', 'digest']);

/** The mouse on the dashboard: a click selects a session, the wheel scrolls texts, dragging selects what was printed. Everything has a key as well. */
export function takeMouse(dashboard: Dashboard, event: MouseEvent): void {
  const { store } = dashboard;
  const state = store.getState();
  const view = topView(state);
  if (event.action === 'wheel-up' || event.action === 'wheel-down') {
    if (view?.kind === 'picture' && event.action === 'wheel-up')
      openScrollback(dashboard, { session: view.session, terminal: null });
    if (view?.kind === 'answers') scrollQuestion(dashboard, event.action === 'wheel-up' ? -wheelLines : wheelLines);
    if (view === null || !scrolled.has(view.kind)) return;
    const name = event.action === 'wheel-up' ? 'up' : 'down';
    for (let line = 0; line < wheelLines; line++) pressKey(dashboard, { name, text: null });
    return;
  }
  if (view?.kind === 'scrollback') takeScrollbackMouse(dashboard, event);
  if (view !== null || event.action !== 'press' || event.button !== 'left') return;
  if (layoutScreen(state.size).kind === 'narrow' && state.pane !== 'board') return;
  const { order, layout } = boardNow(state);
  const tile = layout.tiles.find(({ rect }) => holds(rect, event));
  const { list } = layout;
  const folded = list !== null && holds(list.rect, event) ? list.first + event.row - list.rect.row : -1;
  const session = order[tile?.position ?? folded];
  if (session !== undefined) store.setState({ selected: session.id, message: null });
}

function holds(rect: Rect, { row, column }: { row: number; column: number }): boolean {
  return row >= rect.row && row < rect.row + rect.rows && column >= rect.column && column < rect.column + rect.columns;
}
