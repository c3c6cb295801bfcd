import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { Fault } from '../../../src/core/fault.ts';
import {
  decodeOutput,
  encodeFrame,
  encodeOutput,
  FrameDecoder,
  frameType,
  longestFrame,
} from '../../../src/runner/protocol/frames.ts';

const frame = fc.record({ type: fc.integer({ min: 0, max: 255 }), payload: fc.uint8Array({ maxLength: 300 }) });

test('frames come out as they went in, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 50 })), (frames, cuts) => {
      const stream = Buffer.concat(frames.map(({ type, payload }) => encodeFrame(type, payload)));
      const decoder = new FrameDecoder();
      const seen: { type: number; payload: number[] }[] = [];
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        // A copy of its own: a socket may use its buffer again.
        for (const { type, payload } of decoder.push(Buffer.from(stream.subarray(at, at + cut))))
          seen.push({ type, payload: [...payload] });
        at = Math.min(stream.length, at + cut);
      }
      expect(seen).toEqual(frames.map(({ type, payload }) => ({ type, payload: [...payload] })));
    }),
  );
});

test('output keeps its offset, also far beyond 4 GB', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.uint8Array(), (offset, bytes) => {
      const [out] = new FrameDecoder().push(encodeOutput(offset, bytes));
      expect(out?.type).toBe(frameType.out);
      expect(decodeOutput(out?.payload ?? Buffer.alloc(0))).toEqual({ offset, bytes: Buffer.from(bytes) });
    }),
  );
});

test('garbage is refused before anything is kept for it', () => {
  expect(() => new FrameDecoder().push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(Fault);
  expect(() => new FrameDecoder().push(Buffer.from([0, 0, 0, 0, 1]))).toThrow(Fault);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(longestFrame + 1);
  expect(() => new FrameDecoder().push(head)).toThrow(Fault);
  expect(() => decodeOutput(Buffer.alloc(7))).toThrow(Fault);
});

test('the largest frame passes', () => {
  const [whole] = new FrameDecoder().push(encodeFrame(frameType.in, Buffer.alloc(longestFrame - 1, 'x')));
  expect(whole?.payload.length).toBe(longestFrame - 1);
});
