import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

const absent = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG'];

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (hasCode(error, ...absent)) return false;
    throw error;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    if (hasCode(error, ...absent)) return false;
    throw error;
  }
}

export interface Command {
  readonly program: string;
  readonly cwd: string;
  readonly path: string | undefined;
}

/**
 * What is wrong with a command, in one sentence, or undefined. Asked before the pty is made: node-pty itself reports
 * neither a missing program nor a missing directory.
 */
export function checkCommand({ program, cwd, path }: Command): string | undefined {
  if (!isDirectory(cwd)) return `cannot start ${program}: there is no directory ${cwd}`;
  if (findProgram({ program, cwd, path }) !== null) return undefined;
  return `cannot start ${program}: ${program.includes('/') ? 'it is not an executable file' : 'it is not on the PATH'}`;
}

/** Where a command's program is, as an absolute path; null when it is not there or cannot be run. */
export function findProgram({ program, cwd, path }: Command): string | null {
  const files = program.includes('/')
    ? [resolve(cwd, program)]
    : (path ?? '/usr/bin:/bin').split(delimiter).map((entry) => resolve(cwd, entry, program));
  return files.find(isProgram) ?? null;
}
