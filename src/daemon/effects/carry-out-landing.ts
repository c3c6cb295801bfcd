import type { Session } from '../../core/model/session.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Repo } from '../../core/model/world.ts';
import { Fault } from '../../core/fault.ts';
import { type LandingOutcome, carryOutLanding as moveTarget, tidyLanding } from '../../gate/landing/land.ts';
import { passed } from '../../gate/landing/passed.ts';
import { recoverLanding } from '../../gate/landing/recover-landing.ts';
import { inLane } from '../../git/plumbing/places.ts';
import type { Crew } from '../crew.ts';
import { prepareApproved } from './prepare-approved.ts';
import { repoOf } from './run-gate.ts';
import { tamperedWords } from '../../core/words/tampered-words.ts';

type LandingEffect = Extract<Effect, { kind: 'landing.carry-out' }>;

/**
 * Brings an approved round to its target, one landing at a time in a repository. The intent is journalled before
 * anything moves; begun again after a crash, it first finds out how far it came. What is in the way makes it wait.
 */
export async function carryOutLanding(crew: Crew, effect: LandingEffect, signal: AbortSignal): Promise<void> {
  const repo = repoOf(crew, effect.session);
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
  // One that waits is tried again every few seconds: that is no reason to ask the upstream as often.
  const prepared = await prepareApproved(repo, {
    id: session.id,
    pass,
    fetch: landing.waits === null ? 'now' : 'now and then',
  });
  if (prepared.kind !== 'ready') {
    await record(crew, { session, repo, outcome: prepared });
    return;
  }
  const { from, to, checkouts } = prepared.landing;
  crew.ledger.append({ type: 'landing.intended', session: session.id, from, to, checkouts: [...checkouts] });
  const outcome = await moveTarget({ ...prepared, pass, message });
  await record(crew, { session, repo, outcome });
}

async function record(
  crew: Crew,
  { session, repo, outcome }: { session: Session; repo: Repo; outcome: LandingOutcome },
): Promise<void> {
  switch (outcome.kind) {
    case 'landed':
      for (const note of outcome.notes ?? []) crew.log(`#${session.id} has landed; ${note}`);
      await tidy(session, repo, outcome.commit);
      crew.ledger.append({ type: 'landing.finished', session: session.id, commit: outcome.commit });
      return;
    case 'outdated':
      crew.ledger.append({ type: 'landing.outdated', session: session.id, target: outcome.target });
      return;
    case 'blocked':
      crew.ledger.append({ type: 'landing.blocked', session: session.id, why: outcome.why });
  }
}

/** Before the landing is recorded as finished: what a crash leaves of this is then looked after like the rest of it. */
async function tidy({ id, approval }: Session, { root }: Repo, commit: string): Promise<void> {
  try {
    await tidyLanding({ root, id, snapshot: approval?.snapshot ?? '', commit });
  } catch (thrown) {
    // It has landed all the same, and refs that are left over harm nobody.
    if (!(thrown instanceof Fault)) throw thrown;
  }
}
