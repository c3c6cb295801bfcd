import type { Resized } from '../protocol/holder-messages.ts';
import { endOf, listSegments, readSegments } from './segments.ts';
import { readSizes } from './sizes.ts';

/** The log of a run as it was when it was opened. Nothing is held open: there is nothing to close. */
export interface RunLog {
  /** Offset of the oldest byte that is kept. */
  readonly start: number;
  /** Offset behind the last byte. */
  readonly end: number;
  /** The sizes of the screen, in order: output from each offset on was made for that size. Also what lies before `start`. */
  readonly sizes: readonly Resized[];
  /**
   * The bytes from `offset` on: `length` of them, fewer at the end. None before the start, also when the holder has let go
   * of that part since the log was opened: then open it again.
   */
  read(offset: number, length: number): Buffer;
}

/** Opens the log of a run that goes on, has ended or was lost. One without any output is empty. */
export function openLog(runDir: string): RunLog {
  const segments = listSegments(runDir);
  return {
    start: segments[0]?.start ?? 0,
    end: endOf(segments),
    sizes: readSizes(runDir),
    read: (offset, length) => readSegments(segments, offset, length),
  };
}
