import { join } from 'node:path';
import { noEvidence } from '../../src/gate/checks/evidence.ts';
import type { GateOrder } from '../../src/gate/gate-order.ts';
import type { TestRepository } from './repository.ts';

/** A gate order for a session's worktree with everything set plainly; `more` says what matters in the test. */
export function gateOrder(repository: TestRepository, worktree: string, more: Partial<GateOrder> = {}): GateOrder {
  return {
    id: 4,
    root: repository.root,
    worktree,
    gateWorktree: join(repository.folder, 'gates', 'slot 1'),
    logDir: join(repository.folder, 'logs'),
    target: 'main',
    base: repository.git(['merge-base', 'main', 'HEAD'], worktree),
    style: 'squash',
    message: 'Land it',
    scope: [],
    scopePolicy: 'red',
    policies: { strict: false, findings: {} },
    repositoryHooks: 'skip',
    checks: [],
    burnIn: 5,
    flakes: [],
    evidence: noEvidence,
    setup: [],
    copy: [],
    link: [],
    env: { PATH: process.env['PATH'] ?? '' },
    now: () => 1_700_000_000_000,
    ...more,
  };
}

/** A check that ends after a minute at most. */
export const check = (name: string, run: string): GateOrder['checks'][number] => ({ name, run, timeoutMs: 60_000 });
