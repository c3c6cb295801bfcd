import { setTimeout as delay } from 'node:timers/promises';

import { findProcess, listProcesses, readProc } from './process-table.ts';
import { hasCode } from '../holder/run-files.ts';

/** A process, told from any later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly startTime: string;
}

/** When a process started, in whatever words the system has for it; undefined when it does not run. */
export function processStartTime(pid: number): string | undefined {
  return findProcess(pid)?.startTime;
}

/** Whether the process that had this number then still runs. */
export function isSameProcess(pid: number, startTime: string): boolean {
  return processStartTime(pid) === startTime;
}

/** There is no event for the end of a process that is not one's child. */
const pollMs = 50;

/** After SIGKILL a process ends as soon as the system lets go of it; one stuck in a dead disk never does. */
const killedWaitMs = 5_000;

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  if (!isSameProcess(mark.pid, mark.startTime)) return;
  try {
    process.kill(mark.pid, signal);
  } catch (error) {
    // It ended between the two looks.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

async function stillRunning(find: () => ProcessMark[], waitMs: number): Promise<ProcessMark[]> {
  const deadline = performance.now() + waitMs;
  let left = find();
  while (left.length > 0 && performance.now() < deadline) {
    await delay(pollMs);
    left = find();
  }
  return left;
}

async function endAll(find: () => ProcessMark[], graceMs: number): Promise<ProcessMark[]> {
  for (const mark of find()) {
    send(mark, 'SIGTERM');
    // A stopped process would keep the request to itself.
    send(mark, 'SIGCONT');
  }
  // What starts while we wait is found too.
  for (const mark of await stillRunning(find, graceMs)) send(mark, 'SIGKILL');
  return stillRunning(() => {
    const left = find();
    for (const mark of left) send(mark, 'SIGKILL');
    return left;
  }, killedWaitMs);
}

/** Ends these processes: TERM, `graceMs` to comply, then KILL. Returns those that run even then. */
export async function endProcesses(marks: readonly ProcessMark[], graceMs: number): Promise<ProcessMark[]> {
  return endAll(() => marks.filter((mark) => isSameProcess(mark.pid, mark.startTime)), graceMs);
}

/**
 * Everything that belongs to a session leader: its process group and, where the system tells, its whole terminal session
 * (jobs a shell put into groups of their own).
 */
function membersOf(leader: ProcessMark): ProcessMark[] {
  // No program of ours has such a number: its group would be the system's.
  if (leader.pid <= 1) return [];
  const processes = listProcesses();
  const bearer = processes.find((entry) => entry.pid === leader.pid);
  // The number is another's by now; the system gives it away only when no process of its old group is left.
  if (bearer !== undefined && bearer.startTime !== leader.startTime) return [];
  return processes.filter((entry) => entry.group === leader.pid || entry.session === leader.pid);
}

/**
 * Ends a process, its group and its terminal session: TERM, `graceMs` to comply, then KILL. Returns those that run even
 * then. A leader that has ended already may have left members; they are ended too.
 */
export async function endProcessGroup(leader: ProcessMark & { readonly graceMs: number }): Promise<ProcessMark[]> {
  return endAll(() => membersOf(leader), leader.graceMs);
}

function ancestors(): Set<number> {
  const found = new Set<number>();
  for (let pid = process.pid; pid > 0 && !found.has(pid); pid = findProcess(pid)?.parent ?? 0) found.add(pid);
  return found;
}

/**
 * Processes whose environment was started with `marker`, such as `SIGNALBOX_RUN=nonce`: also those that left their session
 * on purpose. This process and those above it are never among them. Empty where the system shows no environments.
 */
export function findMarkedProcesses(marker: string): ProcessMark[] {
  if (process.platform !== 'linux') return [];
  const ours = ancestors();
  return listProcesses().filter((entry) => {
    if (ours.has(entry.pid)) return false;
    const environment = readProc(`/proc/${entry.pid}/environ`);
    return environment?.split('\0').includes(Buffer.from(marker).toString('latin1')) ?? false;
  });
}
