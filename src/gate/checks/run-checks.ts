import { type CheckResult, plainResult } from '../../core/verdict.ts';
import { restoreTracked } from '../slot/gate-worktree.ts';
import { runTwice } from './run-twice.ts';

/** A check as configured; `timeoutMs` in milliseconds. */
export interface Check {
  readonly name: string;
  readonly run: string;
  readonly timeoutMs: number;
}

export interface ChecksOrder {
  readonly checks: readonly Check[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The log's path for a file name. */
  logFor(name: string): string;
}

interface Hooks {
  readonly signal?: AbortSignal | undefined;
  progress?(text: string): void;
}

/** Runs the checks in order up to the first that is not green. Each sees exactly the candidate's tracked files. */
export async function runChecks(
  order: ChecksOrder,
  hooks: Hooks,
): Promise<{ results: CheckResult[]; notes: string[] }> {
  const results: CheckResult[] = [];
  const notes: string[] = [];
  let stopped = false;
  for (const [index, check] of order.checks.entries()) {
    if (stopped) {
      results.push(skipped(check));
      continue;
    }
    hooks.progress?.(check.name);
    const log = order.logFor(`${index + 1}-${check.name.replaceAll(/[^A-Za-z0-9._-]/g, '-')}.log`);
    const result = await runTwice({
      ...check,
      cwd: order.cwd,
      env: order.env,
      log,
      signal: hooks.signal,
    });
    results.push(result);
    stopped = result.outcome !== 'green';
    if (await restoreTracked(order.cwd)) notes.push(`check ${check.name} changed tracked files; they were put back`);
  }
  return { results, notes };
}

/** The result of a check that did not run. */
export function skipped(check: Check): CheckResult {
  return {
    name: check.name,
    run: check.run,
    outcome: 'skipped',
    exit: null,
    durationMs: 0,
    log: '',
    tail: '',
    ...plainResult,
  };
}
