import { expect, test } from 'vitest';
import { headerNames, sideName, unquoteName } from '../../../src/ui/review/git-names.ts';

test.each([
  ['plain.ts', 'plain.ts'],
  [String.raw`"tab\there"`, 'tab\there'],
  [String.raw`"\346\227\245.ts"`, '日.ts'],
  [String.raw`"quote\"back\\slash"`, 'quote"back\\slash'],
  ['"日本.ts"', '日本.ts'],
])('unquoteName(%s)', (written, name) => {
  expect(unquoteName(written)).toBe(name);
});

test.each([
  ['a/src/x.ts', 'src/x.ts'],
  ['b/with blank.ts\t', 'with blank.ts'],
  ['/dev/null', null],
  [String.raw`"a/\346\227\245"`, '日'],
])('sideName(%s)', (written, name) => {
  expect(sideName(written)).toBe(name);
});

test.each([
  ['a/x b/x', { from: 'x', to: 'x' }],
  ['a/with blank b/with blank', { from: 'with blank', to: 'with blank' }],
  [String.raw`"a/t\tb" "b/t\tb"`, { from: 't\tb', to: 't\tb' }],
  ['a/one two b/three four five', null],
])('headerNames(%s)', (written, names) => {
  expect(headerNames(written)).toEqual(names);
});
