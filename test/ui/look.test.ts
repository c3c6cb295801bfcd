import { expect, test } from 'vitest';
import { chooseLook } from '../../src/ui/look.ts';

test('NO_COLOR wins over every theme', () => {
  const { theme, review } = chooseLook({ NO_COLOR: '1', LANG: 'C.UTF-8' }, 'light');
  expect(theme.name).toBe('plain');
  expect(Object.values(review.looks).every(({ fg, bg }) => fg === -1 && bg === -1)).toBe(true);
});

test.each([
  ['auto', '15;0', 'dark'],
  ['auto', '0;15', 'light'],
  ['auto', undefined, 'dark'],
  ['dark', '0;15', 'dark'],
  ['light', undefined, 'light'],
] as const)('%s on COLORFGBG=%s is %s', (wanted, colours, name) => {
  expect(chooseLook({ COLORFGBG: colours }, wanted).theme.name).toBe(name);
});

test.each([
  [{ LANG: 'de_DE.UTF-8' }, '●'],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, '*'],
  [{ LC_CTYPE: 'C.utf8', LANG: 'C' }, '●'],
  [{}, '*'],
])('%j draws %s', (env, glyph) => {
  expect(chooseLook(env, 'auto').glyphs.states.working).toBe(glyph);
});
