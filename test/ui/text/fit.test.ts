import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { columnsOf, fit, pad, spread, wrap } from '../../../src/ui/text/fit.ts';
import { oneLine, plainText } from '../../../src/ui/text/plain-text.ts';

const texts = fc
  .array(fc.constantFrom('a', 'word', '界', ' ', '👍', 'é'), { maxLength: 40 })
  .map((parts) => parts.join(''));

test('fit never goes beyond, pad and spread are exact', () => {
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 1, max: 40 }), (left, right, columns) => {
      expect(columnsOf(fit(left, columns))).toBeLessThanOrEqual(columns);
      expect(columnsOf(pad(left, columns))).toBe(columns);
      expect(columnsOf(spread(left, right, columns))).toBe(columns);
    }),
  );
});

test('a text that is cut does not touch what stands to its right', () => {
  expect(spread('this is the beginning', '? help', 20)).toBe('this is the … ? help');
  expect(spread('left', 'right', 10)).toBe('left right');
  expect(spread('left', '', 3)).toBe('le…');
  expect(spread('left', 'right', 5)).toBe('right');
});

test('wrap keeps every word and every width', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const lines = wrap(text, columns);
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});

test('text of an agent cannot steer the terminal', () => {
  expect(plainText('a\u001b]0;title\u0007b\u001b[2Jc\rd\u202ee\tf\u0000')).toBe('abcde  f');
  expect(oneLine('  two\n lines ')).toBe('two lines');
});

test('columns are those of string-width, for every character and for texts of several', () => {
  for (let point = 0x20; point < 0x3000; point++) {
    const text = String.fromCodePoint(point);
    if (/\p{Cc}|\p{M}|\p{Cf}/u.test(text)) continue;
    expect(columnsOf(text), `U+${point.toString(16)}`).toBe(stringWidth(text));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(columnsOf(text)).toBe(stringWidth(text));
    }),
  );
});
