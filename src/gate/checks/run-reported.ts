import type { CheckResult } from '../../core/model/verdict.ts';
import type { RunnerWords } from '../runners/counted.ts';
import { countsOf } from '../runners/runner-words.ts';
import type { Check, CheckHooks, CheckPlace } from './check.ts';
import { forgetReport, readTests } from './read-tests.ts';
import { runTwice } from './run-twice.ts';

/** One run of a check, or of some of its tests, and what its runner said. */
export interface Ran {
  readonly result: CheckResult;
  readonly words: RunnerWords | null;
  readonly notes: readonly string[];
}

export interface ReportedRun {
  readonly check: Check;
  readonly place: CheckPlace;
  /** Instead of the check's own command. */
  readonly command?: string;
  /** The log's name, without what follows the dot. */
  readonly log: string;
  /** At most so long; default: the check's limit. */
  readonly timeoutMs?: number;
}

/** Runs a check, once more when it dies, and reads which tests it ran. */
export async function runReported(order: ReportedRun, hooks: CheckHooks): Promise<Ran> {
  const { check, place } = order;
  const { cwd } = place;
  await forgetReport(cwd, check.report);
  const result = await runTwice({
    name: check.name,
    run: order.command ?? check.run,
    cwd,
    env: { ...place.env, SIGNALBOX_CHECK: check.name },
    timeoutMs: order.timeoutMs ?? check.timeoutMs,
    log: place.logFor(`${order.log}.log`),
    signal: hooks.signal,
    newest: (line) => hooks.progress?.(`${check.name}: ${line}`),
  });
  const { words, complaint } = await readTests({ log: result.log, cwd, report: check.report });
  const isOver = result.outcome === 'green' || result.outcome === 'red';
  return {
    result: { ...result, tests: isOver ? countsOf(words) : null },
    words: isOver ? words : null,
    notes: complaint !== null && isOver ? [`check ${check.name}: ${complaint}`] : [],
  };
}
