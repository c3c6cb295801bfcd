import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { encodeJson, encodeOutput, FrameDecoder, frameType } from '../../src/runner/protocol/frames.ts';
import { joinOutput } from '../../src/runner/protocol/join-output.ts';

/** What a client makes of a stream: bytes by offset, and everything else at its place among them. */
function heard(stream: Buffer, cuts: readonly number[]): unknown[] {
  const decoder = new FrameDecoder();
  const memory = Buffer.alloc(64);
  const seen: unknown[] = [];
  let bytes = new Map<number, number>();
  let at = 0;
  for (let next = 0; at < stream.length; next++) {
    const length = Math.min(cuts[next % cuts.length] ?? 1, stream.length - at);
    // The same memory again and again, as a socket is read.
    stream.copy(memory, 0, at, at + length);
    at += length;
    for (const item of joinOutput(decoder.push(memory.subarray(0, length)))) {
      if ('type' in item) {
        seen.push([...bytes], [item.type, item.payload.toString()]);
        bytes = new Map();
      } else for (const [index, byte] of item.bytes.entries()) bytes.set(item.offset + index, byte);
    }
  }
  return [...seen, [...bytes]];
}

test('a client hears the same wherever the stream is cut and however much of it comes at once', () => {
  const piece = fc.record({
    gap: fc.constantFrom(0, 0, 0, 7),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 30 }),
    size: fc.boolean(),
  });
  const cuts = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), cuts, (pieces, sizes) => {
      let offset = 0;
      const frames = pieces.flatMap(({ gap, bytes, size }) => {
        offset += gap;
        const output = encodeOutput(offset, bytes);
        offset += bytes.length;
        return size ? [output, encodeJson(frameType.resized, { offset, columns: 80, rows: 24 })] : [output];
      });
      const stream = Buffer.concat(frames);
      expect(heard(stream, sizes)).toEqual(heard(stream, [1]));
    }),
  );
});

function out(offset: number, text: string): Buffer {
  return encodeOutput(offset, Buffer.from(text));
}

test('output that follows is one piece, and what lies between keeps its place', () => {
  const resized = encodeJson(frameType.resized, { offset: 4, columns: 80, rows: 24 });
  const stream = Buffer.concat([out(0, 'ab'), out(2, 'cd'), resized, out(4, 'ef'), out(9, 'gh')]);
  const items = [...joinOutput(new FrameDecoder().push(stream))];
  expect(items.map((item) => ('type' in item ? item.type : [item.offset, item.bytes.toString()]))).toEqual([
    [0, 'abcd'],
    frameType.resized,
    [4, 'ef'],
    [9, 'gh'],
  ]);
});
