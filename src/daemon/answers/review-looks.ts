import { open } from 'node:fs/promises';
import { takeOver } from '../../core/decide/take-over.ts';
import { Fault } from '../../core/fault.ts';
import { changedBlob, changedFiles } from '../../git/diff.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { comparisonOf } from './compared.ts';
import { decided } from './tasks.ts';

/** What a review looks at beside the diff: whole files, pictures; and the way from it into the agent's conversation. */
export function reviewLookAnswers(crew: Crew): Answers<'session/file' | 'session/evidence-file' | 'review/take-over'> {
  return {
    'session/file': (params) => readVersion(crew, params),
    'session/evidence-file': (params) => readEvidence(crew, params),
    'review/take-over': ({ session }) => decided(crew.ledger.decide((world) => takeOver(world, session))),
  };
}

async function readVersion(
  crew: Crew,
  { session: id, path, side, limit }: Params<'session/file'>,
): Promise<Result<'session/file'>> {
  const { from, to, root } = comparisonOf(crew, crew.ledger.session(id));
  const file = (await changedFiles({ root, from, to })).find((each) => each.path === path);
  const commit = side === 'old' ? from : to;
  const blob = await changedBlob({ root, from, to, path, oldPath: file?.from, side, limit });
  if (blob === null) {
    const where = side === 'old' ? 'before' : 'after';
    throw new Fault({ code: 'not-found', message: `${path} is not there ${where} the work of #${id}` });
  }
  return { commit, size: blob.size, bytes: blob.bytes?.toString('base64') ?? null };
}

async function readEvidence(
  crew: Crew,
  { session: id, name, round, limit }: Params<'session/evidence-file'>,
): Promise<Result<'session/evidence-file'>> {
  const session = crew.ledger.session(id);
  const evidence = session.evidence.findLast((file) => file.name === name && file.round === round);
  const gone = { code: 'not-found', message: `no ${name} was handed in with round ${round} of #${id}` } as const;
  if (evidence === undefined) throw new Fault({ ...gone, hint: `signalbox show ${id} lists what was` });
  const file = await open(evidence.path).catch(() => null);
  if (file === null) throw new Fault({ code: 'not-found', message: `${evidence.path} is gone` });
  try {
    const { size } = await file.stat();
    if (size > limit) return { size, bytes: null };
    return { size, bytes: (await file.readFile()).toString('base64') };
  } finally {
    await file.close();
  }
}
