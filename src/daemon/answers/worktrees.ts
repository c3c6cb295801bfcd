import { open } from 'node:fs/promises';
import { cleanable, restoreSession } from '../../core/decide/worktrees.ts';
import { Fault } from '../../core/fault.ts';
import { restoreWorktree } from '../../git/worktree/restore-worktree.ts';
import { gitDirOf } from '../../git/worktree/worktree-list.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Cleaned } from '../../wire/worktree-requests.ts';
import type { Crew } from '../crew.ts';
import { cleanGates, cleanLogs } from '../effects/clean-gates.ts';
import { cleanWorktree, inWorktreeLane } from '../effects/clean-worktree.ts';
import { placeOf } from '../effects/prepare-worktree.ts';
import { plainText } from '../picture/plain-tail.ts';
import { givePorts } from '../ports/give-ports.ts';
import { lookAtRepository } from '../setting/repositories.ts';

/** Worktrees go and come back; what was handed in stays readable. */
export function worktreeAnswers(crew: Crew): Answers<'worktrees/clean' | 'session/restore' | 'session/evidence'> {
  return {
    'worktrees/clean': (params) => clean(crew, params),
    'session/restore': ({ session: id }) => inWorktreeLane(crew, { id, work: () => restore(crew, id) }),
    'session/evidence': (params) => readText(crew, params),
  };
}

async function clean(crew: Crew, params: Params<'worktrees/clean'>): Promise<Result<'worktrees/clean'>> {
  const { path, sessions, dryRun = false, keepBackup = false, logs = false } = params;
  const { ledger } = crew;
  // A number that does not exist is refused before anything is removed.
  for (const id of sessions ?? []) ledger.session(id);
  const repo = path === null ? null : (await lookAtRepository(crew, path)).repo.id;
  const named = sessions !== undefined;
  const ids = sessions ?? cleanable(ledger.world, repo).map(({ id }) => id);
  const cleaned: Cleaned[] = [];
  for (const id of new Set(ids)) cleaned.push(await cleanWorktree(crew, { id, named, dryRun, keepBackup }));
  if (!named) {
    const repos = Object.values(ledger.world.repos).filter(({ id }) => repo === null || id === repo);
    for (const each of repos) cleaned.push(...(await cleanGates(crew, { repo: each, dryRun })));
  }
  if (logs) cleaned.push(...(await cleanLogs(crew, { repo, ids: named ? ids : null, dryRun })));
  const gone = cleaned.filter(({ outcome }) => outcome !== 'stays');
  const bytes = gone.reduce((sum, { freed }) => sum + freed, 0);
  return { bytes, removed: gone.filter(({ what }) => what !== 'logs').length, cleaned };
}

async function restore(crew: Crew, id: number): Promise<Result<'session/restore'>> {
  const { ledger } = crew;
  const decision = restoreSession(ledger.world, id);
  if ('refused' in decision) throw new Fault(decision.refused);
  const session = ledger.session(id);
  const root = ledger.world.repos[session.repo]?.root ?? '';
  const { worktree, kept } = session;
  const { path, branch } = worktree ?? { ...placeOf(crew, session), ...(kept === null ? {} : { branch: kept.branch }) };
  // A removal that was cut short may have taken the folder already.
  if (worktree === null || (await gitDirOf(path)) === undefined) {
    const restored = await restoreWorktree({ root, path, branch, id, reason: `signalbox #${id}` });
    if (restored.kind === 'refused') throw new Fault({ code: 'refused', message: restored.why });
  }
  const base = worktree?.base ?? kept?.base ?? '';
  ledger.append({ type: 'worktree.restored', session: id, path, branch, base });
  // Its old ones may be another's by now.
  await givePorts(crew, id);
  return { path, branch };
}

async function readText(
  crew: Crew,
  { session: id, name, round, limit }: Params<'session/evidence'>,
): Promise<Result<'session/evidence'>> {
  const session = crew.ledger.session(id);
  const evidence = session.evidence.findLast((file) => file.name === name && file.round === round);
  if (evidence === undefined) {
    const message = `no ${name} was handed in with round ${round} of #${id}`;
    throw new Fault({ code: 'not-found', message, hint: `signalbox show ${id} lists what was` });
  }
  const file = await open(evidence.path).catch(() => null);
  if (file === null) throw new Fault({ code: 'not-found', message: `${evidence.path} is gone` });
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(limit, size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return { text: plainText(bytes.subarray(0, bytesRead), false).text, truncated: size > bytesRead };
  } finally {
    await file.close();
  }
}
