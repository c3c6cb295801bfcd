import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { readTests } from '../../../src/gate/findings/weakened/javascript.ts';
import { changed } from './changed.ts';

/** Far above what it takes, far below what a square would cost: only a hang decides. */
const longest = 20_000;

function within(run: () => unknown): void {
  const start = performance.now();
  run();
  expect(performance.now() - start).toBeLessThan(longest);
}

test('a huge file of one line', () => {
  const line = Array.from({ length: 20_000 }, (_, at) => `it('t${at}',()=>{expect(f(${at})).toBe(${at})})`).join(';');
  within(() => expect(readTests('a.test.js', line)).toHaveLength(20_000));
  within(() => detectWeakened([changed('a.test.js', line, line.replace("it('t7'", "it.skip('t7'"))]));
});

test.each([
  ['opening brackets', '('.repeat(200_000)],
  ['brackets that fit nothing', '([{'.repeat(50_000) + '}])'.repeat(50_000) + ')]}'.repeat(50_000)],
  ['templates', '`${'.repeat(100_000)],
  ['markup', 'return <a>'.repeat(50_000)],
  ['angle brackets', 'it<'.repeat(100_000)],
  ['tests in tests', "it('a', () => {".repeat(30_000)],
  ['assertions in assertions', 'it("a", () => { ' + 'expect('.repeat(30_000)],
  ['an open string', `'${'a'.repeat(1_000_000)}`],
  ['an open comment', `/*${'a '.repeat(500_000)}`],
  ['returns', `it('a', () => { ${'if (a) '.repeat(20_000)} return`],
])('%s without an end', (_name, text) => {
  within(() =>
    detectWeakened([
      changed('a.test.tsx', text, `${text} `),
      changed('src/a.tsx', 'process.env', `process.env ${text}`),
    ]),
  );
});

function manyTests(word: string): string {
  return Array.from(
    { length: 2_000 },
    (_, at) =>
      `it('${word} ${at}', () => {\n  const ${word} = make(${at}, 'x');\n  expect(${word}.of(${at % 7})).toBe(${at});\n  expect(list).toContain(${at});\n});`,
  ).join('\n');
}

test('two thousand tests that all changed', () => {
  within(() => detectWeakened([changed('a.test.ts', manyTests('one'), manyTests('other'))]));
});

test('a whole repository that moved costs nothing and says nothing', () => {
  const text = "it('a', () => { expect(a).toBe(1) })";
  const changes = Array.from({ length: 5_000 }, (_, at): FileChange => ({
    ...changed(`new/${at}.test.ts`, text, text),
    oldPath: `old/${at}.test.ts`,
  }));
  within(() => expect(detectWeakened(changes)).toEqual([]));
});

const pieces = fc.constantFrom(
  ..."it( test( describe( 'a' , => { } ) ( [ ] ` ${ expect(a) .toBe(1) .skip return ; // /* */ < > </ /> \n \r\n \\ / ' \" if else { skip: true }".split(
    ' ',
  ),
);
const paths = fc.constantFrom(
  'a.test.tsx',
  'src/a.ts',
  'package.json',
  'vitest.config.ts',
  'ATest.java',
  'pyproject.toml',
  '.github/workflows/a.yml',
  'Makefile',
  'a.py',
);

test('no text makes it throw, and what is the same is never found', () => {
  const text = fc.array(pieces, { maxLength: 60 }).map((all) => all.join(' '));
  fc.assert(
    fc.property(paths, text, text, (path, before, after) => {
      const found = detectWeakened([changed(path, before, after)]);
      expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(found.length);
      expect(detectWeakened([changed(path, after, after)])).toEqual([]);
      const lines = Math.max(before.split('\n').length, after.split('\n').length);
      for (const { line, says } of found) {
        expect(line ?? 1).toBeGreaterThan(0);
        expect(line ?? 1).toBeLessThanOrEqual(lines);
        expect(says).not.toContain('\n');
      }
    }),
    { numRuns: 500 },
  );
});

test('what has no text, or came, or went, is no trouble', () => {
  const none = { mode: '100644', id: 'a', size: 9_999_999, text: null, linkTarget: null };
  const other = { ...none, id: 'b' };
  for (const path of [
    'a.test.ts',
    'package.json',
    'yarn.lock',
    'a.snap',
    'vitest.config.ts',
    '.travis.yml',
    'src/a.py',
    'Makefile',
    'ATest.java',
  ])
    for (const [before, after] of [
      [none, other],
      [null, none],
      [none, null],
    ] as const)
      expect(() => detectWeakened([{ path, oldPath: null, before, after }])).not.toThrow();
});
