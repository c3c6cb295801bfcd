import type { Session } from '../model/session.ts';
import type { World } from '../model/world.ts';

/** A landing that takes another one back has come to its end: the other one knows, and what that had taken back is there again. */
export function reduceUndone(world: World, { id, undoes, landed }: Session): World {
  if (undoes === null || landed === null || landed.commit === null) return world;
  const undone = world.sessions[undoes.session];
  if (undone === undefined) return world;
  const sessions = { ...world.sessions, [undone.id]: { ...undone, undoneBy: id } };
  const before = undone.undoes === null ? undefined : sessions[undone.undoes.session];
  if (before !== undefined && before.undoneBy === undone.id) sessions[before.id] = { ...before, undoneBy: null };
  return { ...world, sessions };
}
