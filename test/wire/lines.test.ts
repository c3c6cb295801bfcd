import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineSplitter } from '../../src/wire/lines.ts';

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));

test('lines come out whole wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(line), line, fc.array(fc.nat(40)), (lines, rest, cuts) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join('') + rest);
      const found: string[] = [];
      const split = lineSplitter((one) => found.push(one));
      let from = 0;
      for (const cut of cuts) {
        split(bytes.subarray(from, from + cut));
        from = Math.min(bytes.length, from + cut);
      }
      split(bytes.subarray(from));
      expect(found).toEqual(lines);
      split(Buffer.from('\n'));
      expect(found).toEqual([...lines, rest]);
    }),
  );
});

test('a line may be as long as the limit, whatever the chunks, and no longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (length, chunk) => {
      const found: string[] = [];
      const split = lineSplitter((one) => found.push(one), 30);
      const send = () => {
        for (let from = 0; from < length; from += chunk) split(Buffer.alloc(Math.min(chunk, length - from), 'x'));
      };
      if (length > 30) expect(send).toThrow('longer than 30 bytes');
      else {
        send();
        split(Buffer.from('\n'));
        expect(found).toEqual(['x'.repeat(length)]);
      }
    }),
  );
});
