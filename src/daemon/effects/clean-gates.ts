import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isQuiet } from '../../core/decide/worktrees.ts';
import { Fault, describeFault } from '../../core/fault.ts';
import { isOver } from '../../core/model/session.ts';
import { type Repo, sessionsOf } from '../../core/model/world.ts';
import { removeSlot } from '../../gate/slot/gate-worktree.ts';
import { deleteFolder } from '../../git/worktree/delete-folder.ts';
import { diskUse } from '../../git/worktree/disk-use.ts';
import { resolved } from '../../git/worktree/worktrees.ts';
import { findInside } from '../../runner/process/find-inside.ts';
import { sessionFolder } from '../../wire/places.ts';
import type { Cleaned } from '../../wire/worktree-requests.ts';
import type { Crew } from '../crew.ts';
import { endLeftovers } from './end-agent.ts';

const blank = { session: null, outcome: 'stays', why: null, freed: 0, kept: null, branch: null } as const;

/** Removes the gates' worktrees of a repository in which nothing waits to be judged. */
export async function cleanGates(crew: Crew, { repo, dryRun }: { repo: Repo; dryRun: boolean }): Promise<Cleaned[]> {
  const folder = join(crew.places.gateWorktrees, repo.id);
  const cleaned: Cleaned[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    // Looked at each time: a session may have come to its gate meanwhile.
    if (!isQuiet(crew.ledger.world, repo.id)) return cleaned;
    cleaned.push(await cleanGate({ root: repo.root, path: join(folder, name) }, dryRun));
  }
  return cleaned;
}

async function cleanGate(slot: { root: string; path: string }, dryRun: boolean): Promise<Cleaned> {
  const gate = { ...blank, what: 'gate', path: slot.path } as const;
  if (!dryRun) await endLeftovers(slot.path);
  const [inside] = findInside(await resolved(slot.path));
  if (inside) return { ...gate, why: `a process works in it: ${inside.name}, pid ${inside.pid}` };
  const { freed } = await diskUse(slot.path);
  if (dryRun) return { ...gate, outcome: 'would be removed', freed };
  try {
    await removeSlot(slot);
    return { ...gate, outcome: 'removed', freed };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return { ...gate, why: describeFault(thrown) };
  }
}

/** What is written once and read by people; beside it agents keep what they need to go on. */
const logs = /^(run-\d+|terminal-\d+|gate-.+|setup(-\d+)?\.log)$/;

/** Deletes the logs of runs, set-ups and checks of sessions that have ended. Evidence stays. */
export async function cleanLogs(
  crew: Crew,
  { repo, ids, dryRun }: { repo: string | null; ids: readonly number[] | null; dryRun: boolean },
): Promise<Cleaned[]> {
  const cleaned: Cleaned[] = [];
  for (const session of sessionsOf(crew.ledger.world)) {
    const ended = isOver(session) && session.run === null && session.terminals.length === 0;
    const meant = ids === null ? repo === null || session.repo === repo : ids.includes(session.id);
    if (!ended || !meant) continue;
    const folder = sessionFolder(crew.places, session.id);
    let freed = 0;
    for (const name of await readdir(folder).catch(() => [])) {
      if (!logs.test(name)) continue;
      freed += (await diskUse(join(folder, name))).freed;
      if (!dryRun) await deleteFolder(join(folder, name));
    }
    const outcome = dryRun ? 'would be removed' : 'removed';
    if (freed > 0) cleaned.push({ ...blank, session: session.id, what: 'logs', path: folder, outcome, freed });
  }
  return cleaned;
}
