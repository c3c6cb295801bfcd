import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { changed } from './changed.ts';

function found(...changes: readonly FileChange[]): string[] {
  return detectWeakened(changes).map(({ rule, line, says }) => `${rule} ${line ?? '-'} ${says}`);
}

describe('complaints that were silenced', () => {
  test.each([
    ['src/a.ts', '// @ts-ignore', '@ts-ignore'],
    ['src/a.ts', '/* @ts-expect-error: because */', '@ts-expect-error'],
    ['src/a.tsx', '// eslint-disable-next-line no-console -- needed', 'eslint-disable-next-line no-console'],
    ['src/a.ts', '/* oxlint-disable no-eval */', 'oxlint-disable no-eval'],
    ['src/a.ts', '// biome-ignore lint/a: why', 'biome-ignore lint/a'],
    ['src/a.ts', 'const b = c as any;', 'as any'],
    ['src/a.js', '/* v8 ignore next */', 'v8 ignore next'],
    ['src/a.js', '/* istanbul ignore else */', 'istanbul ignore else'],
    ['src/a.py', 'x = f()  # type: ignore[arg-type]', '# type: ignore[arg-type]'],
    ['src/a.py', 'import os  # noqa: F401', '# noqa: F401'],
    ['src/a.py', '# pylint: disable=unused-import', '# pylint: disable=unused-import'],
    ['src/a.py', 'if x:  # pragma: no cover', '# pragma: no cover'],
    ['a.go', 'f() //nolint:errcheck', '//nolint:errcheck'],
    ['src/a.rs', '#[allow(dead_code)]', '#[allow(dead_code)]'],
    ['src/a.rs', '#[cfg_attr(windows, ignore)]', '#[cfg_attr(windows, ignore)]'],
    ['A.java', '@SuppressWarnings("unchecked")', '@SuppressWarnings("unchecked")'],
    ['a.rb', 'x # rubocop:disable Style/A', '# rubocop:disable Style/A'],
  ])('in %s: %s', (path, line, said) => {
    const before = 'one\n\ntwo\n';
    expect(found(changed(path, before, `one\n${line}\ntwo\n`))).toEqual([
      `suppression-added 2 a complaint is silenced: ${said}`,
    ]);
    // It only moved, or the line that it stands in changed.
    expect(found(changed(path, `${line}\none\n`, `one\n${line}\n`))).toEqual([]);
    expect(
      found(changed(path, `one\n${line}\n`, 'one\n'), changed(`other/${path}`, 'two\n', `two\n${line}\n`)),
    ).toEqual([]);
    expect(found(changed(path, `one\n${line}\n`, 'one\n'))).toEqual([]);
  });

  test.each([
    ['src/a.ts', "const text = '// @ts-ignore';"],
    ['src/a.ts', 'const text = `\n// eslint-disable\n`;'],
    ['src/a.ts', 'interface X { as: any }'],
    ['docs/a.md', '// @ts-ignore'],
    ['src/fixtures/a.ts', '// @ts-ignore'],
  ])('not in %s: %s', (path, line) => {
    expect(found(changed(path, 'one\n', `one\n${line}\n`))).toEqual([]);
  });
});

