import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/core/verdict.ts';
import { judge } from '../../src/gate/judge.ts';
import { type LandingOutcome, type Preparation, carryOutLanding, prepareLanding } from '../../src/gate/landing/land.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { check, gateOrder } from './gate-order.ts';
import type { TestRepository } from './repository.ts';

/** A session's green verdict on the target as it is now. */
export async function judged(repository: TestRepository, worktree: string): Promise<Verdict> {
  const verdict = await judge(gateOrder(repository, worktree, { checks: [check('ok', 'true')] }), {});
  if (verdict.kind !== 'green') throw new Error(`the gate is ${verdict.kind}: ${JSON.stringify(verdict.reasons)}`);
  return verdict;
}

/** Prepares the landing of a verdict on `main`. */
export function prepare(repository: TestRepository, verdict: Verdict): Promise<Preparation> {
  const { target: expectedTarget, candidate } = verdict;
  return prepareLanding({ root: repository.root, branch: 'main', expectedTarget, candidate });
}

/** Prepares and carries out; what stops it on the way is the result. */
export async function land(
  repository: TestRepository,
  verdict: Verdict,
  between?: () => void,
): Promise<LandingOutcome | Exclude<Preparation, { kind: 'ready' }>> {
  const prepared = await prepare(repository, verdict);
  if (prepared.kind !== 'ready') return prepared;
  between?.();
  const pass = passed(verdict);
  if (!pass) throw new Error('a green verdict does not pass');
  return carryOutLanding({ landing: prepared.landing, pass, message: 'signalbox: land #4' });
}

/** Whether git left a lock anywhere a landing takes one. */
export function locks(repository: TestRepository): string[] {
  const names = ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'packed-refs.lock'];
  return names.filter((name) => existsSync(join(repository.root, '.git', name)));
}
