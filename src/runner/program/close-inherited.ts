import { closeSync, readdirSync } from 'node:fs';

import { readProc } from '../process/process-table.ts';

/** In the flags of an open file: closed when another program is started. All files that Node opens have it. */
const closeOnExec = 0o2000000;

function isInherited(descriptor: number): boolean {
  const flags = /^flags:\s*([0-7]+)/mu.exec(readProc(`/proc/self/fdinfo/${descriptor}`) ?? '')?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
}

/**
 * Closes what whoever started us had left open, from `first` on, so that no program of ours gets it. node-pty closes some
 * of it, by a loop that may end early. Elsewhere than on Linux the system itself keeps them from the program.
 */
export function closeInherited(first: number): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name);
    if (descriptor >= first && isInherited(descriptor)) closeSync(descriptor);
  }
}
