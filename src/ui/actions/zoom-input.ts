import { type PictureModes, plainModes } from '../../core/picture.ts';
import type { DetachKey } from '../../tty/detach-key.ts';
import type { InputEvent } from '../../tty/keys/input-event.ts';
import { zoomKeys } from '../../tty/zoom-keys.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import type { Dashboard } from './dashboard.ts';
import { attempt } from './dashboard.ts';

/** What the session's program asked for. */
export function modesOf({ screens }: Pick<Dashboard, 'screens'>, session: number): PictureModes {
  return screens.get(session)?.modes ?? plainModes;
}

/** Sends what was typed to the zoomed session; the detach key is kept back. Says whether bytes went out. */
export function takeZoomInput(
  dashboard: Dashboard,
  { event, session, detach }: { event: InputEvent; session: number; detach: DetachKey },
): boolean {
  if (detach.take(event) === 'taken') return false;
  const rect = layoutScreen(dashboard.store.getState().size).zoom;
  const bytes = zoomKeys(event, { modes: modesOf(dashboard, session), rect });
  if (bytes === undefined) return false;
  attempt(dashboard, async () => {
    await dashboard.link.request('screen/type', { session, bytes: bytes.toString('base64') });
  });
  return true;
}
