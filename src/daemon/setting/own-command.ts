import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Places } from '../../wire/places.ts';

/** The launcher beside this build: what a person runs as `signalbox`. */
export const launcher = fileURLToPath(new URL('../../../src/signalbox.js', import.meta.url));

/** What an agent's hooks run: it knows nothing but the session's socket, and starts fast. */
const hookSender = fileURLToPath(new URL('../../../dist/cli/agent/hook-main.js', import.meta.url));
/** Its name beside `signalbox`. */
export const hookCommand = 'signalbox-hook';

/**
 * Puts a `signalbox` command that is exactly this build, on exactly this Node, into a folder of its own and returns
 * the folder: inside a session it comes first on PATH, whatever else is installed.
 */
export function provideOwnCommand(places: Places): string {
  const folder = join(places.home, 'bin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeCommand(join(folder, 'signalbox'), launcher);
  writeCommand(join(folder, hookCommand), hookSender);
  return folder;
}

function writeCommand(command: string, script: string): void {
  // In one step: an agent of an earlier daemon may be calling it at this moment, and an empty script ends with status 0.
  const made = `${command}.${process.pid}`;
  writeFileSync(made, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`, { mode: 0o700 });
  renameSync(made, command);
}

/** A word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
