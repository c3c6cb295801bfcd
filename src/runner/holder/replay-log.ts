import { closeSync, openSync, readSync } from 'node:fs';

import { hasCode, runFiles } from './run-files.ts';

const pieceLength = 64 * 1024;

export interface ReplayOptions {
  readonly runDir: string;
  /** Offset of the first byte wanted. */
  readonly from: number;
  readonly onOutput: (offset: number, bytes: Buffer) => void;
}

/**
 * Gives the output of a run from its log, for a run whose holder is gone. Returns the offset behind its end. Reads
 * synchronously: a screen only needs the last part of a long log. `bytes` is only valid during the call.
 */
export function replayLog({ runDir, from, onOutput }: ReplayOptions): number {
  let file: number;
  try {
    file = openSync(runFiles(runDir).output, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return from;
    throw error;
  }
  try {
    const buffer = Buffer.allocUnsafe(pieceLength);
    let offset = from;
    for (;;) {
      const length = readSync(file, buffer, 0, pieceLength, offset);
      if (length === 0) return offset;
      onOutput(offset, buffer.subarray(0, length));
      offset += length;
    }
  } finally {
    closeSync(file);
  }
}
