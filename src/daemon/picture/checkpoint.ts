import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import { z } from 'zod';
import { parseJson } from '../../runner/protocol/holder-messages.ts';
import { longestSide } from '../../core/picture.ts';

/** A screen as it was at one place of its run's byte log: painting it makes replaying what came before needless. */
export interface Checkpoint {
  /** Of the byte log: output from here on is not in the picture yet. */
  readonly offset: number;
  readonly columns: number;
  readonly rows: number;
  /** Bytes that paint it on a blank screen of that size. */
  readonly painted: Buffer;
}

const headSchema = z.object({
  offset: z.number().int().nonnegative(),
  columns: z.number().int().min(1).max(longestSide),
  rows: z.number().int().min(1).max(longestSide),
  /** Of `painted`, bytes: a file that a crash cut short is none. */
  length: z.number().int().nonnegative(),
});

const usualName = 'checkpoint';

/** Keeps a checkpoint in a run's folder, in place of the one before: after any crash there is one of the two. */
export function keepCheckpoint(runDir: string, { painted, ...head }: Checkpoint, name = usualName): void {
  const path = join(runDir, name);
  const line = Buffer.from(`${JSON.stringify({ ...head, length: painted.length })}\n`);
  writeFileSync(`${path}.new`, Buffer.concat([line, painted]), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The last checkpoint of a run, or null when there is none, or only half of one. */
export function findCheckpoint(runDir: string, name = usualName): Checkpoint | null {
  const bytes = readIfThere(join(runDir, name));
  if (bytes === null) return null;
  const end = bytes.indexOf(0x0a);
  const head = headSchema.safeParse(parseJson(bytes.subarray(0, Math.max(0, end)).toString('utf8')));
  if (!head.success) return null;
  const { length, ...rest } = head.data;
  const painted = bytes.subarray(end + 1);
  return painted.length === length ? { ...rest, painted } : null;
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}
