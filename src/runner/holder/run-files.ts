import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

import { parseExit, parseHello, parseJson } from '../protocol/holder-messages.ts';
import type { ExitRecord, Hello } from '../protocol/holder-messages.ts';

/** The files of one run, beside its log (`../log/segments.ts`). Exit and log are the truth about a run that is over. */
export interface RunFiles {
  /** What to run; holds an environment, so it is removed as soon as it was read. */
  readonly start: string;
  /** The claim of the one holder of this run. */
  readonly hello: string;
  readonly exit: string;
  /** The sizes the screen had, each with the offset of the log from which on. */
  readonly sizes: string;
  /** What the holder itself has to say. */
  readonly holderLog: string;
}

/** Where the files of a run are. */
export function runFiles(runDir: string): RunFiles {
  return {
    start: join(runDir, 'start.json'),
    hello: join(runDir, 'hello.json'),
    exit: join(runDir, 'exit.json'),
    sizes: join(runDir, 'sizes.jsonl'),
    holderLog: join(runDir, 'holder.log'),
  };
}

/** Whether a write failed for a reason that may pass: no space, quota, a disk in trouble, too many files open. */
export function mayPass(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE');
}

/** How often what may pass is tried again. */
export const retryMs = 500;

function writeTemporary(path: string, value: unknown): string {
  const temporary = `${path}.${process.pid}`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(value));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}

function syncDirectory(path: string): void {
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Writes JSON so that after any crash the file is the old one or the new one, whole. Mode 0600. */
export function writeJson(path: string, value: unknown): void {
  renameSync(writeTemporary(path, value), path);
  syncDirectory(path);
}

/** Writes JSON only if there is no such file yet; says whether it did. Whole at once, never half written. */
export function claimJson(path: string, value: unknown): boolean {
  const temporary = writeTemporary(path, value);
  try {
    linkSync(temporary, path);
    syncDirectory(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The exit of a run, when it is recorded. */
export function readExit(runDir: string): ExitRecord | undefined {
  return parseExit(parseJson(readIfThere(runFiles(runDir).exit) ?? ''));
}

/** Writes the claim of a holder that answers anew, when it was lost or spoilt: by it the run is found and ended. */
export function keepClaim(runDir: string, { served: _served, exited: _exited, ...claim }: Hello): void {
  if (readHello(runDir) !== undefined) return;
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  writeJson(runFiles(runDir).hello, claim);
}

/** The claim of a run's holder, when there is one. */
export function readHello(runDir: string): Hello | undefined {
  return parseHello(parseJson(readIfThere(runFiles(runDir).hello) ?? ''));
}
