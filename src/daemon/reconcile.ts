import { join } from 'node:path';
import { sessionsOf } from '../core/model/world.ts';
import { findHolders, inspectRun } from '../runner/find-run.ts';
import { endProcesses } from '../runner/process/process-tree.ts';
import { runFolder, terminalFolder } from '../wire/places.ts';
import type { Crew } from './crew.ts';
import { endGhost, endLeftovers } from './effects/end-agent.ts';

/** What a holder that nobody wants gets to end its program, ms. */
const graceMs = 5000;

/**
 * Before anything touches a worktree: ends the programs of runs whose holder is gone, and holders of runs that the
 * journal does not know (any more). Either would go on changing a worktree unseen.
 */
export async function endStrays(crew: Crew): Promise<void> {
  const { ledger, places, log } = crew;
  const wanted = new Set<string>();
  for (const { id, run, terminals } of sessionsOf(ledger.world)) {
    if (run !== null) wanted.add(runFolder(places, id, run.number));
    for (const { number } of terminals) wanted.add(terminalFolder(places, id, number));
  }
  for (const folder of wanted) await endGhost(inspectRun(folder));
  for (const { runDir, hello } of findHolders(join(places.home, 'sessions'))) {
    if (wanted.has(runDir) || hello.exited !== undefined) continue;
    log(`the journal does not call for the agent of ${runDir}: it is ended`);
    await endProcesses([{ pid: hello.holderPid, startTime: hello.holderStartTime }], graceMs);
    await endGhost(inspectRun(runDir));
    await endLeftovers(runDir);
  }
}
