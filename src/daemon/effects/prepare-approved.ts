import type { Repo } from '../../core/model/world.ts';
import { type Preparation, prepareLanding } from '../../gate/landing/land.ts';
import type { Passed } from '../../gate/landing/passed.ts';
import { type Sealed, seal } from '../../git/seal.ts';
import { effectiveTarget } from '../../git/upstream.ts';

type Prepared = Exclude<Preparation, { kind: 'ready' }> | (Ready & { readonly sealed: Sealed });
type Ready = Extract<Preparation, { kind: 'ready' }>;

/**
 * Looks where the target is, asks for the signature, and whether anything is in the way; moves nothing. `fetch`: whether the
 * upstream is asked.
 */
export async function prepareApproved(
  repo: Repo,
  { id, pass, fetch }: { id: number; pass: Passed; fetch: 'now' | 'now and then' },
): Promise<Prepared> {
  const { root, target: branch } = repo;
  const where = await effectiveTarget({ root, branch, fetch });
  if (where.kind === 'diverged') return { kind: 'blocked', why: where.why, files: [] };
  if (where.base !== pass.target) return { kind: 'outdated', target: where.base };
  const sealing = await seal({ root, id, base: pass.target, candidate: pass.candidate });
  if (sealing.kind === 'blocked') return { ...sealing, files: [] };
  const { sealed } = sealing;
  const steps = { root, branch, expectedTarget: pass.target, from: where.local, candidate: sealed.commit };
  const prepared = await prepareLanding(steps);
  return prepared.kind === 'ready' ? { ...prepared, sealed } : prepared;
}
