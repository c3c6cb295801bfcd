import type { Event } from '../events.ts';
import type { World } from '../world.ts';

/**
 * Several approved items that were judged as one: green, each gets the evidence and its place in the line; red, the set
 * is remembered, so that it is judged in halves.
 */
export function reduceBatch(world: World, event: Extract<Event, { type: 'batch.judged' }>, at: number): World {
  const repo = world.repos[event.repo];
  if (repo === undefined) return world;
  const sessions = event.members.map((member) => member.session);
  if (event.verdict === 'red') {
    const known = repo.redBatches?.target === event.target ? repo.redBatches.sessions : [];
    const redBatches = { target: event.target, sessions: [...known, sessions] };
    return { ...world, repos: { ...world.repos, [repo.id]: { ...repo, redBatches } } };
  }
  const to = event.members.at(-1)?.candidate ?? event.target;
  const batch = { from: event.target, to, sessions };
  const changed = { ...world.sessions };
  let target = event.target;
  for (const { session: id, candidate, tree } of event.members) {
    const session = world.sessions[id];
    const { verdict, landing, approval } = session ?? {};
    if (session === undefined || !verdict || !landing || !approval) continue;
    changed[id] = {
      ...session,
      gate: null,
      verdict: {
        ...verdict,
        kind: 'green',
        target,
        candidate,
        tree,
        checks: event.checks,
        finishedAt: at,
      },
      approval: { ...approval, candidate },
      landing: { ...landing, batch },
    };
    target = candidate;
  }
  return { ...world, sessions: changed };
}
