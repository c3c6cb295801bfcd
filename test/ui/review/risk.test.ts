import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangedFile } from '../../../src/core/model/verdict.ts';
import { finding } from '../judged-world.ts';
import { isLockFile } from '../../../src/core/rules/read-lines.ts';
import { rankFiles } from '../../../src/ui/review/risk.ts';

const file = (path: string, parts: Partial<ChangedFile> = {}): ChangedFile => ({
  path,
  status: 'modified',
  added: 3,
  removed: 1,
  ...parts,
});

test('what decides over the checks comes first, documents last', () => {
  const ranked = rankFiles([
    file('docs/guide.md', { added: 400 }),
    file('src/new.ts', { status: 'added', added: 10, removed: 0 }),
    file('src/small.ts'),
    file('src/big.ts', { added: 90, removed: 10 }),
    file('src/old.ts', { status: 'deleted', added: 0, removed: 5 }),
    file('test/more.test.ts', { added: 9, removed: 0 }),
    file('package-lock.json', { added: 900 }),
    file('test/less.test.ts', { added: 0, removed: 7 }),
    file('.github/workflows/ci.yml'),
    file('vitest.config.ts'),
    file('assets/logo.png', { added: null, removed: null }),
  ]);
  expect(ranked.map((each) => [each.file.path, ...each.reasons])).toEqual([
    ['.github/workflows/ci.yml', 'runs in CI', 'configuration'],
    ['vitest.config.ts', 'decides what is checked'],
    ['test/less.test.ts', 'tests: 7 lines removed'],
    ['package-lock.json', 'lock file'],
    ['src/old.ts', 'deleted'],
    ['assets/logo.png', 'binary'],
    ['src/big.ts', 'biggest: 100 lines'],
    ['src/small.ts'],
    ['src/new.ts', 'new'],
    ['test/more.test.ts', 'tests'],
    ['docs/guide.md', 'documentation'],
  ]);
});

test.each([
  ['package.json', 'decides what is checked'],
  ['app/tsconfig.build.json', 'decides what is checked'],
  ['.signalbox/config.yaml', 'decides what is checked'],
  ['.eslintrc.cjs', 'decides what is checked'],
  ['Makefile', 'decides what is checked'],
  ['.gitlab-ci.yml', 'runs in CI'],
  ['pkg/upload_test.go', 'tests: 1 line removed'],
  ['tests/conftest.py', 'decides what is checked'],
  ['src/__snapshots__/a.snap', 'tests: 1 line removed'],
  ['db/migrations/001.sql', 'database'],
  ['Dockerfile', 'configuration'],
  ['.env.production', 'configuration'],
  ['go.sum', 'lock file'],
  ['CHANGELOG', 'documentation'],
])('%s: %s', (path, reason) => {
  expect(rankFiles([file(path)])[0]?.reasons[0]).toBe(reason);
});

test.each(['src/latest.ts', 'src/contest.py', 'lib/inspector.rb', 'src/packages.json.ts'])(
  '%s is plain code',
  (path) => {
    expect(rankFiles([file(path)])[0]?.reasons).toEqual([]);
  },
);

test('tests that were moved away from where they ran are seen', () => {
  const moved = file('src/unused.ts', { status: 'renamed', from: 'test/unused.test.ts' });
  expect(rankFiles([moved])[0]?.reasons).toEqual(['tests: 1 line removed', 'was test/unused.test.ts']);
});

test('a lock file is known by its name alone', () => {
  expect(['yarn.lock', 'a/Cargo.lock', 'src/clock.ts', 'lock.ts'].map(isLockFile)).toEqual([true, true, false, false]);
});

test('the order does not depend on the order given, and no file is lost', () => {
  const paths = fc.uniqueArray(
    fc.constantFrom('a.ts', 'b.md', 'test/a.ts', 'yarn.lock', 'package.json', 'x.png', 'z.ts'),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(
      paths,
      fc.array(fc.nat(50), { minLength: 7, maxLength: 7 }),
      fc.infiniteStream(fc.nat()),
      (names, sizes, dice) => {
        const files = names.map((name, index) => file(name, { added: sizes[index] ?? 0 }));
        const shuffled = files.toSorted(() => ((dice.next().value ?? 0) % 3) - 1);
        expect(rankFiles(shuffled)).toEqual(rankFiles(files));
        expect(
          rankFiles(files)
            .map((each) => each.file.path)
            .toSorted(),
        ).toEqual(names.toSorted());
      },
    ),
  );
});

test('weakened verification comes before everything, with what was found as the reason', () => {
  const files = [
    file('.github/workflows/ci.yml'),
    file('src/a.ts', { added: 90 }),
    file('test/a.test.ts', { removed: 0 }),
    file('assets/logo.png', { status: 'added', added: null, removed: null }),
    file('test/b.test.ts', { removed: 0 }),
    file('vendor/link', { removed: 0 }),
  ];
  const findings = [
    finding({ rule: 'binary', file: 'assets/logo.png', line: null, says: 'a binary file', policy: 'note' }),
    finding({ rule: 'expectation-changed', file: 'test/b.test.ts', says: 'expects another value', policy: 'note' }),
    finding({ rule: 'test-disabled', file: 'test/a.test.ts', says: 'test "x" is skipped now', policy: 'note' }),
    finding({ rule: 'test-removed', file: 'test/a.test.ts', says: 'test "y" was removed' }),
    finding({ rule: 'link-out-of-tree', file: 'vendor/link', line: null, says: 'leads out of the tree' }),
  ];
  expect(rankFiles(files, findings).map((each) => [each.file.path, each.reasons[0]])).toEqual([
    ['test/a.test.ts', 'test "x" is skipped now and 1 more finding'],
    ['vendor/link', 'leads out of the tree'],
    ['.github/workflows/ci.yml', 'runs in CI'],
    ['test/b.test.ts', 'expects another value'],
    ['assets/logo.png', 'a binary file'],
    ['src/a.ts', 'biggest: 91 lines'],
  ]);
});
