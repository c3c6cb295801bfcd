import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdir, open } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import { type CheckResult, plainResult } from '../../core/model/verdict.ts';
import { endProcessGroup } from '../../runner/process/process-tree.ts';
import { watchNewestLine } from './newest-line.ts';
import { endOf } from './plain-lines.ts';
import { usefulPart } from './useful-part.ts';

/** One shell command to run to its end. */
export interface CheckRun {
  readonly name: string;
  /** For `/bin/sh -c`. */
  readonly run: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The file that gets the whole output; its folder is made. */
  readonly log: string;
  readonly signal?: AbortSignal | undefined;
  /** Told the newest line of its output now and then, when it is another one. */
  newest?(line: string): void;
}

/** After TERM, before KILL. */
const graceMs = 2000;
/** A shell reports a child that died of signal n as 128 + n. */
const largestSignal = Math.max(...Object.values(constants.signals));

interface Ending {
  readonly exit: number | null;
  readonly died: NodeJS.Signals | null;
  readonly stopped: 'limit' | 'abort' | null;
}

/**
 * Runs a command in a process group of its own, none of which outlives it. Dying of a signal or the time limit is
 * `infrastructure`: it says nothing about the work. Throws the signal's reason when aborted.
 */
export async function runCheck(order: CheckRun): Promise<CheckResult> {
  order.signal?.throwIfAborted();
  await mkdir(dirname(order.log), { recursive: true });
  const startedAt = performance.now();
  const ending = await runToEnd(order);
  if (ending.stopped === 'abort') order.signal?.throwIfAborted();
  const remark = remarkOn(order, ending);
  // The tail goes to people and agents; what the shell alone cannot say is said at its end.
  if (remark !== null) await appendFile(order.log, `\n[${remark}]\n`);
  return {
    name: order.name,
    run: order.run,
    outcome: outcomeOf(ending),
    exit: ending.stopped === null ? ending.exit : null,
    durationMs: Math.round(performance.now() - startedAt),
    log: order.log,
    tail: usefulPart(await endOf(order.log)),
    ...plainResult,
  };
}

async function runToEnd(order: CheckRun): Promise<Ending> {
  // The file itself is the child's output: nothing is lost, and nothing passes through this process.
  await using log = await open(order.log, 'w');
  const child = spawn('/bin/sh', ['-c', order.run], {
    cwd: order.cwd,
    env: { ...order.env },
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  });
  const watch = watchNewestLine(order.log, (line) => order.newest?.(line));
  return await new Promise<Ending>((resolve, reject) => {
    let stopped: Ending['stopped'] = null;
    let killTimer: NodeJS.Timeout | undefined;
    const stop = (why: 'limit' | 'abort'): void => {
      if (stopped !== null) return;
      stopped = why;
      signalGroup(child, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    };
    const onAbort = (): void => stop('abort');
    const limit = setTimeout(() => stop('limit'), order.timeoutMs);
    order.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      watch.stop();
      clearTimeout(limit);
      clearTimeout(killTimer);
      order.signal?.removeEventListener('abort', onAbort);
      // What the command left running in the background ends with it.
      signalGroup(child, 'SIGKILL');
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', (exit, died) => {
      settle();
      // The system takes its time to end them: the next check is not to meet them in the worktree.
      whenGone(child).then(() => resolve({ exit, died, stopped }), reject);
    });
  });
}

/** Waits until nothing of a group that was killed runs any more. */
async function whenGone({ pid }: ChildProcess): Promise<void> {
  // The leader has ended; its number stays taken as long as somebody of its group is left.
  if (pid !== undefined) await endProcessGroup({ pid, startTime: '', graceMs: 0 });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody of the group is left: that is what was wanted.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function isSignalExit(exit: number): boolean {
  return exit > 128 && exit <= 128 + largestSignal;
}

function outcomeOf({ exit, stopped }: Ending): CheckResult['outcome'] {
  if (stopped !== null || exit === null || isSignalExit(exit)) return 'infrastructure';
  return exit === 0 ? 'green' : 'red';
}

function remarkOn(order: CheckRun, { exit, died, stopped }: Ending): string | null {
  if (stopped === 'limit') return `stopped: it ran longer than its limit of ${order.timeoutMs / 1000} s`;
  if (died !== null) return `ended by ${died}`;
  if (exit === null) return null;
  if (exit === 127) return 'exit status 127: a command was not found';
  if (exit === 126) return 'exit status 126: a command could not be executed';
  return isSignalExit(exit) ? `exit status ${exit}: a process was ended by signal ${exit - 128}` : null;
}
