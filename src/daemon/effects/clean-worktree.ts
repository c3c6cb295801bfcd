import { inLane } from '../../git/plumbing/places.ts';
import { branchRef, keptRef, landedRef, resolveCommit } from '../../git/plumbing/refs.ts';
import { nameSome } from '../../git/plumbing/raw-path.ts';
import { diskUse } from '../../git/worktree/disk-use.ts';
import { type Removal, type RemovalOrder, inspectRemoval, removeWorktree } from '../../git/worktree/remove-worktree.ts';
import { resolved } from '../../git/worktree/worktrees.ts';
import { whyKept } from '../../core/decide/worktrees.ts';
import { Fault, describeFault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import type { Repo } from '../../core/model/world.ts';
import { findInside } from '../../runner/process/find-inside.ts';
import type { Cleaned } from '../../wire/worktree-requests.ts';
import type { Crew } from '../crew.ts';
import { endLeftovers } from './end-agent.ts';

/** How a worktree is to be cleaned up. */
export interface Cleaning {
  readonly id: number;
  /** The person named this session. */
  readonly named: boolean;
  readonly dryRun: boolean;
  readonly keepBackup: boolean;
}

/** Sessions that are being cleaned up or restored, by their daemon's home: they must not be put back to work meanwhile. */
const busy = new Set<string>();

const laneOf = (crew: Pick<Crew, 'places'>, id: number): string => `worktree ${crew.places.home} #${id}`;

/** Whether a session's worktree is just being removed or brought back. */
export function isBeingMoved(crew: Pick<Crew, 'places'>, id: number): boolean {
  return busy.has(laneOf(crew, id));
}

/** Removes or brings back a session's worktree, one after the other. */
export async function inWorktreeLane<Result>(
  crew: Pick<Crew, 'places'>,
  { id, work }: { id: number; work: () => Promise<Result> },
): Promise<Result> {
  const lane = laneOf(crew, id);
  return inLane(lane, async () => {
    busy.add(lane);
    try {
      return await work();
    } finally {
      busy.delete(lane);
    }
  });
}

/** Removes a session's worktree when nobody needs it, and says what the disk gets back. */
export async function cleanWorktree(crew: Crew, cleaning: Cleaning): Promise<Cleaned> {
  return inWorktreeLane(crew, { id: cleaning.id, work: () => clean(crew, cleaning) });
}

async function clean(crew: Crew, { id, named, dryRun, keepBackup }: Cleaning): Promise<Cleaned> {
  const session = crew.ledger.session(id);
  const repo = crew.ledger.world.repos[session.repo];
  const path = session.worktree?.path ?? '';
  const blank = { session: id, what: 'worktree', path, freed: 0, kept: null, branch: null } as const;
  const stays = (why: string): Cleaned => ({ ...blank, outcome: 'stays', why });
  const needed = whyKept(session, named);
  if (needed !== null) return stays(needed);
  if (session.worktree === null || repo === undefined) return stays(`#${id} has no worktree`);
  // Set-up of a daemon that was killed may still run there.
  if (!dryRun) await endLeftovers(path);
  const [inside] = findInside(await resolved(path));
  if (inside) return stays(`a process works in the worktree of #${id}: ${inside.name}, pid ${inside.pid}`);
  try {
    const order = await orderFor(crew, { session, repo, keepBackup });
    const { freed } = await diskUse(path);
    const removal = dryRun ? await inspectRemoval(order) : await removeWorktree(order);
    return tell(removal, { order, blank, dryRun, freed, record: (kept) => record(crew, id, kept) });
  } catch (thrown) {
    // The repository itself is gone, or git cannot read it: said for this one, and the others go on.
    if (!(thrown instanceof Fault)) throw thrown;
    return stays(describeFault(thrown));
  }
}

interface Telling {
  readonly order: RemovalOrder;
  readonly blank: Omit<Cleaned, 'outcome' | 'why'>;
  readonly dryRun: boolean;
  readonly freed: number;
  readonly record: (kept: string | null) => void;
}

function tell(removal: Removal, { order, blank, dryRun, freed, record: noteRemoval }: Telling): Cleaned {
  switch (removal.kind) {
    case 'refused':
      return { ...blank, outcome: 'stays', why: removal.why };
    case 'edited': {
      const { files } = removal;
      const count = files.length === 1 ? '1 file' : `${files.length} files`;
      const why = `${count} changed since it landed, not included: ${nameSome(files)}; --keep-backup to clean all the same`;
      return { ...blank, outcome: 'stays', why };
    }
    case 'absent':
    case 'removed': {
      if (!dryRun) noteRemoval(removal.kept);
      const branch = removal.kind === 'removed' && removal.branchStays ? order.branch : null;
      const kept = removal.kept === null ? null : keptRef(order.id);
      return { ...blank, outcome: dryRun ? 'would be removed' : 'removed', why: null, freed, kept, branch };
    }
  }
}

function record({ ledger }: Crew, id: number, commit: string | null): void {
  const kept = commit === null ? null : { ref: keptRef(id), commit };
  ledger.append({ type: 'worktree.removed', session: id, kept });
}

async function orderFor(
  crew: Crew,
  { session, repo, keepBackup }: { session: Session; repo: Repo; keepBackup: boolean },
): Promise<RemovalOrder> {
  const { root } = repo;
  const { id } = session;
  const landed =
    session.state === 'landed'
      ? ((await resolveCommit(root, landedRef(id))) ?? (await commitOf(root, session.approval?.snapshot)))
      : undefined;
  const target = await resolveCommit(root, branchRef(repo.target));
  const { path = '', branch = '' } = session.worktree ?? {};
  return { root, path, branch, id, at: crew.now(), landed, target, keepBackup };
}

async function commitOf(root: string, name: string | undefined): Promise<string | undefined> {
  return name ? resolveCommit(root, name) : undefined;
}
