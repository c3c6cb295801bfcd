import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../core/has-code.ts';

import type { ExitRecord, Hello } from './protocol/holder-messages.ts';
import { isBeforeReboot, isSameProcess } from './process/process-tree.ts';
import { readExit, readHello } from './holder/run-files.ts';

/** What became of a run. */
export type RunState =
  /** No holder was ever started here. */
  | { readonly kind: 'none' }
  | { readonly kind: 'alive'; readonly hello: Hello }
  | { readonly kind: 'exited'; readonly exit: ExitRecord; readonly hello: Hello | undefined }
  | LostRun;

/** The holder is gone and left no exit. */
export interface LostRun {
  readonly kind: 'lost';
  readonly hello: Hello;
  /** The program runs on, unseen. */
  readonly ghost: boolean;
  /** The machine went down; else somebody, or the system, has killed the holder. */
  readonly rebooted: boolean;
}

/** Looks at a run by its files and the processes they name. */
export function inspectRun(runDir: string): RunState {
  // The order matters: a holder writes its exit before it ends.
  const hello = readHello(runDir);
  const alive = hello !== undefined && isSameProcess(hello.holderPid, hello.holderStartTime);
  const exit = readExit(runDir);
  if (exit !== undefined) return { kind: 'exited', exit, hello };
  if (hello === undefined) return { kind: 'none' };
  if (alive) return { kind: 'alive', hello };
  const ghost = hello.pid !== null && hello.startTime !== null && isSameProcess(hello.pid, hello.startTime);
  return { kind: 'lost', hello, ghost, rebooted: isBeforeReboot(hello.holderStartTime) };
}

/** A run that goes on. */
export interface FoundHolder {
  readonly runDir: string;
  readonly hello: Hello;
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/**
 * All runs whose holder is alive, by what is on disk alone, whatever the journal says: each in a folder of its session in
 * `sessionsFolder`.
 */
export function findHolders(sessionsFolder: string): FoundHolder[] {
  return foldersIn(sessionsFolder)
    .flatMap((session) => foldersIn(session))
    .flatMap((runDir) => {
      const state = inspectRun(runDir);
      return state.kind === 'alive' ? [{ runDir, hello: state.hello }] : [];
    });
}
