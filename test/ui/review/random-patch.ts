import * as fc from 'fast-check';

/** Text as it comes in files of all kinds: odd characters, wide ones, long ones. */
const odd = fc.constantFrom(
  '\t',
  '\u001b[2J',
  '\u202e',
  '日本',
  '👩‍👩‍👧',
  'e\u0301',
  '\u0301',
  '\r',
  'שלום',
  '\ufffd',
  '\u0000',
);
const anyLine = fc.oneof(
  fc
    .array(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.constant(''),
  fc.integer({ min: 0, max: 3000 }).map((length) => 'x'.repeat(length)),
);
const cleanLine = anyLine.map((line) => line.replaceAll(/[\n\u2028\u2029]/g, ''));

const block = fc.record({
  context: fc.array(cleanLine, { maxLength: 3 }),
  removed: fc.array(cleanLine, { maxLength: 4 }),
  added: fc.array(cleanLine, { maxLength: 4 }),
});
const noEnd = '\\ No newline at end of file';

/** A unified patch as git writes it: some hunks of some blocks, with or without a newline at the end of either version. */
export const anyPatch = fc
  .record({
    hunks: fc.array(fc.array(block, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    oldEnds: fc.boolean(),
    newEnds: fc.boolean(),
    start: fc.integer({ min: 1, max: 99_990 }),
  })
  .map(({ hunks, oldEnds, newEnds, start }) => {
    let [old, now] = [start, start];
    const text = hunks.map((blocks, at) => {
      const lines = blocks.flatMap(({ context, removed, added }, index) => {
        const last = at === hunks.length - 1 && index === blocks.length - 1;
        return [
          ...context.map((line) => ` ${line}`),
          ...removed.map((line) => `-${line}`),
          ...(last && removed.length > 0 && !oldEnds ? [noEnd] : []),
          ...added.map((line) => `+${line}`),
          ...(last && added.length > 0 && !newEnds ? [noEnd] : []),
        ];
      });
      const count = (signs: string): number => lines.filter((line) => signs.includes(line.charAt(0))).length;
      const [oldCount, newCount] = [count(' -'), count(' +')];
      const header = `@@ -${old},${oldCount} +${now},${newCount} @@`;
      old += oldCount + 7;
      now += newCount + 7;
      return [header, ...lines].join('\n');
    });
    return `diff --git a/x.ts b/x.ts\n--- a/x.ts\n+++ b/x.ts\n${text.join('\n')}\n`;
  });
