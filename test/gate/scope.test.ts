import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangedFile } from '../../src/core/model/verdict.ts';
import { outsideScope } from '../../src/gate/scope.ts';

const file = (path: string, from?: string): ChangedFile => ({
  path,
  ...(from === undefined ? {} : { from }),
  status: from === undefined ? 'modified' : 'renamed',
  added: 1,
  removed: 0,
});

test.each([
  [['src/api'], ['src/api/a.ts', 'src/api/deep/b.ts', 'src/api'], []],
  [['src/api/'], ['src/api/.hidden/c.ts'], []],
  [['./src/api'], ['src/api/a.ts'], []],
  [['src/api'], ['src/apis/a.ts', 'src/a.ts'], ['src/a.ts', 'src/apis/a.ts']],
  [['src/**/*.ts'], ['src/a.ts', 'src/b/.c/d.ts', 'src/e.js'], ['src/e.js']],
  [['*.md'], ['README.md', 'docs/x.md'], ['docs/x.md']],
  [['**/*.test.ts', 'docs'], ['a.test.ts', 'x/y.test.ts', 'docs/x', 'lib/x'], ['lib/x']],
  [['{src,test}/player*'], ['src/player.ts', 'test/player/x.ts', 'src/other.ts'], ['src/other.ts']],
  [['.'], ['anything/at/all'], []],
  [['app/[id]/page.tsx'], ['app/[id]/page.tsx'], []],
  [['src/api'], ['src/api/new\nline ü.ts', '-x'], ['-x']],
])('%j leaves of %j outside %j', (scope, paths, outside) => {
  expect(
    outsideScope(
      paths.map((path) => file(path)),
      scope,
    ),
  ).toEqual(outside);
});

test('no scope allows everything', () => {
  expect(outsideScope([file('a')], [])).toEqual([]);
  expect(outsideScope([file('a')], [' '])).toEqual([]);
});

test('a rename counts with both of its names', () => {
  expect(outsideScope([file('src/new.ts', 'lib/old.ts')], ['src'])).toEqual(['lib/old.ts']);
  expect(outsideScope([file('lib/new.ts', 'src/old.ts')], ['src'])).toEqual(['lib/new.ts']);
});

test('a plain folder covers what starts with it and a slash, and nothing else', () => {
  const part = fc.stringMatching(/^[a-z._-]{1,6}$/).filter((text) => text !== '.' && text !== '..');
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(path, path, (folder, changed) => {
      const inside = changed === folder || changed.startsWith(`${folder}/`);
      expect(outsideScope([file(changed)], [folder])).toEqual(inside ? [] : [changed]);
      expect(outsideScope([file(`${folder}/${changed}`)], [folder])).toEqual([]);
    }),
  );
});
