import type { Event } from '../model/events.ts';
import type { Repo, World } from '../model/world.ts';
import { noteChecks } from './check-counts.ts';

type BatchEvent = Extract<Event, { type: 'batch.judged' }>;

/**
 * Several approved items that were judged as one: green, each gets the evidence and its place in the line; red, the set
 * is remembered, so that it is judged in halves. Who conflicts with the others is judged alone.
 */
export function reduceBatch(world: World, event: BatchEvent, at: number): World {
  const repo = world.repos[event.repo];
  if (repo === undefined) return world;
  const known = repo.redBatches?.target === event.target ? repo.redBatches.sessions : [];
  const sessions = event.members.map((member) => member.session);
  const red = event.verdict === 'red' && sessions.length > 0 ? [sessions] : [];
  const learnt = [...known, ...red, ...event.leftOut.map((id) => [id])];
  const redBatches = learnt.length === 0 ? null : { target: event.target, sessions: learnt };
  const judged = withoutGates(world, [...sessions, ...event.leftOut]);
  const changed = withRepo(judged, { ...noteChecks(repo, event.checks, at), redBatches });
  return event.verdict === 'green' ? withEvidence(changed, event, at) : changed;
}

function withoutGates(world: World, ids: readonly number[]): World {
  const sessions = { ...world.sessions };
  for (const id of ids) {
    const session = sessions[id];
    if (session !== undefined) sessions[id] = { ...session, gate: null, breakdowns: 0 };
  }
  return { ...world, sessions };
}

function withEvidence(world: World, event: BatchEvent, at: number): World {
  const sessions = event.members.map((member) => member.session);
  const to = event.members.at(-1)?.candidate ?? event.target;
  const batch = { from: event.target, to, sessions };
  const changed = { ...world.sessions };
  let target = event.target;
  for (const { session: id, candidate, tree } of event.members) {
    const session = world.sessions[id];
    const { verdict, landing, approval } = session ?? {};
    // One of them is approved no longer: what they are together is not what would land.
    if (session === undefined || !verdict || !landing || !approval || landing.intent !== null) return world;
    changed[id] = {
      ...session,
      outlook: null,
      verdict: { ...verdict, kind: 'green', target, candidate, tree, checks: event.checks, finishedAt: at },
      approval: { ...approval, candidate },
      landing: { ...landing, waits: null, batch },
    };
    target = candidate;
  }
  return { ...world, sessions: changed };
}

/** What was judged together lands together or not at all: without one of them the others are judged anew. */
export function dropBrokenBatches(world: World): World {
  const broken = Object.values(world.sessions).filter(({ landing }) => {
    if (landing === null || landing.batch === null || landing.intent !== null) return false;
    const { to, sessions } = landing.batch;
    return sessions.some((id) => world.sessions[id]?.landing?.batch?.to !== to);
  });
  if (broken.length === 0) return world;
  const sessions = { ...world.sessions };
  for (const session of broken) {
    if (session.landing !== null) sessions[session.id] = { ...session, landing: { ...session.landing, batch: null } };
  }
  return { ...world, sessions };
}

function withRepo(world: World, repo: Repo): World {
  return { ...world, repos: { ...world.repos, [repo.id]: repo } };
}
