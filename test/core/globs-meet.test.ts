import fc from 'fast-check';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { globCovers, globsMeet } from '../../src/core/rules/globs-meet.ts';

test.each([
  ['src/player/**', 'src/player/buffer.ts', 'src/player/buffer.ts'],
  ['src/player/**', 'src/*.ts', null],
  ['src/player/**', 'src/search/**', null],
  ['**/*.md', 'src/search/**', 'src/search/*.md'],
  ['docs', 'docs-old/**', null],
  ['src', './src/a.ts', 'src/a.ts'],
  ['src/player/', 'src/**', 'src/player/**'],
  ['.', 'lib/**', 'lib/**'],
  ['src/{a,b}/**', 'src/b/x.ts', 'src/b/x.ts'],
  ['src/a*/x', 'src/*b/x', 'src/a*/x'],
  ['*.ts', 'src/a.ts', null],
  ['!docs/**', 'src/a.ts', 'src/a.ts'],
  ['src/@(a|b)/x.ts', 'src/c/x.ts', 'src/@(a|b)/x.ts'],
  ['test/[ab].ts', 'test/c.ts', null],
])('%s and %s share %s', (one, other, shared) => {
  expect(globsMeet(one, other)).toBe(shared);
  expect(globsMeet(other, one) === null).toBe(shared === null);
});

const segment = fc.oneof(
  fc.constantFrom('**', '*', 'a*', '*b', '?', 'a', 'b', 'ab', '{a,b}', 'a?', '[ab]', '*a*'),
  fc.constantFrom('a', 'b', 'ab', 'ba', 'aab'),
);
const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const file = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba', 'aab'), { minLength: 1, maxLength: 4 });

/** The rule of the gate: a folder covers what is below it. */
function covers(pattern: string, path: string): boolean {
  return [pattern, `${pattern}/**`].some((each) => picomatch(each, { dot: true })(path));
}

test('two globs that the gate lets cover one file are never said not to meet', () => {
  fc.assert(
    fc.property(glob, glob, file, (one, other, parts) => {
      const path = parts.join('/');
      if (covers(one, path) && covers(other, path)) expect(globsMeet(one, other)).not.toBeNull();
      if (covers(one, path)) expect(globCovers(one, path)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test('many stars cost no more than few', () => {
  const many = `${'*a'.repeat(60)}*`;
  expect(globsMeet(`src/${many}`, `src/${'*b'.repeat(60)}*`)).not.toBeNull();
  expect(globsMeet(`${'**/a*/'.repeat(12)}x`, `${'**/*b/'.repeat(12)}y`)).not.toBeUndefined();
});
