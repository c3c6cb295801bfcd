import { lstat, readFile } from 'node:fs/promises';
import { plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, below, rawPath, readable, splitNul } from '../plumbing/raw-path.ts';

/** New files are only counted in lines up to here: this runs while agents work and must stay cheap. */
const countedFiles = 100;
const countedBytes = 256 * 1024;

/** How far a session's working tree, with everything committed and not, is from the commit it started from. */
export interface WorktreeChange {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** One file of it; `added` null: a binary one, or one whose lines were not counted. */
export interface TouchedFile {
  readonly path: string;
  readonly added: number | null;
  readonly removed: number | null;
}

interface Touched {
  readonly path: RawPath;
  readonly added: number | null;
  readonly removed: number | null;
}

/** Counts for a tile; takes no lock and writes no index. */
export async function worktreeChange(order: { worktree: string; base: string }): Promise<WorktreeChange> {
  const files = await touched(order);
  return {
    files: files.length,
    added: files.reduce((sum, { added }) => sum + (added ?? 0), 0),
    removed: files.reduce((sum, { removed }) => sum + (removed ?? 0), 0),
  };
}

/** The same file by file, the largest changes first, `most` of them; `more`: how many there are beside. */
export async function touchedFiles(order: {
  worktree: string;
  base: string;
  most: number;
}): Promise<{ files: TouchedFile[]; more: number }> {
  const files = (await touched(order)).toSorted((a, b) => linesOf(b) - linesOf(a) || (a.path < b.path ? -1 : 1));
  const shown = files.slice(0, order.most).map((file) => ({ ...file, path: readable(file.path) }));
  return { files: shown, more: files.length - shown.length };
}

function linesOf({ added, removed }: Touched): number {
  return (added ?? 0) + (removed ?? 0);
}

async function touched({ worktree: cwd, base }: { worktree: string; base: string }): Promise<Touched[]> {
  const flags = ['--numstat', '-z', '-M', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];
  const tracked = splitNul(await plumbOk({ cwd, args: ['diff', ...flags, base, '--'] }));
  const untracked = splitNul(
    await plumbOk({ cwd, args: ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/'] }),
  );
  const files: Touched[] = [];
  for (const [at, line] of tracked.entries()) {
    // A rename's two paths are fields without numbers, the new one last.
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(line) ?? [];
    if (added === undefined || removed === undefined || path === undefined) continue;
    const name = path === '' ? tracked[at + 2] : rawPath(path);
    if (name !== undefined) files.push({ path: name, added: count(added), removed: count(removed) });
  }
  for (const [at, path] of untracked.entries()) {
    files.push({ path, added: at < countedFiles ? await countLines(cwd, path) : null, removed: 0 });
  }
  return files;
}

function count(text: string): number | null {
  return text === '-' ? null : Number.parseInt(text, 10);
}

/** null: it is none of which the lines count. */
async function countLines(cwd: string, path: RawPath): Promise<number | null> {
  const file = below(cwd, path);
  const found = await lstat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > countedBytes) return null;
  // An agent at work may remove a file at any moment; then there is nothing to count.
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  if (bytes.includes(0)) return null;
  let lines = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines;
}
