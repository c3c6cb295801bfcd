import { copyFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from './scratch-folder.ts';

/** An index file of our own beside git's: work on it touches nothing of anybody's. Removed with its scope. */
export interface ScratchIndex extends AsyncDisposable {
  /** For the environment of git processes that use it. */
  readonly env: { readonly GIT_INDEX_FILE: string };
}

/** An empty index, or a copy of an existing one: then git need not read again what has not changed. */
export async function scratchIndex(copyOf?: string): Promise<ScratchIndex> {
  const folder = await scratchFolder();
  const file = join(folder.path, 'index');
  try {
    if (copyOf !== undefined && (await stat(copyOf).catch(() => undefined))) await copyAsOld(copyOf, file);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return { env: { GIT_INDEX_FILE: file }, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/**
 * Git trusts an entry's times only when they are older than the index file. A copy is younger than the original, so a
 * file changed right after the original was written would pass for unchanged: the copy gets the original's second.
 */
async function copyAsOld(from: string, to: string): Promise<void> {
  const { mtimeMs } = await stat(from);
  await copyFile(from, to);
  const second = Math.floor(mtimeMs / 1000);
  await utimes(to, second, second);
}
