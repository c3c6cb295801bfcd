import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

/** A folder for what only this process needs. Removed with its scope. */
export interface ScratchFolder extends AsyncDisposable {
  readonly path: string;
}

/** The number of the process is in the name: whose owner has ended is nobody's. */
const ours = /^signalbox-scratch-(\d+)-/;

let swept: Promise<void> | undefined;

/** Removes what killed processes have left; once in the life of this one. */
export function sweepScratch(): Promise<void> {
  return (swept ??= sweep());
}

/** Makes one; the first of a process also removes those that killed processes have left. */
export async function scratchFolder(): Promise<ScratchFolder> {
  await sweepScratch();
  const path = await mkdtemp(join(tmpdir(), `signalbox-scratch-${process.pid}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(ours.exec(name)?.[1] ?? 0);
    if (pid === 0 || pid === process.pid || isRunning(pid)) continue;
    const path = join(tmpdir(), name);
    const found = await stat(path).catch(() => undefined);
    if (found?.uid === process.getuid?.()) await rm(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's has our name by chance; it is left alone.
    return !hasCode(error, 'ESRCH');
  }
}
