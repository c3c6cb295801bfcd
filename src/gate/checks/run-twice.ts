import type { CheckResult } from '../../core/model/verdict.ts';
import { type CheckRun, runCheck } from './run-check.ts';

/** Runs a command; once more, into a log of its own, when the first run says nothing about the work. */
export async function runTwice(order: CheckRun): Promise<CheckResult> {
  const first = await runCheck(order);
  if (first.outcome !== 'infrastructure') return first;
  return runCheck({ ...order, log: order.log.replace(/(?:\.log)?$/, '-again.log') });
}
