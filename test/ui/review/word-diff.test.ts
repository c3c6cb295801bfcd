import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Stretch, diffWords } from '../../../src/ui/review/word-diff.ts';

const cut = (text: string, stretches: readonly Stretch[]) => stretches.map(({ from, to }) => text.slice(from, to));

test.each([
  { before: 'return a + b;', after: 'return a - b;', removed: ['+'], added: ['-'] },
  { before: 'call(one)', after: 'call(one, two)', removed: [], added: [', two'] },
  { before: 'let x = foo(1, 2);', after: 'let x = bar(1, 3);', removed: ['foo', '2'], added: ['bar', '3'] },
  { before: 'same', after: 'same', removed: [], added: [] },
  { before: '', after: '', removed: [], added: [] },
])('$before → $after', ({ before, after, removed, added }) => {
  const words = diffWords(before, after);
  expect(words && [cut(before, words.before), cut(after, words.after)]).toEqual([removed, added]);
});

function rest(line: string, stretches: readonly Stretch[]): string {
  return stretches.toReversed().reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), line);
}

test('a blank between two changed words changes with them', () => {
  const words = diffWords('keep this one two', 'keep this six ten');
  expect(cut('keep this six ten', words?.after ?? [])).toEqual(['six ten']);
});

test('lines without a common word are not the same line', () => {
  expect(diffWords('alpha beta', 'gamma delta')).toBeNull();
});

test('what is not marked is the same on both sides', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'foo', ' ', '(', ')', '日本', '👍'), { maxLength: 200 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const words = diffWords(before, after);
      if (words === null) return;
      const [old, now] = [rest(before, words.before), rest(after, words.after)];
      expect(old.replaceAll(/\s/g, '')).toBe(now.replaceAll(/\s/g, ''));
    }),
  );
});
