import { Fault } from '../core/fault.ts';
import type { Repo, World } from '../core/model/world.ts';
import type { Session } from '../core/model/session.ts';
import type { Connection } from '../wire/connection.ts';
import type { Shell } from './shell.ts';

/** The repository that the shell stands in; null outside of any. */
export async function repositoryHere(connection: Connection, shell: Shell): Promise<Repo | null> {
  try {
    return (await connection.request('repo/open', { path: shell.cwd })).repo;
  } catch (thrown) {
    // Standing elsewhere is no mistake for a command that only looks: it then shows everything.
    if (thrown instanceof Fault && thrown.code === 'repository') return null;
    throw thrown;
  }
}

/** The session with this number. @throws Fault 'not-found' */
export function sessionIn(world: World, id: number): Session {
  const session = world.sessions[id];
  if (session !== undefined) return session;
  throw new Fault({ code: 'not-found', message: `there is no session #${id}`, hint: 'signalbox list shows them' });
}
