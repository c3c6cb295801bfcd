import type { Session } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';

/**
 * Ready items, next first: items not deferred before deferred ones, then judgement tasks, of which no other goes on
 * meanwhile, those others wait for, rework, the oldest.
 */
export function reviewQueue(world: World): readonly Session[] {
  return sessionsOf(world)
    .filter((session) => session.state === 'ready')
    .toSorted(
      (a, b) =>
        (a.deferredAt ?? 0) - (b.deferredAt ?? 0) ||
        Number(isJudgement(b)) - Number(isJudgement(a)) ||
        dependants(world, b) - dependants(world, a) ||
        Number(sentBack(b)) - Number(sentBack(a)) ||
        (a.readyAt ?? 0) - (b.readyAt ?? 0) ||
        a.id - b.id,
    );
}

/** Why an item is the next one, in words. */
export function whyNext(world: World, session: Session): string {
  const waiting = dependants(world, session);
  if (session.deferredAt !== null) return 'deferred earlier';
  if (isJudgement(session)) return 'judgement, one at a time';
  if (waiting > 0) return `${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'} for it`;
  if (sentBack(session)) return 'rework: you have seen it before';
  return 'waited longest';
}

function isJudgement({ task }: Session): boolean {
  return task.kind === 'judgement';
}

/** A person has seen an earlier round; one that only the gate sent back is new to them. */
function sentBack(session: Session): boolean {
  return session.messages.some((message) => message.kind === 'rejected');
}

function dependants(world: World, session: Session): number {
  return sessionsOf(world).filter((other) => other.state === 'queued' && other.task.after.includes(session.id)).length;
}
