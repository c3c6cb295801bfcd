import { copyFile, mkdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { Evidence } from '../../core/round.ts';
import type { Session } from '../../core/session.ts';
import { sessionFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';

/** Copies what an agent hands in with its work into the session's folder. @throws Fault 'refused' for a file that is not there */
export async function keepEvidence(
  crew: Pick<Crew, 'places'>,
  session: Session,
  names: readonly string[],
): Promise<Evidence[]> {
  const folder = join(sessionFolder(crew.places, session.id), 'evidence', `round-${session.round}`);
  const kept: Evidence[] = [];
  for (const name of names) {
    const from = resolve(session.worktree?.path ?? '/', name);
    const found = await stat(from).catch(() => undefined);
    if (!found?.isFile()) throw new Fault({ code: 'refused', message: `the evidence ${name} is no file` });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, basename(from));
    await copyFile(from, path);
    kept.push({ name, path, bytes: found.size, kind: 'other', round: session.round });
  }
  return kept;
}
