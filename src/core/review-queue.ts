import type { Session } from './session.ts';
import { type World, sessionsOf } from './world.ts';

/** Ready items, next first: items not deferred before deferred ones, then those others wait for, rework, the oldest. */
export function reviewQueue(world: World): readonly Session[] {
  return sessionsOf(world)
    .filter((session) => session.state === 'ready')
    .toSorted(
      (a, b) =>
        (a.deferredAt ?? 0) - (b.deferredAt ?? 0) ||
        dependants(world, b) - dependants(world, a) ||
        Number(b.round > 1) - Number(a.round > 1) ||
        (a.readyAt ?? 0) - (b.readyAt ?? 0) ||
        a.id - b.id,
    );
}

/** Why an item is the next one, in words. */
export function whyNext(world: World, session: Session): string {
  const waiting = dependants(world, session);
  if (session.deferredAt !== null) return 'deferred earlier';
  if (waiting > 0) return `${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'} for it`;
  if (session.round > 1) return 'rework: you have seen it before';
  return 'waited longest';
}

function dependants(world: World, session: Session): number {
  return sessionsOf(world).filter((other) => other.state === 'queued' && other.task.after.includes(session.id)).length;
}
