import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { complaint } from '../plumbing/plumb.ts';
import { type RawPath, nameSome, readable } from '../plumbing/raw-path.ts';
import { type TreeChange, treeChanges } from '../tree-changes.ts';
import { halfWritten } from './half-written.ts';
import { obstacles, strayEntries, strayFiles } from './work-files.ts';
import { gitDirOf } from './worktree-list.ts';
import { lockPauseMs, lockTries, removeFile, retryLocked, writeFromIndex } from './write-files.ts';

/** Why a checkout's files cannot be moved; `why` is a whole sentence for the person. */
export interface InTheWay {
  readonly why: string;
  readonly files: readonly string[];
}

/** A checkout and the two commits between which its files move. */
export interface FileMove {
  readonly checkout: string;
  readonly from: string;
  readonly to: string;
}

/** Waits two seconds for another git's lock on the checkout's index; says so when it is still held. */
export async function awaitIndexLock(checkout: string): Promise<InTheWay | undefined> {
  const gitDir = await gitDirOf(checkout);
  const lock = join(gitDir ?? join(checkout, '.git'), 'index.lock');
  for (let attempt = 0; existsSync(lock); attempt += 1) {
    if (attempt === lockTries) {
      return {
        why: `another git command holds ${lock}: let it finish, or remove the file when none runs`,
        files: [lock],
      };
    }
    await pause(lockPauseMs);
  }
  return undefined;
}

/** What of the person's own would be overwritten or mixed up; undefined when the files can be moved. Changes nothing. */
export async function standsInTheWay(move: FileMove): Promise<InTheWay | undefined> {
  const { checkout } = move;
  const held = await awaitIndexLock(checkout);
  if (held) return held;
  const changes = await treeChanges(checkout, move.from, move.to);
  return ownWork(move, changes);
}

async function ownWork(move: FileMove, changes: readonly TreeChange[]): Promise<InTheWay | undefined> {
  const { checkout } = move;
  const staged = await strayEntries(checkout, changes, move.from);
  const files = await strayFiles(checkout, changes, 'from');
  const all = [...new Set([...files, ...staged])].map(readable);
  if (all.length === 0) return undefined;
  return changesOf(checkout, all);
}

function changesOf(checkout: string, files: readonly string[]): InTheWay {
  return { why: `your checkout ${checkout} has changes of its own in ${nameSome(files)}`, files };
}

/**
 * Moves a checkout's index and files from one commit to the other; everything that differs from neither stays. When
 * it cannot, the files are as before. `checked`: `standsInTheWay` was asked just now, so that only what git itself
 * would write over is looked at again.
 */
export async function moveFiles(move: FileMove, { checked = false } = {}): Promise<InTheWay | undefined> {
  const obstacle = checked ? await wouldOverwrite(move) : await standsInTheWay(move);
  if (obstacle) return obstacle;
  const cwd = move.checkout;
  const args = ['read-tree', '-m', '-u', move.from, move.to];
  const first = await retryLocked({ cwd, args });
  if (first.exit === 0) return undefined;
  // What git remembers of the files may be out of date: it refuses what it is not sure of, before it touches anything.
  if (first.exit !== null) await retryLocked({ cwd, args: ['update-index', '-q', '--refresh'] });
  const second = first.exit === null ? first : await retryLocked({ cwd, args });
  if (second.exit === 0) return undefined;
  await putBack(move);
  const changed = checked ? await standsInTheWay(move) : undefined;
  return changed ?? { why: `git cannot change the files of ${cwd}: ${withCause(complaint(second))}`, files: [] };
}

async function wouldOverwrite({ checkout, from, to }: FileMove): Promise<InTheWay | undefined> {
  const files = (await obstacles(checkout, await treeChanges(checkout, from, to), 'from')).map(readable);
  return files.length === 0 ? undefined : changesOf(checkout, files);
}

/** Git does not say why it could not write. */
function withCause(said: string): string {
  return /unable to write/.test(said) ? `${said} (is there room on the disk?)` : said;
}

/** How far a move came: not begun, done, or something that only the person can judge. */
export type MoveState = { kind: 'from' } | { kind: 'to' } | { kind: 'between'; files: string[] };

/**
 * Looks at a checkout after a crash. Under a journalled intent what git left half-written, which is all in the
 * repository, is put back first, or finished when the index has moved already.
 */
export async function stateOfMove(move: FileMove, { journalled }: { journalled: boolean }): Promise<MoveState> {
  const { checkout } = move;
  const changes = await treeChanges(checkout, move.from, move.to);
  const indexTo = await strayEntries(checkout, changes, move.to);
  // Git writes its index at once and last: when nothing in it moved, at most files were written.
  if (indexTo.length === changes.length) {
    const left = journalled ? await putBack(move) : await strayFiles(checkout, changes, 'from');
    return left.length === 0 ? { kind: 'from' } : { kind: 'between', files: left.map(readable) };
  }
  let filesTo = await strayFiles(checkout, changes, 'to');
  if (indexTo.length === 0 && filesTo.length > 0 && journalled) filesTo = await finish(checkout, changes, filesTo);
  if (indexTo.length === 0 && filesTo.length === 0) return { kind: 'to' };
  return { kind: 'between', files: [...new Set([...indexTo, ...filesTo])].map(readable) };
}

/**
 * While the index has not moved: files that are as `to` has them, wholly or half-written, become as `from` has them.
 * Gives the paths that are neither, when some were ours: the person is to look at them.
 */
async function putBack(move: FileMove): Promise<RawPath[]> {
  const { checkout } = move;
  const changes = await treeChanges(checkout, move.from, move.to);
  const notFrom = new Set(await strayFiles(checkout, changes, 'from'));
  if (notFrom.size === 0) return [];
  const notTo = new Set(await strayFiles(checkout, changes, 'to'));
  const staged = new Set(await strayEntries(checkout, changes, move.from));
  const moved = changes.filter(({ path }) => notFrom.has(path) && !staged.has(path));
  const half = await halfWritten(
    checkout,
    moved.filter(({ path }) => notTo.has(path)),
  );
  const ours = moved.filter(({ path }) => !notTo.has(path) || half.has(path));
  if (ours.length === 0) return [];
  for (const change of ours) if (change.from === null) await removeFile(checkout, change.path);
  await writeFromIndex(
    checkout,
    ours.filter((change) => change.from !== null),
  );
  return strayFiles(checkout, changes, 'from');
}

/** The index has moved, and the machine lost what git wrote to files: they are written again. Gives those that are not ours. */
async function finish(
  checkout: string,
  changes: readonly TreeChange[],
  strays: readonly RawPath[],
): Promise<RawPath[]> {
  const notTo = new Set(strays);
  const behind = changes.filter(({ path }) => notTo.has(path));
  const notFrom = new Set(await strayFiles(checkout, behind, 'from'));
  const half = await halfWritten(checkout, behind);
  const ours = behind.filter(({ path }) => !notFrom.has(path) || half.has(path));
  for (const change of ours) if (change.to === null) await removeFile(checkout, change.path);
  await writeFromIndex(
    checkout,
    ours.filter((change) => change.to !== null),
  );
  return strayFiles(checkout, changes, 'to');
}
