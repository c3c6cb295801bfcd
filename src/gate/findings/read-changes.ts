import { readable } from '../../git/plumbing/raw-path.ts';
import { type Blob, readBlobs } from '../../git/read-blobs.ts';
import { type EntryChange, entryChanges, gitlinkMode, linkMode, pathsOf } from '../../git/tree-changes.ts';
import { commonDirOf } from '../../git/worktree/worktree-list.ts';
import type { FileChange, FileVersion } from './change.ts';

/** Text above this is not looked at line by line: nobody writes it by hand. */
export const textLimitBytes = 1024 * 1024;
/** Of all versions together: keeps one round from filling the daemon's memory. */
const sumLimitBytes = 256 * 1024 * 1024;
/** As far as git itself looks for a zero byte. */
const lookedAtBytes = 8000;

const decoder = new TextDecoder('utf-8');

type Entry = NonNullable<EntryChange['from']>;

/** All that two commits differ in, with the text of both versions; what git stores, whatever attributes say. */
export async function readChanges(order: { root: string; from: string; to: string }): Promise<FileChange[]> {
  const entries = await entryChanges(order);
  const ids = entries.flatMap(({ from, to }) => [from, to].flatMap((entry) => (isContent(entry) ? [entry.id] : [])));
  const limits = { each: textLimitBytes, all: sumLimitBytes };
  const blobs = await readBlobs(await commonDirOf(order.root), ids, limits);
  return entries.map(({ path, oldPath, from, to }) => ({
    path: readable(path),
    oldPath: oldPath === null ? null : readable(oldPath),
    before: from && version(from, blobs.get(from.id)),
    after: to && version(to, blobs.get(to.id)),
  }));
}

/** All paths of the candidate, among which those of its changes lie; none where no path is new. */
export async function readPaths(
  order: { root: string; to: string },
  changes: readonly FileChange[],
): Promise<string[]> {
  if (!changes.some(({ before, oldPath }) => before === null || oldPath !== null)) return [];
  return (await pathsOf(order.root, order.to)).map(readable);
}

function isContent(entry: Entry | null): entry is Entry {
  return entry !== null && entry.mode !== gitlinkMode;
}

function version({ mode, id }: Entry, blob: Blob | undefined): FileVersion {
  const none = { mode, id, size: blob?.size ?? null, text: null, linkTarget: null };
  const bytes = blob?.bytes ?? null;
  if (bytes === null) return none;
  if (mode === linkMode) return { ...none, linkTarget: decoder.decode(bytes) };
  return bytes.subarray(0, lookedAtBytes).includes(0) ? none : { ...none, text: decoder.decode(bytes) };
}
