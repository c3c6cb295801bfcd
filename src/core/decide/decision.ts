import type { Event } from '../model/events.ts';
import type { FaultText } from '../fault.ts';
import type { Session } from '../model/session.ts';
import type { World } from '../model/world.ts';

/** What a request leads to: events to be journalled, or a refusal with its reason. */
export type Decision = { readonly events: readonly Event[] } | { readonly refused: FaultText };

export function accept(...events: Event[]): Decision {
  return { events };
}

/** `message`: what is wrong; `hint`: what to do. */
export function refuse(message: string, hint?: string): Decision {
  return { refused: { code: 'refused', message, hint } };
}

/** Looks the session up and decides about it, or refuses with the numbers that exist. */
export function aboutSession(world: World, id: number, decide: (session: Session) => Decision): Decision {
  const session = world.sessions[id];
  if (session !== undefined) return decide(session);
  return { refused: { code: 'not-found', message: `there is no session #${id}`, hint: 'signalbox list shows them' } };
}
