import { newsOf } from '../measures/happenings.ts';
import type { RejectionReason } from '../model/task.ts';
import type { World } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** The person says what a failure of a session was due to: its last one. */
export function tagSession(world: World, { id, reason }: { id: number; reason: RejectionReason }): Decision {
  return aboutSession(world, id, ({ state, causes }) => {
    if (causes.length === 0 && state !== 'discarded') {
      return refuse(
        `nothing went wrong with #${id} so far: it is ${state}`,
        'a rejection, a failure or a stuck session is tagged',
      );
    }
    const last = causes.at(-1);
    if (last?.by === 'person' && last.reason === reason) return accept();
    return accept({ type: 'session.tagged', session: id, reason });
  });
}

/** The person has looked at these sessions: only those with something new are written down. */
export function lookAtSessions(world: World, ids: readonly number[]): Decision {
  const found = [...new Set(ids)].flatMap((id) => world.sessions[id] ?? []);
  const fresh = found.filter((session) => newsOf(session).length > 0);
  return accept(...fresh.map(({ id }) => ({ type: 'session.looked', session: id }) as const));
}
