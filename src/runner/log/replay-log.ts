import type { Resized } from '../protocol/holder-messages.ts';
import { openLog } from './log-reader.ts';
import type { RunLog } from './log-reader.ts';
import { sizeInForce } from './sizes.ts';

const pieceLength = 64 * 1024;

export interface ReplayOptions {
  readonly runDir: string;
  /** Offset of the first byte wanted. What the holder has let go of is left out: see the first offset given. */
  readonly from: number;
  /** `bytes` is only valid during the call. */
  readonly onOutput: (offset: number, bytes: Buffer) => void;
  /** Output from this offset on was made for this size: first the one in force, then each later one at its place. */
  readonly onResized?: ((size: Resized) => void) | undefined;
}

/** Gives the output of one opened log from an offset on; returns the offset behind what could be read. */
function replay(log: RunLog, from: number, { onOutput, onResized }: ReplayOptions): number {
  let next = sizeInForce(log.sizes, from);
  let offset = from;
  for (;;) {
    for (let size = log.sizes[next]; size !== undefined && size.offset <= offset; size = log.sizes[next]) {
      onResized?.({ ...size, offset });
      next += 1;
    }
    const until = Math.min(log.end, log.sizes[next]?.offset ?? Infinity, offset + pieceLength);
    const bytes = log.read(offset, until - offset);
    if (bytes.length === 0) return offset;
    onOutput(offset, bytes);
    offset += bytes.length;
  }
}

/**
 * Gives the output of a run from its log, for a run whose holder is gone. Returns the offset behind its end. Reads
 * synchronously: a screen only needs the last part of a long log.
 */
export function replayLog(options: ReplayOptions): number {
  let offset = options.from;
  for (;;) {
    const log = openLog(options.runDir);
    const from = Math.max(offset, log.start);
    offset = replay(log, from, options);
    if (offset >= log.end) return offset;
  }
}
