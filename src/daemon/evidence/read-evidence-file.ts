import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { resolve, sep } from 'node:path';
import { Fault } from '../../core/fault.ts';

/** Larger ones are no evidence that anybody looks at. */
const largestBytes = 20 * 1024 * 1024;

/** Where an agent may take evidence from: its worktree, and where tools leave screenshots. */
const temporary = ['/tmp', '/var/tmp', tmpdir()];

const isIn = (folder: string, file: string): boolean => file.startsWith(`${folder}${sep}`);

const refused = (name: string, why: string, hint?: string): Fault =>
  new Fault({ code: 'refused', message: `the evidence ${name} ${why}`, hint });

/**
 * The content of a file that an agent names as evidence. The daemon may read more than a confined agent can: so nothing
 * but regular files of its worktree or the temporary folder, and no link out of these. @throws Fault 'refused'
 */
export async function readEvidenceFile(worktree: string, name: string): Promise<Buffer> {
  const path = resolve(worktree, name);
  const real = await realpath(path).catch(() => null);
  if (real === null) throw refused(name, 'does not exist', `paths are relative to ${worktree}`);
  const home = await realpath(worktree);
  const folders = isIn(worktree, path) || isIn(home, path) ? [home] : [home, ...(await resolvedFolders())];
  if (!folders.some((folder) => isIn(folder, real))) {
    const link = isIn(worktree, path) ? 'is a link out of the worktree' : 'is outside of the worktree';
    throw refused(name, link, 'copy the file into the worktree or to /tmp first');
  }
  // Not waiting for the other end of a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(real, flags).catch(() => null);
  if (file === null) throw refused(name, 'cannot be read');
  try {
    const found = await file.stat();
    if (!found.isFile()) throw refused(name, found.isDirectory() ? 'is a folder' : 'is no regular file');
    // A folder on the way may have become a link between the two looks.
    const opened = await readlink(`/proc/self/fd/${file.fd}`).catch(() => real);
    if (opened !== real) throw refused(name, 'changed while it was read', 'hand it in again');
    const limit = `${largestBytes / 1024 / 1024} MB`;
    if (found.size > largestBytes) throw refused(name, `is larger than ${limit}`, 'hand in the part that shows it');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function resolvedFolders(): Promise<string[]> {
  return Promise.all(temporary.map((folder) => realpath(folder).catch(() => folder)));
}
