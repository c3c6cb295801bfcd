import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { listProcesses } from './process-table.ts';

/** A process that stands in a folder, or below it. */
export interface ProcessInside {
  readonly pid: number;
  /** Its program's short name. */
  readonly name: string;
}

/**
 * Processes whose working directory lies in a folder (its real path): removing it would pull the ground from under them.
 * Only one's own are seen.
 */
export function findInside(folder: string): ProcessInside[] {
  return process.platform === 'linux' ? inProc(folder) : byLsof(folder);
}

function isIn(folder: string, place: string): boolean {
  return place === folder || place.startsWith(`${folder}${sep}`);
}

function inProc(folder: string): ProcessInside[] {
  return listProcesses().flatMap(({ pid }) => {
    try {
      // Of a folder that was deleted meanwhile the system says so behind its name: that is no longer in the way.
      if (!isIn(folder, readlinkSync(`/proc/${pid}/cwd`))) return [];
      return [{ pid, name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() }];
    } catch {
      // It has ended, or is another user's.
      return [];
    }
  });
}

/** `p` begins a process, `c` is its command, `n` a file's name. */
function byLsof(folder: string): ProcessInside[] {
  const found: ProcessInside[] = [];
  let [pid, name] = [0, ''];
  for (const line of lsof().split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    else if (line.startsWith('c')) name = line.slice(1);
    else if (line.startsWith('n') && isIn(folder, line.slice(1))) found.push({ pid, name });
  }
  return found;
}

function lsof(): string {
  try {
    return execFileSync('lsof', ['-w', '-d', 'cwd', '-F', 'pcn'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    // Not there, or nothing found: then nothing is known to stand in the way.
    return '';
  }
}
