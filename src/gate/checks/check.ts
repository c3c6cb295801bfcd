import type { CheckResult } from '../../core/model/verdict.ts';
import { plainResult } from '../../core/model/verdict.ts';

/** A check as configured; `timeoutMs` in milliseconds. */
export interface Check {
  readonly name: string;
  readonly run: string;
  readonly timeoutMs: number;
  /** It may run beside its neighbours that say so too. */
  readonly parallel?: boolean;
  /** Template of the command that runs some of its tests. */
  readonly only?: string | undefined;
  /** The JUnit XML that it writes, relative to the worktree. */
  readonly report?: string | undefined;
  /** Its result is that of the commit, not of its files alone. */
  readonly commitExact?: boolean;
}

/** What those who run checks tell, and when they are to stop. */
export interface CheckHooks {
  readonly signal?: AbortSignal | undefined;
  /** What is being done, in a few words. */
  progress?(text: string): void;
}

/** Where commands run, and where their output goes. */
export interface CheckPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The log's path for a file name. */
  logFor(name: string): string;
}

/** The result of a check that did not run. */
export function skipped(check: Pick<Check, 'name' | 'run'>): CheckResult {
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

/** A check's name as part of a file's. */
export function fileName(check: Pick<Check, 'name'>): string {
  return check.name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}
