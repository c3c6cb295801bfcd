import { type Session, isOver, takesPlace } from '../model/session.ts';
import { restsForTasks } from './lead.ts';
import { type World, reviewsWaiting, sessionsOf } from '../model/world.ts';

/**
 * Who may start, and what everybody else waits for: the one place where the cap, the review limit, the two piles,
 * dependencies and the order of the queue are decided.
 */

/** The queue in its order: rework first (oldest first), then new starts by priority and number. */
export function queueOf(world: World): readonly Session[] {
  return sessionsOf(world)
    .filter((session) => session.state === 'queued')
    .toSorted((a, b) => {
      if (a.queuedAs !== b.queuedAs) return a.queuedAs === 'rework' ? -1 : 1;
      if (a.queuedAs === 'rework') return a.since - b.since || a.id - b.id;
      return b.task.priority - a.task.priority || a.rank - b.rank || a.id - b.id;
    });
}

/** The next session that may have a place now; null when everything queued has to wait. */
export function nextAdmissible(world: World): Session | null {
  return queueOf(world).find((session) => waitsFor(world, session) === null) ?? null;
}

/** What a queued session waits for, in words; null when it may start, or is not in the queue. */
export function waitsFor(world: World, session: Session): string | null {
  if (session.state !== 'queued') return null;
  // Two processes must never work in one worktree.
  if (session.run !== null) return 'its agent has not ended yet';
  if (session.queuedAs === 'rework')
    return restsForTasks(world, session) ?? otherJudgement(world, session) ?? placeTaken(world, session);
  return (
    dependency(world, session) ??
    configuration(world, session) ??
    otherJudgement(world, session) ??
    reviewLimit(world) ??
    placeTaken(world, session) ??
    reworkFirst(world)
  );
}

/** Places under the cap that are taken now: sessions at work, and processes that are being ended. The header's "live". */
export function placesTaken(world: World): number {
  return sessionsOf(world).filter(takesPlace).length;
}

function placeTaken(world: World, session: Session): string | null {
  const taken = placesTaken(world);
  if (taken >= world.cap) return `cap ${taken}/${world.cap}`;
  const repo = world.repos[session.repo];
  const ownCap = repo?.config?.cap;
  if (repo === undefined || ownCap === undefined) return null;
  const own = sessionsOf(world).filter((other) => other.repo === session.repo && takesPlace(other)).length;
  return own >= ownCap ? `cap ${own}/${ownCap} of ${repo.name}` : null;
}

function reviewLimit(world: World): string | null {
  const waiting = reviewsWaiting(world);
  if (waiting < world.reviewLimit) return null;
  return `${waiting} ${waiting === 1 ? 'review' : 'reviews'} waiting, limit ${world.reviewLimit}`;
}

function dependency(world: World, session: Session): string | null {
  for (const id of session.task.after) {
    const other = world.sessions[id];
    if (other === undefined || other.state === 'landed') continue;
    if (other.state === 'discarded' || other.state === 'failed')
      return `needs you: #${id} was ${other.state === 'failed' ? 'not finished, it failed' : other.state}`;
    return `after #${id}`;
  }
  return null;
}

function configuration(world: World, session: Session): string | null {
  const repo = world.repos[session.repo];
  if (repo?.config === null || repo === undefined) return 'the repository is not trusted: signalbox trust';
  return repo.configChanged ? 'config changed: signalbox trust' : null;
}

/** A judgement task is under way from its preparation until it has landed or ended otherwise, also as rework. */
function holdsJudgement(session: Session): boolean {
  if (session.task.kind !== 'judgement' || isOver(session)) return false;
  if (session.state === 'stopped' || session.state === 'failed') return session.run !== null;
  return session.state !== 'queued' || session.queuedAs === 'rework';
}

function otherJudgement(world: World, session: Session): string | null {
  if (session.task.kind !== 'judgement') return null;
  const rework = session.queuedAs === 'rework';
  const other = sessionsOf(world).find(
    (candidate) =>
      candidate.id !== session.id &&
      holdsJudgement(candidate) &&
      // A lead that waits for its tasks leaves the person to them.
      restsForTasks(world, candidate) === null &&
      // Two that both wait to go on: the one that came first does, else each would wait for the other.
      !(rework && candidate.state === 'queued' && comesBefore(session, candidate)),
  );
  return other === undefined ? null : `judgement task #${other.id} first`;
}

function comesBefore(session: Session, other: Session): boolean {
  return session.since < other.since || (session.since === other.since && session.id < other.id);
}

/** A free place belongs to rework that can take it. */
function reworkFirst(world: World): string | null {
  const rework = sessionsOf(world).find(
    (other) => other.state === 'queued' && other.queuedAs === 'rework' && waitsFor(world, other) === null,
  );
  return rework === undefined ? null : `rework of #${rework.id} first`;
}
