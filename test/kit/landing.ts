import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/core/model/verdict.ts';
import type { GateOrder } from '../../src/gate/gate-order.ts';
import { judge } from '../../src/gate/judge.ts';
import { type LandingOutcome, type Preparation, carryOutLanding, prepareLanding } from '../../src/gate/landing/land.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { type Sealed, seal } from '../../src/git/seal.ts';
import { check, gateOrder } from './gate-order.ts';
import type { TestRepository } from './repository.ts';

/** A session's green verdict on the target as it is now. */
export async function judged(
  repository: TestRepository,
  worktree: string,
  more: Partial<GateOrder> = {},
): Promise<Verdict> {
  const verdict = await judge(gateOrder(repository, worktree, { checks: [check('ok', 'true')], ...more }), {});
  if (verdict.kind !== 'green') throw new Error(`the gate is ${verdict.kind}: ${JSON.stringify(verdict.reasons)}`);
  return verdict;
}

/** Prepares the landing of a verdict, or of what was sealed for it, on `main`. */
export function prepare(repository: TestRepository, verdict: Verdict, sealed?: Sealed): Promise<Preparation> {
  const { target: expectedTarget } = verdict;
  const from = repository.git(['rev-parse', 'main']);
  const upstream = repository.git(['for-each-ref', '--format=%(upstream)', 'refs/heads/main']);
  const candidate = sealed?.commit ?? verdict.candidate;
  const order = { root: repository.root, branch: 'main', expectedTarget, candidate };
  return prepareLanding(upstream === '' ? order : { ...order, from });
}

/** Prepares and carries out; what stops it on the way is the result. */
export async function land(
  repository: TestRepository,
  verdict: Verdict,
  between?: () => void,
): Promise<LandingOutcome | Exclude<Preparation, { kind: 'ready' }>> {
  const order = { root: repository.root, id: 4, base: verdict.target, candidate: verdict.candidate };
  const sealing = await seal(order);
  if (sealing.kind === 'blocked') return sealing;
  const { sealed } = sealing;
  const prepared = await prepare(repository, verdict, sealed);
  if (prepared.kind !== 'ready') return prepared;
  between?.();
  // Odd and large files are what a person is asked about.
  const pass = passed(verdict, ['findings']);
  if (!pass) throw new Error('a green verdict does not pass');
  return carryOutLanding({ landing: prepared.landing, pass, sealed, message: 'signalbox: land #4' });
}

/** Whether git left a lock anywhere a landing takes one. */
export function locks(repository: TestRepository): string[] {
  const names = ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'packed-refs.lock'];
  return names.filter((name) => existsSync(join(repository.root, '.git', name)));
}
