import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edit, fieldOf, insert, moveLine } from '../../../src/ui/text/field.ts';
import { fieldLines } from '../../../src/ui/text/field-lines.ts';
import { columnsOf } from '../../../src/ui/text/fit.ts';

function typed(text: string, ...keys: string[]): string {
  let field = fieldOf(text);
  for (const key of keys) field = edit(field, key) ?? insert(field, key);
  return `${field.text.slice(0, field.cursor)}|${field.text.slice(field.cursor)}`;
}

test.each([
  ['abc', ['left', 'x'], 'abx|c'],
  ['abc', ['home', 'delete'], '|bc'],
  ['one two', ['ctrl-w'], 'one |'],
  ['one two', ['ctrl-left', 'ctrl-left'], '|one two'],
  ['one two', ['home', 'ctrl-right'], 'one| two'],
  ['one\ntwo', ['ctrl-u'], 'one\n|'],
  ['one\ntwo', ['home', 'ctrl-u'], 'one\n|two'],
  ['one\ntwo', ['home', 'left', 'ctrl-a', 'ctrl-k'], '|\ntwo'],
  ['añ👩‍👩‍👧', ['backspace'], 'añ|'],
])('%s with %j gives %s', (text, keys, expected) => {
  expect(typed(text, ...keys)).toBe(expected);
});

test('a key that edits nothing is left to others', () => {
  expect(edit(fieldOf('abc'), 'f5')).toBe(null);
});

test('lines are walked in the same column, and the ends are said', () => {
  const field = { text: 'first\nab\nthird', cursor: 4 };
  const second = moveLine(field, 1);
  expect(second?.cursor).toBe(8);
  expect(moveLine({ text: field.text, cursor: 9 }, 1)).toBe(null);
  expect(moveLine(field, -1)).toBe(null);
});

test('editing keeps the cursor inside the text', () => {
  const keys = fc.constantFrom(
    'left',
    'right',
    'home',
    'end',
    'backspace',
    'delete',
    'ctrl-w',
    'alt-b',
    'alt-f',
    'ctrl-k',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(keys), (text, pressed) => {
      let field = fieldOf(text);
      for (const key of pressed) field = edit(field, key) ?? field;
      expect(field.cursor).toBeGreaterThanOrEqual(0);
      expect(field.cursor).toBeLessThanOrEqual(field.text.length);
    }),
  );
});

test('a drawn field loses nothing, fits its width, and has the cursor on one of its lines', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'é', '界', ' ', '\n', '👍'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 20 }), fc.nat(), (text, columns, pick) => {
      const boundaries = [
        0,
        ...Array.from(text).map(
          (_, index) =>
            Array.from(text)
              .slice(0, index + 1)
              .join('').length,
        ),
      ];
      const cursor = boundaries[pick % boundaries.length] ?? 0;
      const { lines, row, column } = fieldLines({ text, cursor }, columns);
      expect(lines.join('')).toBe(text.replaceAll('\n', ''));
      for (const line of lines) expect(columnsOf(line)).toBeLessThan(columns);
      const shown = lines[row] ?? '';
      expect(column).toBeLessThanOrEqual(columnsOf(shown));
    }),
  );
});
