import { type Session, isOver } from '../model/session.ts';
import { countLines } from '../model/verdict.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { counted } from '../words/counted.ts';
import { spanInWords } from '../words/span-words.ts';
import { clashesOf } from './clashes.ts';

/**
 * Which review comes next. The rule, in this order:
 *
 * 1. who was passed over five times comes first, the oldest of them before the others: nobody waits for ever;
 * 2. what the person deferred comes last, the one that was deferred longest ago first;
 * 3. judgement tasks: no other one goes on meanwhile;
 * 4. what most tasks wait for;
 * 5. what clashes with most other work: when it has landed the others are told, and before that they go on in vain;
 * 6. rework: the person knows it, and still does;
 * 7. what was passed over more often, that is, has waited for more reviews;
 * 8. among those that came up since the same review the smallest, then the oldest.
 *
 * Age counts in reviews, not in hours: a night does not make everything equally urgent.
 */

/** Who was passed over so often is next. */
const patience = 5;

interface Standing {
  readonly session: Session;
  /** Since when it waits for its turn. */
  readonly since: number;
  readonly passed: number;
  readonly dependants: number;
  readonly clashes: readonly number[];
  readonly rework: boolean;
  readonly lines: number;
}

/** Ready items, next first. */
export function reviewQueue(world: World): readonly Session[] {
  return standings(world).map(({ session }) => session);
}

/**
 * Why an item is where it is, in words: `2 tasks wait for it`, `clashes with #3, which can then be told`, `waited 42 min, longest`.
 */
export function whyNext(world: World, session: Session, now: number): string {
  const all = standings(world);
  const own = all.find((each) => each.session.id === session.id) ?? standingOf(world, session);
  const others = all.filter((each) => each.session.id !== session.id);
  const { passed, since, dependants, clashes } = own;
  if (isOverdue(own)) return `passed over ${passed} times: its turn, whatever the others are`;
  if (session.deferredAt !== null) return `deferred ${spanInWords(now - since)} ago`;
  const reasons = [
    ...(isJudgement(session) ? ['judgement, one at a time'] : []),
    ...(dependants > 0 ? [`${counted(dependants, 'task')} ${dependants === 1 ? 'waits' : 'wait'} for it`] : []),
    ...(clashes.length > 0 ? [`clashes with ${listed(clashes)}, which can then be told`] : []),
    ...(own.rework ? ['rework: you have seen it before'] : []),
  ];
  return reasons.length > 0 ? reasons.join('; ') : ageWords(own, { others, now });
}

function ageWords(own: Standing, { others, now }: { others: readonly Standing[]; now: number }): string {
  const waited = `waited ${spanInWords(now - own.since)}`;
  if (others.length === 0) return `${waited}, the only one`;
  if (others.every((other) => other.since >= own.since)) return `${waited}, longest`;
  const peers = others.filter((other) => other.passed === own.passed);
  const smallest = peers.length > 0 && peers.every((other) => other.lines > own.lines);
  return smallest ? `${waited}; with ${counted(own.lines, 'line')} the smallest of the newest` : waited;
}

function listed(sessions: readonly number[]): string {
  const names = sessions.map((id) => `#${id}`);
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function standings(world: World): readonly Standing[] {
  return sessionsOf(world)
    .filter((session) => session.state === 'ready')
    .map((session) => standingOf(world, session))
    .toSorted(before);
}

function before(a: Standing, b: Standing): number {
  const overdue = Number(isOverdue(b)) - Number(isOverdue(a));
  if (overdue !== 0) return overdue;
  if (isOverdue(a)) return a.since - b.since || a.session.id - b.session.id;
  return (
    (a.session.deferredAt ?? 0) - (b.session.deferredAt ?? 0) ||
    Number(isJudgement(b.session)) - Number(isJudgement(a.session)) ||
    b.dependants - a.dependants ||
    b.clashes.length - a.clashes.length ||
    Number(b.rework) - Number(a.rework) ||
    b.passed - a.passed ||
    a.lines - b.lines ||
    a.since - b.since ||
    a.session.id - b.session.id
  );
}

function isOverdue({ passed }: Standing): boolean {
  return passed >= patience;
}

function isJudgement({ task }: Session): boolean {
  return task.kind === 'judgement';
}

function standingOf(world: World, session: Session): Standing {
  const since = session.deferredAt ?? session.readyAt ?? session.since;
  const { added, removed } = countLines(session.verdict?.files ?? []);
  return {
    session,
    since,
    passed: passedOver(world, { session: session.id, since }),
    dependants: waitingFor(world, session.id).size,
    clashes: clashesOf(world, session)
      .flatMap(({ with: other }) => (typeof other === 'number' ? [other] : []))
      .filter((id) => world.sessions[id] !== undefined && !isOver(world.sessions[id])),
    // A person has seen an earlier round; one that only the gate sent back is new to them.
    rework: session.messages.some((message) => message.kind === 'rejected'),
    lines: added + removed,
  };
}

/** How many others were decided about while it waited. */
function passedOver({ pace }: World, { session, since }: { session: number; since: number }): number {
  let passed = 0;
  for (let at = pace.reviews.length - 1; at >= 0; at--) {
    const review = pace.reviews[at];
    if (review === undefined || review.at < since) break;
    if (review.session !== session && review.takenAt > since) passed++;
  }
  return passed;
}

/** Queued tasks that wait for it to land, also by way of each other. */
function waitingFor(world: World, id: number): ReadonlySet<number> {
  const found = new Set<number>();
  const queued = sessionsOf(world).filter(({ state }) => state === 'queued');
  const follow = (on: number): void => {
    for (const { id: other, task } of queued) {
      if (!task.after.includes(on) || found.has(other)) continue;
      found.add(other);
      follow(other);
    }
  };
  follow(id);
  return found;
}
