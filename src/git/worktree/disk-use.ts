import { type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { hasCode } from '../../core/has-code.ts';

/** What a folder takes on the disk, in bytes. */
export interface DiskUse {
  /** Blocks of everything in it; a file with several names counts once. */
  readonly bytes: number;
  /** What deleting it would give back: not what also has a name elsewhere (pnpm's and git's hard links). */
  readonly freed: number;
}

/** What POSIX counts `st_blocks` in, whatever the file system's own blocks are. */
const blockBytes = 512;
/** So many at once: the disk is kept busy, everybody else's reads still come through. */
const together = 32;

interface Linked {
  readonly bytes: number;
  /** Names that were not met yet. */
  left: number;
}

/** Measures a folder without following links or leaving its file system; one that is not there takes nothing. */
export async function diskUse(folder: string, signal?: AbortSignal): Promise<DiskUse> {
  const root = await look(folder);
  if (root === undefined) return { bytes: 0, freed: 0 };
  const linked = new Map<string, Linked>();
  const folders = root.isDirectory() ? [folder] : [];
  let bytes = root.blocks * blockBytes;
  let freed = bytes;
  const count = (found: Stats): void => {
    const size = found.blocks * blockBytes;
    if (found.isDirectory() || found.nlink < 2) {
      bytes += size;
      freed += size;
      return;
    }
    const key = `${found.dev}:${found.ino}`;
    const known = linked.get(key);
    if (known === undefined) bytes += size;
    const entry = known ?? { bytes: size, left: found.nlink };
    entry.left -= 1;
    linked.set(key, entry);
  };
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    signal?.throwIfAborted();
    const names = await namesIn(next);
    for (let at = 0; at < names.length; at += together) {
      const paths = names.slice(at, at + together).map((name) => join(next, name));
      const looks = await Promise.all(paths.map(look));
      for (const [index, found] of looks.entries()) {
        const path = paths[index];
        // A disk that is mounted inside is not freed with the folder.
        if (found === undefined || path === undefined || found.dev !== root.dev) continue;
        count(found);
        if (found.isDirectory()) folders.push(path);
      }
    }
    await breathe();
  }
  for (const { bytes: size, left } of linked.values()) if (left <= 0) freed += size;
  return { bytes, freed };
}

/** Agents write while we look: what has gone, or is not ours to read, counts as nothing. */
const unreadable = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'] as const;

async function look(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (hasCode(error, ...unreadable)) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, ...unreadable)) return [];
    throw error;
  }
}
