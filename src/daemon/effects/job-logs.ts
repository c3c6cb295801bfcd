import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Session } from '../../core/model/session.ts';
import { inspectRun } from '../../runner/find-run.ts';
import { sessionFolder, terminalFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';

/** Removes what jobs printed that nobody can ask for any more: those that were started anew, and those of long ago. */
export function dropOldLogs({ places }: Crew, { id, terminals, endedJobs }: Session): void {
  const known = [...terminals, ...endedJobs].map(({ number }) => basename(terminalFolder(places, id, number)));
  const folder = sessionFolder(places, id);
  for (const name of readdirSync(folder)) {
    const runDir = join(folder, name);
    if (!/^terminal-\d+$/.test(name) || known.includes(name) || inspectRun(runDir).kind === 'alive') continue;
    rmSync(runDir, { recursive: true, force: true });
  }
}
