import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { Evidence } from '../../core/model/round.ts';
import type { Session } from '../../core/model/session.ts';
import { sessionFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { contentKind } from './content-kind.ts';
import { readEvidenceFile } from './read-evidence-file.ts';

/** More than anybody looks at. */
const mostFiles = 20;

/**
 * Copies what an agent hands in with its work into the session's folder, where it outlives the worktree. Handed in again
 * unchanged, a file is not kept twice. @throws Fault 'refused' that tells the agent which file is wrong; then none is kept
 */
export async function keepEvidence(
  crew: Pick<Crew, 'places'>,
  session: Session,
  names: readonly string[],
): Promise<Evidence[]> {
  const files = [...new Set(names)];
  if (files.length === 0) return [];
  if (files.length > mostFiles) {
    const message = `${files.length} files of evidence are more than the ${mostFiles} that are taken`;
    throw new Fault({ code: 'refused', message, hint: 'hand in those that show it best' });
  }
  const worktree = session.worktree?.path ?? '/nowhere';
  const folder = join(sessionFolder(crew.places, session.id), 'evidence', `round-${session.round}`);
  const homes = [worktree, await realpath(worktree).catch(() => worktree)];
  const contents: Buffer[] = [];
  for (const name of files) contents.push(await readEvidenceFile(worktree, name));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept: Evidence[] = [];
  for (const [index, content] of contents.entries()) {
    const name = shownName(homes, files[index] ?? '');
    const path = await place(folder, { name, content, taken: kept.map((other) => other.path) });
    kept.push({ name, path, bytes: content.length, kind: contentKind(content), round: session.round });
  }
  return kept;
}

/** Relative to the worktree where it lies in it; without anything that would act on a terminal. */
function shownName(homes: readonly string[], name: string): string {
  const ways = homes.map((home) => relative(home, resolve(home, name)));
  const inside = ways.find((way) => !way.startsWith('..') && !isAbsolute(way));
  return (inside ?? basename(name)).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, '?');
}

/** Writes under the file's own name, or that with a number when another content has it. */
async function place(
  folder: string,
  { name, content, taken }: { name: string; content: Buffer; taken: readonly string[] },
): Promise<string> {
  const plain = basename(name).replaceAll('/', '_').slice(-60);
  const end = extname(plain);
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? plain : `${plain.slice(0, plain.length - end.length)}-${number}${end}`);
    if (taken.includes(path)) continue;
    const there = await readFile(path).catch(() => null);
    if (there !== null && !there.equals(content)) continue;
    if (there === null) await writeWhole(path, content);
    return path;
  }
}

/** Under its name only when it is whole: a crash leaves nothing that looks like evidence. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, content, { mode: 0o600, flush: true });
    await rename(part, path);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault({ code: 'environment', message: `the evidence cannot be kept: ${why}` }, { cause: thrown });
  }
}
