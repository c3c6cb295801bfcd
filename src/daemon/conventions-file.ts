import {
  constants,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
} from 'node:fs';
import { readSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { conventionsPath } from '../core/conventions/read-conventions.ts';
import type { Changed } from '../core/conventions/write-conventions.ts';
import { Fault } from '../core/fault.ts';
import { hasCode } from '../core/has-code.ts';

/** Larger than this it is not read: it would be told to every agent. */
const mostBytes = 256 * 1024;
/** How often a change is made anew on what somebody else has written meanwhile. */
const tries = 5;

/** The text of a repository's conventions; '' when there is no file. @throws Fault 'config' when it cannot be read */
export function readConventionsFile(root: string): string {
  return decoded(root, readBytes(root, placeOf(root)));
}

/**
 * Changes the file, as a whole or not at all. What the person writes in between is never overwritten: the change is then
 * made on what they wrote. @throws Fault 'config', 'refused'
 */
export function changeConventionsFile(root: string, change: (text: string) => Changed): string {
  for (let trial = 0; trial < tries; trial += 1) {
    const place = placeOf(root);
    const before = readBytes(root, place);
    const changed = change(decoded(root, before));
    if ('refused' in changed) throw new Fault({ code: 'refused', message: `${conventionsPath}: ${changed.refused}` });
    const after = Buffer.from(changed.text);
    if (before?.bytes.equals(after) === true) return changed.id;
    if (after.length > mostBytes) throw tooLarge(root);
    if (replaced(root, { place, before, after })) return changed.id;
  }
  throw new Fault({
    code: 'refused',
    message: `${conventionsPath} is being written by somebody else again and again`,
    hint: 'try again in a moment; nothing was changed',
  });
}

/** Puts away what a crash in the middle of a change has left. */
export function clearConventionsDraft(root: string): void {
  rmSync(join(dirname(join(root, conventionsPath)), draftName), { force: true });
}

const draftName = '.conventions.md.new';

interface Contents {
  readonly bytes: Buffer;
  readonly mode: number;
}

/** Where the file really is. @throws Fault 'config' when that is outside of the repository, or nowhere */
function placeOf(root: string): string {
  const path = join(root, conventionsPath);
  const inside = realpathSync(root);
  const real = realOf(path) ?? join(realOf(dirname(path)) ?? join(inside, dirname(conventionsPath)), 'conventions.md');
  const isIn = (folder: string) => real.startsWith(`${folder}${sep}`);
  if (!isIn(inside) || isIn(join(inside, '.git')))
    throw unreadable(`${path} leads out of the repository, to ${real}`, 'a link may stay inside of it');
  return real;
}

/** What a path leads to; null when nothing is there. @throws Fault 'config' for a link to nothing */
function realOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (hasCode(thrown, 'ELOOP')) throw unreadable(`${path} is a link that leads to itself`);
    if (!hasCode(thrown, 'ENOENT', 'ENOTDIR')) throw unreadable(`${path} cannot be read`, messageOf(thrown));
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
    throw unreadable(`${path} is a link to nothing`);
  }
}

function readBytes(root: string, place: string): Contents | null {
  const path = join(root, conventionsPath);
  let file: number;
  try {
    file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ENOTDIR')) return null;
    throw unreadable(`${path} cannot be read`, messageOf(thrown));
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw unreadable(`${path} is not a file`);
    if (stat.size > mostBytes) throw tooLarge(root);
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, { offset: length, length: bytes.length - length });
    }
    if (length > mostBytes) throw tooLarge(root);
    return { bytes: bytes.subarray(0, length), mode: stat.mode & 0o777 };
  } finally {
    closeSync(file);
  }
}

function decoded(root: string, contents: Contents | null): string {
  try {
    return contents === null ? '' : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(contents.bytes);
  } catch {
    throw unreadable(`${join(root, conventionsPath)} is not UTF-8 text`);
  }
}

/** Beside its place first, then in one step; false when the file is not any more what the change was made on. */
function replaced(
  root: string,
  { place, before, after }: { place: string; before: Contents | null; after: Buffer },
): boolean {
  const draft = join(dirname(place), draftName);
  try {
    mkdirSync(dirname(place), { recursive: true });
    rmSync(draft, { force: true });
    write(draft, after, before?.mode ?? null);
    if (before === null) linkSync(draft, place);
    else {
      if (readBytes(root, place)?.bytes.equals(before.bytes) !== true) return false;
      renameSync(draft, place);
    }
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false;
    if (thrown instanceof Fault) throw thrown;
    throw new Fault(
      { code: 'refused', message: `${place} cannot be written`, hint: messageOf(thrown) },
      { cause: thrown },
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(path: string, bytes: Buffer, mode: number | null): void {
  const file = openSync(path, 'wx', 0o666);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    if (mode !== null) fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function tooLarge(root: string): Fault {
  const message = `${join(root, conventionsPath)} has more than ${mostBytes / 1024} KiB`;
  return unreadable(message, 'it is told to every agent: keep it short');
}

function unreadable(message: string, hint?: string): Fault {
  return new Fault({ code: 'config', message, hint });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
