import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';
import { addMessage, enter, remember } from './change-session.ts';

type WorktreeEvent = Extract<
  Event,
  {
    type: 'ports.given' | 'clash.told' | 'worktree.measured' | 'worktree.removed' | 'worktree.restored';
  }
>;

/** What happens to a session's worktree beside its work: its ports, its size, its end and its return. */
export function reduceWorktrees(session: Session, event: WorktreeEvent, at: number): Session {
  switch (event.type) {
    case 'ports.given':
      return { ...session, ports: { first: event.first, count: event.count } };
    case 'clash.told': {
      if (session.toldClashes.includes(event.clash)) return session;
      const told = { ...session, toldClashes: [...session.toldClashes, event.clash] };
      return remember(addMessage(told, { kind: 'note', text: event.text, at }), at, `told of a clash: ${event.clash}`);
    }
    case 'worktree.measured':
      return { ...session, diskBytes: event.bytes };
    case 'worktree.removed': {
      const { worktree } = session;
      if (worktree === null) return session;
      const { branch, base } = worktree;
      const kept = event.kept === null ? null : { ...event.kept, at, branch, base };
      const gone = { ...session, worktree: null, prepared: false, diskBytes: null, kept };
      return remember(gone, at, kept === null ? 'worktree removed' : `worktree removed, its work kept as ${kept.ref}`);
    }
    case 'worktree.restored': {
      const { path, branch, base } = event;
      const back = {
        ...enter(session, 'stopped', at),
        worktree: { path, branch, base },
        kept: null,
      };
      return remember({ ...back, reason: 'restored' }, at, 'restored');
    }
  }
}
