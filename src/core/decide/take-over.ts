import { waitsFor } from '../rules/admission.ts';
import type { World } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** What its agent is told when a person goes on with its conversation. */
const told = 'A person takes over here by hand. Do nothing until they write to you.';

/**
 * The person goes on with the item in hand themselves, in its agent's own conversation and worktree. A reviewed session has
 * no process: its agent starts again, for which it needs a place under the cap now. The work is judged again when it is done.
 */
export function takeOver(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    if (session.state !== 'reviewing')
      return refuse(
        `#${id} is ${session.state}`,
        'only the item in hand is taken over; attach goes into a live session',
      );
    if (session.undoes !== null) return refuse(`no agent works on #${id}`, 'it takes a landing back by itself');
    if (session.ending !== null) return refuse(`the process of #${id} is still ending`, 'try again in a few seconds');
    const waits = waitsFor(world, { ...session, state: 'queued', queuedAs: 'rework' });
    if (waits !== null) return refuse(`the agent of #${id} can't start now: ${waits}`, 'its review goes on meanwhile');
    return accept({ type: 'session.resumed', session: id, note: told });
  });
}
