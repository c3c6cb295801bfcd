import type { Session } from '../../core/session.ts';
import type { Effect } from '../../core/wanted.ts';
import type { Repo } from '../../core/world.ts';
import {
  type LandingOutcome,
  carryOutLanding as moveTarget,
  prepareLanding,
  tidyLanding,
} from '../../gate/landing/land.ts';
import { passed } from '../../gate/landing/passed.ts';
import { recoverLanding } from '../../gate/landing/recover-landing.ts';
import { inLane } from '../../git/plumbing/places.ts';
import type { Crew } from '../crew.ts';
import { tamperedWords } from '../guard-watch.ts';

type LandingEffect = Extract<Effect, { kind: 'landing.carry-out' }>;

/**
 * Brings an approved round to its target, one landing at a time in a repository. The intent is journalled before
 * anything moves; begun again after a crash, it first finds out how far it came. What is in the way makes it wait.
 */
export async function carryOutLanding(crew: Crew, effect: LandingEffect, signal: AbortSignal): Promise<void> {
  const session = crew.ledger.session(effect.session);
  const repo = crew.ledger.world.repos[session.repo];
  if (repo === undefined) throw new Error(`#${session.id} has no repository`);
  await inLane(`landing ${repo.root}`, async () => {
    if (!signal.aborted) await land(crew, crew.ledger.session(effect.session), repo);
  });
}

async function land(crew: Crew, session: Session, repo: Repo): Promise<void> {
  const { verdict, approval, landing } = session;
  if (session.state !== 'landing' || verdict === null || approval === null || landing === null) return;
  if (verdict.kind === 'unchanged') {
    crew.ledger.append({ type: 'landing.finished', session: session.id, commit: null });
    return;
  }
  const message = `signalbox: land #${session.id}`;
  if (landing.intent !== null) {
    const { from, to, checkouts } = landing.intent;
    const recovered = await recoverLanding({ root: repo.root, branch: repo.target, from, to, checkouts, message });
    if (recovered.kind !== 'redo') {
      await record(crew, { session, repo, outcome: recovered });
      return;
    }
  }
  const changes = await crew.guards.look(repo);
  if (changes.length > 0) {
    await record(crew, { session, repo, outcome: { kind: 'blocked', why: tamperedWords(changes) } });
    return;
  }
  const pass = passed(verdict, approval.acknowledged);
  if (pass === undefined) throw new Error(`#${session.id} was approved without a gate that lets it pass`);
  const order = { root: repo.root, branch: repo.target, expectedTarget: pass.target, candidate: pass.candidate };
  const prepared = await prepareLanding(order);
  if (prepared.kind !== 'ready') {
    await record(crew, { session, repo, outcome: prepared });
    return;
  }
  const { checkouts } = prepared.landing;
  crew.ledger.append({
    type: 'landing.intended',
    session: session.id,
    from: pass.target,
    to: pass.candidate,
    checkouts: [...checkouts],
  });
  const outcome = await moveTarget({ landing: prepared.landing, pass, message });
  await record(crew, { session, repo, outcome });
}

async function record(
  crew: Crew,
  { session, repo, outcome }: { session: Session; repo: Repo; outcome: LandingOutcome },
): Promise<void> {
  switch (outcome.kind) {
    case 'landed':
      crew.ledger.append({ type: 'landing.finished', session: session.id, commit: outcome.commit });
      await tidyLanding({ root: repo.root, id: session.id, snapshot: session.approval?.snapshot ?? '' });
      return;
    case 'outdated':
      crew.ledger.append({ type: 'landing.outdated', session: session.id, target: outcome.target });
      return;
    case 'blocked':
      crew.ledger.append({ type: 'landing.blocked', session: session.id, why: outcome.why });
  }
}
