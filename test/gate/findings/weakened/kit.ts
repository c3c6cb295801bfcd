import fc from 'fast-check';
import type { Assertion, ReadTests, TestBlock } from '../../../../src/gate/findings/test-block.ts';

/** A reader's tests of a file by their titles. */
export function reading(read: ReadTests, path: string): (text: string) => Record<string, TestBlock> {
  return (text) => Object.fromEntries((read(path, text) ?? []).map((block) => [block.title, block]));
}

/** `subject matcher expected (strength)` of each assertion. */
export function claimsOf(block: TestBlock | undefined): string[] {
  return (block?.assertions ?? []).map(({ subject, matcher, expected, strength }: Assertion) =>
    [subject, matcher, expected, strength === 'weak' ? '(weak)' : ''].filter((part) => part !== '').join(' '),
  );
}

/** No text makes the reader throw, cut real code included, and every line it names is one of the file's. */
export function neverThrows(read: ReadTests, path: string, sample: string): void {
  const pieces = sample.match(/\w+|\s+|[^\w\s]/g) ?? [];
  const cut = fc
    .tuple(fc.nat(sample.length), fc.nat(sample.length))
    .map(([one, other]) => sample.slice(Math.min(one, other), Math.max(one, other)));
  const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((all) => all.join(''));
  const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all).toString('utf8'));
  fc.assert(
    fc.property(fc.oneof(cut, shuffled, bytes, fc.string({ unit: 'binary' })), (text) => {
      const lines = text.split('\n').length;
      for (const block of read(path, text) ?? []) {
        for (const line of [block.line, block.returnsEarly ?? 1, ...block.assertions.map((one) => one.line)]) {
          if (!(line >= 1 && line <= lines)) throw new Error(`line ${line} of ${lines}`);
        }
      }
    }),
    { numRuns: 500 },
  );
}

/** Nested or repeated far beyond what anybody writes: no recursion may run out of stack. */
export function survives(read: ReadTests, path: string, texts: readonly (readonly [string, string, string])[]): void {
  for (const [before, piece, after] of texts) read(path, `${before}${piece.repeat(5000)}${after}`);
}
