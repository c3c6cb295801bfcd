import type { PictureModes } from '../../core/picture.ts';
import type { Rect } from '../../tty/cells.ts';
import type { DetachKey } from '../../tty/detach-key.ts';
import type { InputEvent } from '../../tty/keys/input-event.ts';
import { zoomKeys } from '../../tty/zoom-keys.ts';
import { findAction } from '../keymap/bindings.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { cropAround } from '../state/screens.ts';
import { type ViewOf, screenOf } from '../state/views.ts';
import type { Dashboard } from './dashboard.ts';
import { modesOf } from './modes-of.ts';
import { openScrollback } from './open-scrollback.ts';

/** What became of an event: bytes went out; nothing did; the session was left and the event is for what is shown now. */
export type ZoomTaken = 'sent' | 'kept' | 'left';

/** Sends what was typed to the zoomed session; the detach key is kept back. */
export function takeZoomInput(
  dashboard: Dashboard,
  { event, view, detach, spoken }: { event: InputEvent; view: ViewOf<'zoom'>; detach: DetachKey; spoken: number },
): ZoomTaken {
  const verdict = detach.take(event);
  if (verdict !== 'session') return verdict === 'left' ? 'left' : 'kept';
  const screen = screenOf(view);
  const modes = modesOf(dashboard, screen);
  if (readsBack(dashboard, event, modes)) {
    openScrollback(dashboard, view);
    return 'kept';
  }
  const bytes = zoomKeys(event, { modes, rect: pictureRect(dashboard, screen), spoken });
  if (bytes === undefined) return 'kept';
  const { store, typed } = dashboard;
  if (store.getState().link.kind === 'lost') {
    if (event.kind !== 'mouse' && event.kind !== 'focus') {
      store.setState(({ lostKeys }) => ({ lostKeys: lostKeys + 1 }));
    }
    return 'kept';
  }
  typed.push(screen, bytes);
  return 'sent';
}

/** The wheel and a key read back, where the program leaves them to its terminal. */
function readsBack({ bindings }: Dashboard, event: InputEvent, modes: PictureModes): boolean {
  if (modes.alternateScreen) return false;
  if (event.kind === 'mouse') return event.action === 'wheel-up' && modes.mouse === 'none';
  return event.kind === 'key' && findAction(bindings, ['zoom'], event.name) === 'zoom.scrollback';
}

/** Where the program's whole screen lies on the terminal; parts of it may be out of sight. */
function pictureRect({ store, screens }: Dashboard, screen: number): Rect {
  const { zoom } = layoutScreen(store.getState().size);
  const live = screens.get(screen);
  if (live === null) return zoom;
  const crop = cropAround(live, zoom);
  const { rows, columns } = live.grid;
  return { row: zoom.row - crop.row, column: zoom.column - crop.column, rows, columns };
}
