import { undoable } from '../../core/decide/undo.ts';
import type { Session } from '../../core/model/session.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { Result } from '../../wire/requests.ts';
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

/** Removes the worktrees of what is over: of the repository the board shows, or of all. What stays is named. */
export async function cleanWorktrees({ store, link, path }: Dashboard): Promise<void> {
  const where = store.getState().all ? null : path;
  const { bytes, removed, cleaned } = await link.request('worktrees/clean', { path: where });
  if (cleaned.length === 0) {
    say(store, 'nothing to clean up');
    return;
  }
  const stays = cleaned.filter(({ outcome }) => outcome === 'stays');
  const freed = `${removed} ${removed === 1 ? 'worktree' : 'worktrees'} removed, ${shortBytes(bytes)} freed`;
  say(store, [freed, ...staysWords(stays)].join('; '), stays.length === 0 ? 'good' : 'plain');
}

function staysWords(stays: Result<'worktrees/clean'>['cleaned']): string[] {
  const [first] = stays;
  if (first === undefined) return [];
  if (stays.length > 1) return [`${stays.length} stay: signalbox clean says why`];
  return [`${first.session === null ? first.path : `#${first.session}`} stays: ${first.why ?? ''}`];
}
