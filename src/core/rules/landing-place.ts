import { approvedOf } from './landing-line.ts';
import { waitsSentence } from '../words/listing.ts';
import type { Session } from '../model/session.ts';
import type { World } from '../model/world.ts';

/** Approved items in the order in which they land; `repo` null: of every repository, one after the other. */
export function landingOrder(world: World, repo: string | null): readonly Session[] {
  const repos = repo === null ? Object.keys(world.repos) : [repo];
  return repos.flatMap((id) => approvedOf(world, id));
}

/** Its place among the approved items of its repository, from 1; null for one that is not approved. */
export function landingPlace(world: World, session: Session): { readonly place: number; readonly of: number } | null {
  const order = approvedOf(world, session.repo);
  const at = order.findIndex(({ id }) => id === session.id);
  return at === -1 ? null : { place: at + 1, of: order.length };
}

/** What an approved item waits for, a sentence; null when it is on its way, or not approved. */
export function landingWait(world: World, session: Session): string | null {
  const { landing, gate } = session;
  if (session.state !== 'landing' || landing === null || landing.intent !== null) return null;
  const waits = waitsSentence(world, session);
  if (waits !== null) return waits;
  if (gate !== null) return `it is judged again: ${gate.doing}`;
  const order = approvedOf(world, session.repo);
  const before = order[order.findIndex(({ id }) => id === session.id) - 1];
  return before === undefined ? null : `after #${before.id}`;
}
