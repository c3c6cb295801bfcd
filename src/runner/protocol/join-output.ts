import { decodeOutput, frameType } from './frames.ts';
import type { Frame } from './frames.ts';

/** Output that begins at an offset of the log. */
export interface Output {
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * The same frames in the same order, with output that came in many small ones in few: a terminal writes 4 KB at a time, and
 * a flood is read in larger pieces.
 */
export function* joinOutput(frames: readonly Frame[]): Generator<Frame | Output> {
  let pieces: Buffer[] = [];
  let offset = 0;
  let end = 0;
  function* joined(): Generator<Output> {
    const [only] = pieces;
    if (only !== undefined) yield { offset, bytes: pieces.length === 1 ? only : Buffer.concat(pieces) };
    pieces = [];
  }
  for (const frame of frames) {
    if (frame.type !== frameType.out) {
      yield* joined();
      yield frame;
      continue;
    }
    const piece = decodeOutput(frame.payload);
    if (piece.offset !== end) yield* joined();
    if (pieces.length === 0) ({ offset } = piece);
    pieces.push(piece.bytes);
    end = piece.offset + piece.bytes.length;
  }
  yield* joined();
}
