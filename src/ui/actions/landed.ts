import { undoable } from '../../core/decide/undo.ts';
import type { Session } from '../../core/session.ts';
import { shortBytes } from '../../core/short-bytes.ts';
import { type DashboardState, say } from '../state/store.ts';
import type { Dashboard } from './dashboard.ts';

/** Why the landing of a session cannot be taken back; null when it can. */
export function undoReason(state: DashboardState, session: Session): string | null {
  const found = undoable(state.world, session);
  return 'refused' in found ? `${found.refused}: ${found.hint}` : null;
}

/** Asks for a landing to be taken back, by a session of its own. */
export async function undoLanding({ store, link }: Dashboard, id: number): Promise<void> {
  const { session } = await link.request('session/undo', { session: id });
  say(store, `#${session} takes #${id} back: it is judged, and lands like any other work`, 'good');
}

/** Brings the work of a worktree that was removed back. */
export async function restoreWork({ store, link }: Dashboard, id: number): Promise<void> {
  const { path } = await link.request('session/restore', { session: id });
  say(store, `the work of #${id} is back in ${path}; R resumes it`, 'good');
}

/** Removes the worktrees of what is over: of the repository the board shows, or of all. */
export async function cleanWorktrees({ store, link, path }: Dashboard): Promise<void> {
  const { bytes, removed } = await link.request('worktrees/clean', { path: store.getState().all ? null : path });
  say(store, `${removed} ${removed === 1 ? 'worktree' : 'worktrees'} removed, ${shortBytes(bytes)} freed`, 'good');
}
