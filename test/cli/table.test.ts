import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { fit, table } from '../../src/cli/table.ts';

const columns = [
  { heading: 'id', align: 'right' as const },
  { heading: 'title', least: 6 },
  { heading: 'now', least: 4 },
];

test('columns line up, also with wide characters', () => {
  expect(
    table(
      columns,
      [
        ['#1', '日本語', 'x'],
        ['#12', 'plain', ''],
      ],
      80,
    ),
  ).toEqual([' id  title   now', ' #1  日本語  x', '#12  plain']);
});

test('a narrow terminal takes from the last columns first, and shows that it did', () => {
  const rows = [['#1', 'a rather long title', 'waiting for a place']];
  expect(table(columns, rows, 40)[1]).toBe('#1  a rather long title  waiting for a …'.slice(0, 40));
  expect(table(columns, rows, 30)[1]).toBe('#1  a rather long title  wait…'.slice(0, 30));
});

test('no line is wider than the terminal as long as the columns can give way', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constant('#1'), cell, cell), { maxLength: 8 }),
      fc.integer({ min: 20, max: 90 }),
      (rows, width) => {
        for (const line of table(columns, rows, width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('a cut text is never wider than asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, cells) => {
      expect(stringWidth(fit(text, cells))).toBeLessThanOrEqual(Math.max(cells, 1));
    }),
  );
});
