import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson, printableLine } from '../../src/cli/printable.ts';

/** Code points that may act on a terminal: controls other than tab and newline, and marks that reorder text. */
function acts(text: string): boolean {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).some((code) => {
    const control = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code <= 0x9f);
    return control || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  });
}

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u001b', '\u009b', '\r', '\n', '\t', '\u0007', '\u202e', '\u007f', ']0;', 'x'),
    fc.string(),
  ),
});

test('nothing that is printed can act on the terminal', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(acts(printable(text))).toBe(false);
      expect(acts(printableLine(text)) || printableLine(text).includes('\n')).toBe(false);
    }),
  );
});

test('JSON cannot either, and still says the same', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const json = printableJson({ text });
      expect(acts(json)).toBe(false);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});

test('what was there stays visible', () => {
  expect(printable('a\u001b[2Jb\u202ec\td\n')).toBe('a\\x1b[2Jb\\u202ec\td\n');
});
