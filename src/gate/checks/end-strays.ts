import { endBelongings } from '../../runner/process/process-tree.ts';
import type { CheckPlace } from './check.ts';

/**
 * Ends what runs in a place have left, also what left their process groups on purpose (`setsid`): it would go on writing
 * into the worktree under the next run. Nothing else may run there.
 */
export async function endStrays({ env }: Pick<CheckPlace, 'env'>): Promise<void> {
  const mark = env['SIGNALBOX_RUN'];
  if (mark !== undefined) await endBelongings({ marker: `SIGNALBOX_RUN=${mark}`, graceMs: 500 });
}