describe('code that ships and asks whether it is tested', () => {
  test.each([
    ['src/a.ts', "if (process.env.NODE_ENV === 'test') return 42;", "process.env.NODE_ENV === 'test'"],
    ['src/a.ts', 'if ("test" === process.env["NODE_ENV"]) return 42;', "'test' === process.env['NODE_ENV']"],
    ['src/a.ts', "if (process.env.NODE_ENV !== 'test') check();", "process.env.NODE_ENV !== 'test'"],
    ['src/a.ts', 'const fast = Boolean(process.env.VITEST);', 'process.env.VITEST'],
    ['lib/a.js', 'if (process.env.JEST_WORKER_ID) return;', 'process.env.JEST_WORKER_ID'],
    ['src/a.ts', "if (import.meta.env.MODE === 'test') return;", "import.meta.env.MODE === 'test'"],
    ['src/a.py', 'if "pytest" in sys.modules:', '"pytest" in sys.modules'],
    ['src/a.py', 'if os.environ.get("PYTEST_CURRENT_TEST"):', 'PYTEST_CURRENT_TEST'],
    ['a.go', 'if flag.Lookup("test.v") != nil {', 'flag.Lookup("test.'],
    ['a.go', 'if testing.Testing() {', 'testing.Testing()'],
    ['src/a.rs', 'if cfg!(test) {', 'cfg!(test'],
    ['app/a.rb', 'return if Rails.env.test?', 'Rails.env.test?'],
  ])('%s: %s', (path, line, said) => {
    expect(found(changed(path, 'one\n', `one\n${line}\n`))).toEqual([
      `test-only-branch 2 code that ships asks whether it is tested: ${said}`,
    ]);
    expect(found(changed(path, `one\n${line}\n`, `${line}\none\n`))).toEqual([]);
  });

  test.each([
    ['src/a.test.ts', "if (process.env.NODE_ENV === 'test') return;"],
    ['vite.config.ts', 'const fast = process.env.VITEST;'],
    ['src/a.ts', "process.env.VITEST = 'true';"],
    ['src/a.ts', "if (process.env.NODE_ENV === 'production') return;"],
    ['src/a.ts', 'const text = "process.env.NODE_ENV === \'test\'";'],
    ['src/a.ts', '// process.env.VITEST'],
    ['a_test.go', 'if testing.Testing() {'],
    ['src/a.py', '# "pytest" in sys.modules'],
  ])('not %s: %s', (path, line) => {
    expect(found(changed(path, 'one\n', `one\n${line}\n`))).toEqual([]);
  });
});

describe('languages that no reader knows', () => {
  const java = [
    'class CartTest {',
    '  @Test',
    '  void adds() {',
    '    cart.add(1);',
    '    assertEquals(1, cart.size());',
    '    assertTrue(cart.has(1));',
    '  }',
    '}',
  ];
  const path = 'src/test/java/CartTest.java';
  const without = (text: string): string => java.filter((line) => !line.includes(text)).join('\n');

  test.each<[string, string, string, string[]]>([
    [
      path,
      java.join('\n'),
      without('assertTrue'),
      ['assertions-removed 6 1 line with assertions was removed: assertTrue(cart.has(1));'],
    ],
    [
      path,
      java.join('\n'),
      java.join('\n').replace('  @Test', '  @Disabled\n  @Test'),
      ['test-disabled 2 a test is switched off: @Disabled'],
    ],
    [
      path,
      java.join('\n'),
      java.join('\n').replace('adds', 'addsOne').replace('assertTrue', 'assertThat'),
      ['test-removed 3 1 test is gone: "adds"'],
    ],
    [
      'spec/a_spec.rb',
      "it 'adds' do\n  expect(a).to eq 1\nend\n",
      "xit 'adds' do\n  expect(a).to eq 1\nend\n",
      ["test-disabled 1 a test is switched off: xit 'adds' do"],
    ],
    [
      'spec/a_spec.rb',
      "it 'adds' do\n  expect(a).to eq 1\nend\n",
      '',
      [
        'test-removed 1 1 test is gone: "adds"',
        'assertions-removed 2 1 line with assertions was removed: expect(a).to eq 1',
      ],
    ],
    [
      'Tests/CartTests.cs',
      '  [Fact]\n  public void Adds()\n',
      '  [Fact(Skip = "later")]\n  public void Adds()\n',
      ['test-disabled 1 a test is switched off: [Fact(Skip = "later")]'],
    ],
    [path, java.join('\n'), java.join('\n').replace('(1, cart', '(2, cart'), []],
    [path, java.join('\n'), java.toReversed().join('\n'), []],
    ['src/main/java/Cart.java', java.join('\n'), without('assert'), []],
  ])('%s', (...[file, before, after, expected]) => {
    const all = detectWeakened([changed(file, before, after)]);
    expect(all.map(({ rule, line, says }) => `${rule} ${line} ${says}`)).toEqual(expected);
    expect(all.every(({ certain }) => !certain)).toBe(true);
  });
});
