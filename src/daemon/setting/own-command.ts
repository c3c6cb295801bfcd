import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Places } from '../../wire/places.ts';

/** The launcher beside this build: what a person runs as `signalbox`. */
export const launcher = fileURLToPath(new URL('../../../src/signalbox.js', import.meta.url));

/**
 * Puts a `signalbox` command that is exactly this build, on exactly this Node, into a folder of its own and returns
 * the folder: inside a session it comes first on PATH, whatever else is installed.
 */
export function provideOwnCommand(places: Places): string {
  const folder = join(places.home, 'bin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const command = join(folder, 'signalbox');
  // In one step: an agent of an earlier daemon may be calling it at this moment, and an empty script ends with status 0.
  const made = `${command}.${process.pid}`;
  writeFileSync(made, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(launcher)} "$@"\n`, { mode: 0o700 });
  renameSync(made, command);
  return folder;
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
