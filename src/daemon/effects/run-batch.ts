import { join } from 'node:path';
import type { Effect } from '../../core/rules/wanted.ts';
import { heldEvidence } from '../../gate/checks/evidence.ts';
import { judgeBatch } from '../../gate/batch/judge-batch.ts';
import type { Crew } from '../crew.ts';
import { misleads } from '../guard-watch.ts';
import { aloneIn, gateOrder, repoOf } from './run-gate.ts';

type BatchEffect = Extract<Effect, { kind: 'batch.run' }>;

/** Judges approved items as one and records what came of it. Broken off, it leaves no verdict. */
export async function runBatch(crew: Crew, effect: BatchEffect, signal: AbortSignal): Promise<void> {
  const { ledger } = crew;
  const { repo: id, sessions } = effect.batch;
  const say = (doing: string) => {
    if (signal.aborted) return;
    ledger.append(
      ...sessions.map((session) => ({
        type: 'gate.progressed' as const,
        session,
        doing: `together with ${others(sessions, session)}: ${doing}`,
      })),
    );
  };
  say('waits for a free gate');
  await crew.guards.beginUnmisled(repoOf(crew, sessions[0] ?? 0), { signal, waits: (words) => say(`waits: ${words}`) });
  const slot = await crew.gates.acquire(id, signal, 'landing');
  try {
    const repo = ledger.world.repos[id];
    if (repo?.config === null || repo === undefined) throw new Error(`${id} has nothing to judge`);
    const { config } = repo;
    const gateWorktree = join(crew.places.gateWorktrees, id, String(slot.number));
    const evidence = heldEvidence(crew.journal.evidence);
    const members = await Promise.all(
      sessions.map(async (each) => {
        const session = ledger.session(each);
        const order = await gateOrder(crew, { session, repo, config, gateWorktree, purpose: 'landing' });
        if (order.snapshot === undefined) throw new Error(`#${each} was approved without a snapshot`);
        return { ...order, snapshot: order.snapshot, evidence };
      }),
    );
    const judged = await aloneIn(gateWorktree, () => judgeBatch({ members }, { signal, progress: say }));
    // What was changed meanwhile may have misled it.
    if ((await crew.guards.look(repo)).some(misleads)) return;
    evidence.release();
    if (signal.aborted) return;
    if (judged.target !== ledger.world.repos[id]?.targetCommit)
      ledger.append({ type: 'target.moved', repo: id, commit: judged.target });
    const { target, verdict } = judged;
    ledger.append({
      type: 'batch.judged',
      repo: id,
      target,
      verdict,
      members: [...judged.members],
      leftOut: [...judged.leftOut],
      checks: [...judged.checks],
    });
  } finally {
    slot.release();
  }
}

function others(sessions: readonly number[], session: number): string {
  return sessions
    .filter((other) => other !== session)
    .map((other) => `#${other}`)
    .join(', ');
}
