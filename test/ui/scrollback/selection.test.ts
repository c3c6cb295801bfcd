import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectedText, wholeTextAt, wordAt } from '../../../src/ui/scrollback/selection.ts';
import { printed } from './printed.ts';

const whole = (history: ReturnType<typeof printed>) =>
  selectedText(history, {
    kind: 'lines',
    anchor: { line: history.first, column: 0 },
    head: { line: history.end - 1, column: 0 },
  });

test('what is copied is what was printed, whatever the width', () => {
  const word = fc.stringMatching(/^[a-z界é🙂0-9]{1,12}$/u);
  const line = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 4, max: 60 }), (texts, columns) => {
      const history = printed(texts.join('\n'), { columns });
      expect(whole(history)).toBe(texts.join('\n'));
      history.dispose();
    }),
    { numRuns: 200 },
  );
});

test('a line that is part of a folded text is selected with all of it', () => {
  const history = printed('before\nfirst part and the second part\nafter');
  const at = { line: 2, column: 0 };
  expect(history.continues(1)).toBe(true);
  expect(selectedText(history, { kind: 'lines', anchor: at, head: at })).toBe('first part and the second part');
});

test('a selection by cells begins and ends inside of lines, in either direction', () => {
  const history = printed('first line  \nsecond line\nthird line');
  const one = { line: 0, column: 6 };
  const other = { line: 2, column: 4 };
  const text = 'line\nsecond line\nthird';
  expect(selectedText(history, { kind: 'cells', anchor: one, head: other })).toBe(text);
  expect(selectedText(history, { kind: 'cells', anchor: other, head: one })).toBe(text);
});

test('half of a wide character selects it whole', () => {
  const history = printed('a界b');
  const at = { line: 0, column: 2 };
  expect(selectedText(history, { kind: 'cells', anchor: at, head: at })).toBe('界');
});

test('a double click takes a path, over a fold as well; a triple one the whole text', () => {
  const history = printed('see src/ui/scrollback/page.ts:12 (there)');
  expect(history.continues(0)).toBe(true);
  for (const place of [
    { line: 0, column: 10 },
    { line: 1, column: 3 },
  ]) {
    expect(selectedText(history, wordAt(history, place))).toBe('src/ui/scrollback/page.ts:12');
  }
  expect(selectedText(history, wholeTextAt(history, 1))).toBe('see src/ui/scrollback/page.ts:12 (there)');
});
