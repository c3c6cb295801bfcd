import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

/** One file of a run's log. The log is cut into files so that its oldest part can be let go. */
export interface Segment {
  readonly path: string;
  /** Offset, in the whole log, of its first byte. */
  readonly start: number;
  /** Bytes that belong to the log. */
  readonly length: number;
}

/** As many digits as the largest safe integer has: names sort as their offsets do. */
const digits = 16;

const segmentName = /^output\.(\d{16})\.log$/u;

/** The file of a run's log whose first byte is at `start` of the log. */
export function segmentPath(runDir: string, start: number): string {
  return join(runDir, `output.${String(start).padStart(digits, '0')}.log`);
}

function names(runDir: string): string[] {
  try {
    return readdirSync(runDir).toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/**
 * The log of a run as it is on disk, in order and without a gap. After a power cut a file may be shorter than it was: then
 * only what follows the gap is the log, as its offsets are known.
 */
export function listSegments(runDir: string): Segment[] {
  const starts = names(runDir).flatMap((name) => segmentName.exec(name)?.[1] ?? []);
  const found: Segment[] = [];
  for (const start of starts.map(Number)) {
    const path = segmentPath(runDir, start);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    // Let go by the holder between the two looks: it was the oldest.
    if (size === undefined) continue;
    const last = found.at(-1);
    if (last !== undefined && last.start + last.length !== start) found.length = 0;
    found.push({ path, start, length: size });
  }
  return found;
}

/** Offset behind the last byte; 0 for a log without any file. */
export function endOf(segments: readonly Segment[]): number {
  const last = segments.at(-1);
  return last === undefined ? 0 : last.start + last.length;
}

function readFile(path: string, bytes: Buffer, at: number): number {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    while (length < bytes.length) {
      const more = readSync(file, bytes, length, bytes.length - length, at + length);
      if (more === 0) break;
      length += more;
    }
    return length;
  } finally {
    closeSync(file);
  }
}

/** Up to `longest` bytes from `offset` on, also across files. Fewer at the end, none for what is not there any more. */
export function readSegments(segments: readonly Segment[], offset: number, longest: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(longest, endOf(segments) - offset)));
  let length = 0;
  for (const segment of segments) {
    const at = offset + length - segment.start;
    if (length === bytes.length || at < 0) break;
    if (at >= segment.length) continue;
    const wanted = Math.min(bytes.length - length, segment.length - at);
    try {
      length += readFile(segment.path, bytes.subarray(length, length + wanted), at);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) break;
      throw error;
    }
  }
  return bytes.subarray(0, length);
}

/** Lets one file of the log go. */
export function removeSegment(segment: Segment): void {
  rmSync(segment.path, { force: true });
}
