import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../core/has-code.ts';

import { findProcess, listProcesses, readProc, thisBoot } from './process-table.ts';
import type { ProcessEntry } from './process-table.ts';

/** A process, told from any later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly startTime: string;
}

/** Whether the machine has been started anew since this start time was taken. False where the system does not tell. */
export function isBeforeReboot(startTime: string): boolean {
  const boot = thisBoot();
  return boot !== '' && !startTime.startsWith(`${boot}:`);
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
 * Everything that belongs to session leaders: their process groups and, where the system tells, their whole terminal
 * sessions (jobs a shell put into groups of their own).
 */
function membersOf(leaders: readonly ProcessMark[], processes: readonly ProcessEntry[]): ProcessMark[] {
  const started = new Map(processes.map((entry) => [entry.pid, entry.startTime]));
  const led = leaders.filter(({ pid, startTime }) => {
    // No program of ours has such a number: its group would be the system's.
    if (pid <= 1) return false;
    // The number may be another's by now; the system gives it away only when no process of its old group is left.
    return (started.get(pid) ?? startTime) === startTime;
  });
  const numbers = new Set(led.map(({ pid }) => pid));
  return processes.filter((entry) => numbers.has(entry.group) || numbers.has(entry.session));
}

/**
 * Ends a process, its group and its terminal session: TERM, `graceMs` to comply, then KILL. Returns those that run even
 * then. A leader that has ended already may have left members; they are ended too.
 */
export async function endProcessGroup(leader: ProcessMark & { readonly graceMs: number }): Promise<ProcessMark[]> {
  return endAll(() => membersOf([leader], listProcesses()), leader.graceMs);
}

function ancestors(): Set<number> {
  const found = new Set<number>();
  for (let pid = process.pid; pid > 0 && !found.has(pid); pid = findProcess(pid)?.parent ?? 0) found.add(pid);
  return found;
}

function markedAmong(processes: readonly ProcessEntry[], marker: string): ProcessMark[] {
  if (process.platform !== 'linux') return [];
  const ours = ancestors();
  return processes.filter((entry) => {
    if (ours.has(entry.pid)) return false;
    const environment = readProc(`/proc/${entry.pid}/environ`);
    return environment?.split('\0').includes(Buffer.from(marker).toString('latin1')) ?? false;
  });
}

/**
 * Processes whose environment was started with `marker`, such as `SIGNALBOX_RUN=nonce`: also those that left their session
 * on purpose. This process and those above it are never among them. Empty where the system shows no environments.
 */
export function findMarkedProcesses(marker: string): ProcessMark[] {
  return markedAmong(listProcesses(), marker);
}

export interface Belongings {
  /** See `findMarkedProcesses`. */
  readonly marker: string;
  /** Led the session in which all began; it may have ended already. */
  readonly leader?: ProcessMark | undefined;
  /** Between TERM and KILL. */
  readonly graceMs: number;
}

/**
 * Ends all that a run, or a gate, has left: what carries its mark, also when it left its session on purpose, and all
 * groups and sessions that any of these lead. TERM, `graceMs` to comply, then KILL. Returns those that run even then.
 */
export async function endBelongings({ marker, leader, graceMs }: Belongings): Promise<ProcessMark[]> {
  // Remembered: a leader ends sooner than those that it leads, and they may carry no mark.
  const leaders = new Map<number, ProcessMark>();
  if (leader !== undefined) leaders.set(leader.pid, leader);
  return endAll(() => {
    const processes = listProcesses();
    const marked = markedAmong(processes, marker);
    for (const mark of marked) leaders.set(mark.pid, mark);
    return [...new Set([...marked, ...membersOf([...leaders.values()], processes)])];
  }, graceMs);
}
