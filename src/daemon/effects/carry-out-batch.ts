import type { Session } from '../../core/model/session.ts';
import { tamperedWords } from '../../core/words/tampered-words.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Repo } from '../../core/model/world.ts';
import { landedCommits } from '../../gate/batch/landed-commits.ts';
import { type LandingOutcome, carryOutLanding as moveTarget, tidyLanding } from '../../gate/landing/land.ts';
import { Passed, passed } from '../../gate/landing/passed.ts';
import { recoverLanding } from '../../gate/landing/recover-landing.ts';
import { inLane } from '../../git/plumbing/places.ts';
import type { Crew } from '../crew.ts';
import { prepareApproved } from './prepare-approved.ts';
import { repoOf } from './run-gate.ts';

type BatchEffect = Extract<Effect, { kind: 'batch.carry-out' }>;

interface Members {
  readonly crew: Crew;
  readonly repo: Repo;
  /** In the order in which they land. */
  readonly sessions: readonly Session[];
}

/**
 * Lands what was judged together in one step of the branch, from the target to the last of the commits, the only one on
 * which checks ran. All intents are journalled before, and all are finished in one record after.
 */
export async function carryOutBatch(crew: Crew, effect: BatchEffect, signal: AbortSignal): Promise<void> {
  const repo = repoOf(crew, effect.session);
  await inLane(`landing ${repo.root}`, async () => {
    const sessions = effect.sessions.map((id) => crew.ledger.session(id));
    if (!signal.aborted && sessions.every(isJudgedTogether)) await land({ crew, repo, sessions });
  });
}

function isJudgedTogether({ state, landing }: Session): boolean {
  return state === 'landing' && landing !== null && landing.batch !== null;
}

async function land(members: Members): Promise<void> {
  const { crew, repo, sessions } = members;
  const { root, target: branch } = repo;
  const message = `signalbox: land ${sessions.map(({ id }) => `#${id}`).join(', ')}`;
  const intent = sessions[0]?.landing?.intent ?? null;
  if (intent !== null) {
    const { from, to, checkouts } = intent;
    const recovered = await recoverLanding({ root, branch, from, to, checkouts, message });
    if (recovered.kind !== 'redo') return record(members, recovered);
  }
  const changes = await crew.guards.look(repo);
  if (changes.length > 0) return record(members, { kind: 'blocked', why: tamperedWords(changes) });
  const pass = passOf(sessions);
  const waits = sessions.some(({ landing }) => landing !== null && landing.waits !== null);
  const id = sessions[0]?.id ?? 0;
  const prepared = await prepareApproved(repo, { id, pass, fetch: waits ? 'now and then' : 'now' });
  if (prepared.kind !== 'ready') return record(members, prepared);
  const { landing, sealed } = prepared;
  const intended = { from: landing.from, to: landing.to, checkouts: [...landing.checkouts] };
  crew.ledger.append(
    ...sessions.map((session) => ({ type: 'landing.intended' as const, session: session.id, ...intended })),
  );
  return record(members, await moveTarget({ landing, pass, sealed, message }));
}

/** The pass of all of them as one step. */
function passOf(sessions: readonly Session[]): Passed {
  const passes = sessions.flatMap(({ verdict, approval }) =>
    verdict === null || approval === null ? [] : (passed(verdict, approval.acknowledged) ?? []),
  );
  const pass = passes.length === sessions.length ? Passed.chain(passes) : undefined;
  if (pass === undefined) throw new Error(`${sessions.map(({ id }) => `#${id}`).join(', ')} did not pass as one`);
  return pass;
}

async function record({ crew, repo, sessions }: Members, outcome: LandingOutcome): Promise<void> {
  const { ledger } = crew;
  const ids = sessions.map(({ id }) => id);
  switch (outcome.kind) {
    case 'outdated':
      ledger.append(...ids.map((session) => ({ type: 'landing.outdated' as const, session, target: outcome.target })));
      return;
    case 'blocked':
      ledger.append(...ids.map((session) => ({ type: 'landing.blocked' as const, session, why: outcome.why })));
      return;
    case 'landed': {
      const from = sessions[0]?.verdict?.target ?? '';
      const candidates = sessions.map(({ verdict }) => verdict?.candidate ?? '');
      const commits = await landedCommits({ root: repo.root, from, candidates, to: outcome.commit });
      // Before it is recorded: what a crash leaves of this is then looked after like the rest of it.
      for (const [index, { id, approval }] of sessions.entries()) {
        const snapshot = approval?.snapshot ?? '';
        await tidyLanding({ root: repo.root, id, snapshot, commit: commits[index] ?? outcome.commit });
      }
      ledger.append(
        ...ids.map((session, index) => ({
          type: 'landing.finished' as const,
          session,
          commit: commits[index] ?? outcome.commit,
        })),
      );
    }
  }
}
