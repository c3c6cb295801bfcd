import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { attribute } from '../../src/core/picture.ts';
import type { PictureRow } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { screenSize, terminalPieces } from './terminal-bytes.ts';

function firstRow(output: string, columns = 20): PictureRow {
  const screen = new HeadlessScreen({ columns, rows: 3 });
  screen.feed(output);
  return screen.picture().changed[0]?.[1] ?? [];
}

const plain = { fg: -1, bg: -1, attributes: 0 };

test('text of one look is one run, and blanks at the end are not kept', () => {
  expect(firstRow('hello world   ')).toEqual([{ text: 'hello world', width: 11, ...plain }]);
  expect(firstRow('\x1b[5Ghi')).toEqual([{ text: '    hi', width: 6, ...plain }]);
  expect(firstRow('')).toEqual([]);
});

test('blanks that can be seen are kept', () => {
  expect(firstRow('\x1b[44m  ')).toEqual([{ text: '  ', width: 2, ...plain, bg: 4 }]);
  expect(firstRow('\x1b[4m ')).toEqual([{ text: ' ', width: 1, ...plain, attributes: attribute.underline }]);
});

test('colours are palette numbers or true colour', () => {
  expect(firstRow('\x1b[31ma\x1b[91mb\x1b[38;5;200mc\x1b[38;2;1;2;3md')).toMatchObject([
    { text: 'a', fg: 1 },
    { text: 'b', fg: 9 },
    { text: 'c', fg: 200 },
    { text: 'd', fg: 0x1010203 },
  ]);
});

test('every attribute has its bit', () => {
  const codes = {
    bold: 1,
    dim: 2,
    italic: 3,
    underline: 4,
    blink: 5,
    inverse: 7,
    invisible: 8,
    strike: 9,
    overline: 53,
  } as const;
  for (const name of [
    'bold',
    'dim',
    'italic',
    'underline',
    'blink',
    'inverse',
    'invisible',
    'strike',
    'overline',
  ] as const)
    expect(firstRow(`\x1b[${codes[name]}mx`)).toMatchObject([{ attributes: attribute[name] }]);
});

test('underlines have a kind and a colour where they are not usual, and only then', () => {
  expect(firstRow('\x1b[4ma\x1b[4:1mb\x1b[21mc\x1b[4:3;58;5;9md\x1b[4:4me\x1b[4:5mf\x1b[24mg')).toEqual([
    { text: 'ab', width: 2, ...plain, attributes: attribute.underline },
    { text: 'c', width: 1, ...plain, attributes: attribute.underline, underline: 2 },
    { text: 'd', width: 1, ...plain, attributes: attribute.underline, underline: 3, underlineColour: 9 },
    { text: 'e', width: 1, ...plain, attributes: attribute.underline, underline: 4, underlineColour: 9 },
    { text: 'f', width: 1, ...plain, attributes: attribute.underline, underline: 5, underlineColour: 9 },
    { text: 'g', width: 1, ...plain },
  ]);
});

test('a link is on its text, underlined only if the program says so', () => {
  const open = '\x1b]8;id=1;https://a.example/x;y\x07';
  expect(firstRow(`${open}a\x1b[4mb\x1b[m  \x1b]8;;\x07c`)).toEqual([
    { text: 'a', width: 1, ...plain, link: 'https://a.example/x;y' },
    { text: 'b', width: 1, ...plain, attributes: attribute.underline, link: 'https://a.example/x;y' },
    { text: '  ', width: 2, ...plain, link: 'https://a.example/x;y' },
    { text: 'c', width: 1, ...plain },
  ]);
  expect(firstRow(`${open}a  `)).toEqual([{ text: 'a  ', width: 3, ...plain, link: 'https://a.example/x;y' }]);
});

test('a link of a kind that is not known, or with odd characters, is none', () => {
  for (const uri of ['javascript:alert(1)', 'ssh://host', 'https://a.example/\u202e', `https://${'x'.repeat(2000)}`]) {
    expect(firstRow(`\x1b]8;;${uri}\x07a`)).toEqual([{ text: 'a', width: 1, ...plain }]);
  }
});

test('wide characters cover two columns, in runs of their own', () => {
  expect(firstRow('a漢字b')).toMatchObject([
    { text: 'a', width: 1 },
    { text: '漢字', width: 4 },
    { text: 'b', width: 1 },
  ]);
});

test('graphemes that could join their neighbours stand alone', () => {
  expect(firstRow('🇩\x1b[2G🇪').map((run) => run.text)).toEqual(['🇩', '🇪']);
  expect(firstRow('ae\u0301b').map((run) => run.text)).toEqual(['a', 'e\u0301', 'b']);
});

test('half of a wide character is blank', () => {
  expect(firstRow('漢\x1b[2Gx')).toEqual([{ text: ' x', width: 2, ...plain }]);
  const screen = new HeadlessScreen({ columns: 4, rows: 1 });
  screen.feed('\x1b[?1049h\x1b[3G漢');
  screen.resize(3, 1);
  expect(screen.picture().changed).toEqual([[0, []]]);
});

test('rows never cover more columns than there are', () => {
  fc.assert(
    fc.property(screenSize, terminalPieces, (size, pieces) => {
      const screen = new HeadlessScreen(size);
      screen.feed(pieces.join(''));
      for (const [, row] of screen.picture().changed)
        expect(row.reduce((columns, run) => columns + run.width, 0)).toBeLessThanOrEqual(size.columns);
    }),
  );
});
