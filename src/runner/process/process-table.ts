import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';

/** A process as the system lists it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0 where the system does not tell. */
  readonly session: number;
  /** Tells this process from a later one with the same number, also across reboots. */
  readonly startTime: string;
}

const hasProc = process.platform === 'linux';

/** Gone, or going: the process may have ended between two looks, or be another user's. */
const unreadable = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'];

/** A file under /proc, or undefined when the process is gone or not ours to look into. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (hasCode(error, ...unreadable)) return undefined;
    throw error;
  }
}

let bootId: string | undefined;

/** Tells this start of the machine from any other; empty where the system does not tell. All our start times begin with it. */
export function thisBoot(): string {
  bootId ??= readProc('/proc/sys/kernel/random/boot_id')?.trim().slice(0, 8) ?? '';
  return bootId;
}

function parseStat(pid: number, stat: string): ProcessEntry | undefined {
  // The name is in parentheses and may hold anything, parentheses too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  // A zombie has ended: it only waits for its parent to look.
  if (state === undefined || state === 'Z' || state === 'X') return undefined;
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTime: `${thisBoot()}:${fields[19] ?? ''}`,
  };
}

const psColumns = ['-o', 'pid=,ppid=,pgid=,stat=,lstart='];

function parsePs(line: string): ProcessEntry | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/u.exec(line);
  const [, pid, parent, group, state, startTime] = match ?? [];
  if (startTime === undefined || state?.startsWith('Z')) return undefined;
  return { pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startTime };
}

/** `ps` ends with 1 when it lists nothing. */
function ps(...selection: string[]): string {
  try {
    return execFileSync('ps', [...selection, ...psColumns], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return '';
    throw error;
  }
}

/** One process, or undefined when it has ended. */
export function findProcess(pid: number): ProcessEntry | undefined {
  if (!hasProc) return parsePs(ps('-p', String(pid)).split('\n')[0] ?? '');
  const stat = readProc(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseStat(pid, stat);
}

/** Every process that runs. */
export function listProcesses(): ProcessEntry[] {
  const found = hasProc
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/u.test(name))
        .map((name) => findProcess(Number(name)))
    : ps('-A').split('\n').map(parsePs);
  return found.filter((entry) => entry !== undefined);
}
