import { setTimeout as wait } from 'node:timers/promises';
import { isInteractive } from '../../core/model/session.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import { type RunState, inspectRun } from '../../runner/find-run.ts';
import { endBelongings, endProcessGroup, endProcesses } from '../../runner/process/process-tree.ts';
import { runFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { keepLastPicture } from '../picture/last-picture.ts';

type EndEffect = Extract<Effect, { kind: 'agent.end' }>;

/** Between TERM and KILL, ms. */
const graceMs = 10_000;
/** What a holder gets to record how its program has ended, ms; there is no event for the end of its process. */
const recordingMs = 3000;
const lookMs = 50;

/**
 * Waits for an agent's process to end by itself as long as it is given, then ends its process group. The run's end is
 * recorded by who follows the run, not here. Broken off when the agent is wanted again after all.
 */
export async function endAgent(crew: Crew, effect: EndEffect, signal: AbortSignal): Promise<void> {
  const left = effect.since + effect.patienceMs - crew.now();
  if (left > 0) {
    try {
      await wait(left, undefined, { signal });
    } catch (thrown) {
      if (signal.aborted) return;
      throw thrown;
    }
  }
  const folder = runFolder(crew.places, effect.session, effect.run);
  const run = inspectRun(folder);
  if (run.kind !== 'alive' || signal.aborted) return;
  if (isInteractive(crew.ledger.session(effect.session))) {
    keepLastPicture(crew, { screen: effect.session, runDir: folder });
  }
  const { pid, startTime } = run.hello;
  if (pid !== null && startTime !== null) await endProcessGroup({ pid, startTime, graceMs });
  await endLeftovers(folder);
  await endIdleHolder(folder, signal);
}

/**
 * Ends a holder that does not go although its program has: one that is stopped sees nothing of that. TERM has it record
 * the exit first.
 */
export async function endIdleHolder(folder: string, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + recordingMs;
  for (;;) {
    const run = inspectRun(folder);
    if (run.kind !== 'alive' || signal?.aborted) return;
    if (performance.now() >= deadline) {
      const { holderPid, holderStartTime } = run.hello;
      await endProcesses([{ pid: holderPid, startTime: holderStartTime }], graceMs);
      return;
    }
    await wait(lookMs);
  }
}

/** Ends a program whose holder is gone: it runs on unseen, and would go on changing the worktree. */
export async function endGhost(run: RunState): Promise<void> {
  if (run.kind !== 'lost' || !run.ghost) return;
  const { pid, startTime } = run.hello;
  if (pid !== null && startTime !== null) await endProcessGroup({ pid, startTime, graceMs: 1000 });
}

/**
 * Ends what an agent or a gate left running: processes that carry `mark` in their environment. A mark is the folder of
 * a run or of a gate's worktree: no other daemon, journal or run has the same.
 */
export async function endLeftovers(mark: string): Promise<void> {
  await endBelongings({ marker: `SIGNALBOX_RUN=${mark}`, graceMs: 1000 });
}
