import { expect, test } from 'vitest';

import { attribute, underlineStyle } from '../../src/core/picture.ts';
import type { PictureRow } from '../../src/core/picture.ts';
import { Compositor } from '../../src/tty/compositor.ts';

const columns = 40;
const rows = 8;
const plain = { fg: -1, bg: -1, attributes: 0 };

function started(): Compositor {
  const compositor = new Compositor({ columns, rows, depth: 'truecolor' });
  compositor.paint();
  return compositor;
}

test.each([
  ['none', '\x1b[1mt'],
  ['16', '\x1b[1;91mt'],
  ['256', '\x1b[1;38;5;203mt'],
  ['truecolor', '\x1b[1;38;2;255;80;80mt'],
] as const)('colours are reduced to what the terminal has: %s', (depth, bytes) => {
  const compositor = new Compositor({ columns, rows, depth });
  const row: PictureRow = [{ text: 't', width: 1, fg: 0x1ff5050, bg: -1, attributes: 1 }];
  compositor.chrome.setRow(0, row);
  expect(compositor.paint()).toContain(bytes);
});

const linked: PictureRow = [
  { text: 'see ', width: 4, ...plain },
  { text: 'here', width: 4, ...plain, attributes: attribute.underline, link: 'https://a.example/x' },
  { text: ' or not', width: 7, ...plain },
];

test('a link is opened under an id of ours and closed at its end', () => {
  const compositor = started();
  compositor.chrome.setRow(0, linked);
  const bytes = compositor.paint();
  expect(bytes).toMatch(/\]8;id=sb\d+;https:\/\/a\.example\/x\S+here\S+\]8;;\S+or not/);
  expect(bytes.split(']8;').length - 1).toBe(2);
});

test.each([
  ['javascript:alert(1)'],
  ['https://a.example/\x1b]52;c;aGk=\x07'],
  ['https://a.example/a b'],
  ['https://a.example/\u202e'],
  ['ssh://host'],
  [`https://a.example/${'x'.repeat(2000)}`],
  [''],
])('what is no safe link is plain text: %j', (link) => {
  const compositor = started();
  compositor.chrome.setRow(0, [{ text: 'text', width: 4, ...plain, link }]);
  const bytes = compositor.paint();
  expect(bytes).toContain('text');
  expect(bytes).not.toContain(']8;');
  expect(bytes).not.toContain(']52');
});

const curly = {
  ...plain,
  attributes: attribute.underline,
  underline: underlineStyle.curly,
  underlineColour: 0x1ff5050,
};

test.each([
  ['none', '\x1b[4mt'],
  ['16', '\x1b[4mt'],
  ['256', '\x1b[4:3;58:5:203mt'],
  ['truecolor', '\x1b[4:3;58:2::255:80:80mt'],
] as const)('underlines are reduced to what the terminal has: %s', (depth, bytes) => {
  const compositor = new Compositor({ columns, rows, depth });
  compositor.chrome.setRow(0, [{ text: 't', width: 1, ...curly, link: 'https://a.example/' }]);
  const painted = compositor.paint();
  expect(painted).toContain(bytes);
  expect(painted.includes(']8;')).toBe(depth === '256' || depth === 'truecolor');
});

test('a kind of underline changes without a reset, its colour goes with one', () => {
  const compositor = started();
  const { underlineColour: _, ...uncoloured } = curly;
  compositor.chrome.setRow(0, [
    { text: 'a', width: 1, ...curly },
    { text: 'b', width: 1, ...curly, underline: underlineStyle.dotted },
    { text: 'c', width: 1, ...uncoloured },
    { text: 'd', width: 1, ...plain, attributes: attribute.underline | attribute.overline },
    { text: 'e', width: 1, ...plain },
  ]);
  expect(compositor.paint()).toContain('a\x1b[4:4mb\x1b[;4:3mc\x1b[4;53md\x1b[me');
});
