import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { changed, renamed } from './changed.ts';

/** `rule certain line: says` of what was found between two versions of one test file. */
function found(...changes: readonly FileChange[]): string[] {
  return detectWeakened(changes).map(
    ({ rule, certain, file, line, says }) => `${rule} ${certain ? 'certain' : 'maybe'} ${file}:${line ?? '-'} ${says}`,
  );
}

const spec = 'src/a.test.ts';
function between(before: string, after: string): string[] {
  return found(changed(spec, before, after)).map((line) => line.replace(` ${spec}:`, ' '));
}

function suite(...tests: readonly string[]): string {
  return `describe('list', () => {\n${tests.join('\n')}\n});\n`;
}

const adds =
  "  it('adds', () => {\n    const list = add([], 1);\n    expect(list.length).toBe(1);\n    expect(list).toEqual([1]);\n  });";
const finds = "  it('finds', () => {\n    const place = search(names, 'b');\n    expect(place).toBe(2);\n  });";
const sorts = "  it('sorts', () => {\n    expect(sorted(['c', 'a', 'b'])).toEqual(['a', 'b', 'c']);\n  });";

describe('what became weaker in one file', () => {
  test.each<[string, string, string, string[]]>([
    ['a removed test', suite(adds, finds), suite(adds), ['test-removed certain 7 test "list > finds" was removed']],
    [
      'an expectation that became what is looked at',
      suite(sorts),
      suite(sorts.replace("(['a', 'b', 'c'])", "(sorted(['c', 'a', 'b']))")),
      [
        "assertion-loosened certain 3 test \"list > sorts\" asserts less: expect(sorted(['c', 'a', 'b'])).toEqual(['a', 'b', 'c']) became expect(sorted(['c', 'a', 'b'])).toEqual(sorted(['c', 'a', 'b']))",
      ],
    ],
    [
      'a test that was commented out',
      suite(adds, finds),
      suite(adds, finds.replaceAll(/^/gm, '// ')),
      ['test-removed certain 7 test "list > finds" was removed'],
    ],
    [
      'one of two tests of a name',
      suite(finds, finds.replace('names', 'others')),
      suite(finds),
      ['test-removed certain 6 test "list > finds" was removed'],
    ],
    [
      'a removed test beside a new copy of one that is still there',
      suite(adds, finds.replace("'finds'", "'finds first'").replace("'b'", "'a'").replace('toBe(2)', 'toBe(1)'), finds),
      suite(adds, finds, finds.replace("'finds'", "'finds again'").replace('toBe(2)', 'toBe(26)')),
      ['test-removed certain 7 test "list > finds first" was removed'],
    ],
    [
      'a skipped test',
      suite(finds),
      suite(finds.replace('it(', 'it.skip(')),
      ['test-disabled certain 2 test "list > finds" no longer runs: it.skip'],
    ],
    [
      'a test that is sometimes skipped',
      suite(finds),
      suite(finds.replace('it(', 'it.skipIf(process.env.CI)(')),
      ['test-disabled maybe 2 test "list > finds" no longer runs: it.skipIf(process.env.CI)'],
    ],
    [
      'a skipped group',
      suite(finds, sorts),
      suite(finds, sorts).replace('describe(', 'describe.skip('),
      [
        'test-disabled certain 2 test "list > finds" no longer runs: describe.skip',
        'test-disabled certain 6 test "list > sorts" no longer runs: describe.skip',
      ],
    ],
    [
      'a focused test',
      suite(finds, sorts),
      suite(finds, sorts.replace('it(', 'it.only(')),
      ['test-disabled certain 6 no other test of this file runs than "list > sorts"'],
    ],
    [
      'an early return',
      suite(finds),
      suite(finds.replace('    const', '    return;\n    const')),
      ['test-returns-early certain 3 test "list > finds" returns before its assertions'],
    ],
    [
      'a dropped assertion',
      suite(adds),
      suite(adds.replace('    expect(list.length).toBe(1);\n', '')),
      ['assertions-removed certain 4 test "list > adds" lost an assertion: expect(list.length).toBe(1)'],
    ],
    [
      'a dropped assertion that a new test has by chance',
      suite(adds),
      suite(
        adds.replace('    expect(list.length).toBe(1);\n', ''),
        "  it('counts', () => {\n    const list = [1];\n    expect(list.length).toBe(1);\n  });",
      ),
      ['assertions-removed maybe 4 test "list > adds" lost an assertion: expect(list.length).toBe(1)'],
    ],
    [
      'assertions that a function may have taken over',
      suite(adds),
      suite(adds.replaceAll(/ {4}expect.*\n/g, '    run();\n').replace('run()', 'ensureSorted(list)')),
      [
        'assertions-removed maybe 4 test "list > adds" lost 2 assertions: expect(list.length).toBe(1); expect(list).toEqual([1])',
      ],
    ],
    [
      'all assertions dropped',
      suite(adds),
      suite(adds.replaceAll(/ {4}expect.*\n/g, '')),
      [
        'assertions-removed certain 4 test "list > adds" lost 2 assertions: expect(list.length).toBe(1); expect(list).toEqual([1])',
      ],
    ],
    [
      'an assertion replaced by one that always holds',
      suite(finds),
      suite(finds.replace('expect(place).toBe(2)', 'expect(true).toBe(true)')),
      ['assertions-removed certain 4 test "list > finds" lost an assertion: expect(place).toBe(2)'],
    ],
    [
      'an assertion whose failure is caught',
      suite(finds),
      suite(finds.replace('expect(place).toBe(2);', 'try { expect(place).toBe(2) } catch {}')),
      ['assertions-removed certain 4 test "list > finds" lost an assertion: expect(place).toBe(2)'],
    ],
    [
      'a weaker matcher',
      suite(finds),
      suite(finds.replace('toBe(2)', 'toBeDefined()')),
      [
        'assertion-loosened certain 4 test "list > finds" asserts less: expect(place).toBe(2) became expect(place).toBeDefined()',
      ],
    ],
    [
      'another expectation',
      suite(finds),
      suite(finds.replace('toBe(2)', 'toBe(3)')),
      [
        'expectation-changed certain 4 test "list > finds" expects something else: expect(place).toBe(2) became expect(place).toBe(3)',
      ],
    ],
    [
      'a matcher that expects nothing any more',
      suite(finds.replace('toBe(2)', 'not.toContain(2)')),
      suite(finds.replace('toBe(2)', 'toBeDefined()')),
      [
        'assertion-loosened certain 4 test "list > finds" asserts less: expect(place).not.toContain(2) became expect(place).toBeDefined()',
      ],
    ],
    [
      'an expectation turned around',
      suite(finds.replace('toBe(2)', 'not.toBe(2)')),
      suite(finds),
      [
        'expectation-changed certain 4 test "list > finds" expects something else: expect(place).not.toBe(2) became expect(place).toBe(2)',
      ],
    ],
    [
      'a new test that is skipped',
      suite(adds),
      suite(adds, finds.replace('it(', 'it.skip(')),
      ['new-test-disabled certain 7 new test "list > finds" does not run: it.skip'],
    ],
    [
      'a new test without an assertion',
      suite(adds),
      suite(adds, "  it('runs', () => {\n    run();\n  });"),
      ['new-test-asserts-nothing maybe 7 new test "list > runs" asserts nothing'],
    ],
  ])('%s', (...[, before, after, expected]) => {
    expect(between(before, after)).toEqual(expected);
  });
});

describe('what costs nothing', () => {
  test.each<[string, string, string]>([
    ['another order', suite(adds, finds, sorts), suite(sorts, adds, finds)],
    ['another title', suite(adds, finds), suite(adds, finds.replace("'finds'", "'finds a name'"))],
    ['another group', suite(adds, finds), suite(adds, finds).replace("'list'", "'lists'")],
    [
      'another title and a stronger body',
      suite(finds),
      suite(
        finds.replace("'finds'", "'finds one'").replace('toBe(2);', 'toBe(2);\n    expect(names).toHaveLength(3);'),
      ),
    ],
    ['one more test', suite(adds), suite(adds, finds)],
    ['one more assertion', suite(finds), suite(finds.replace('toBe(2);', 'toBe(2);\n    expect(place).not.toBe(3);'))],
    ['a stronger matcher', suite(finds.replace('toBe(2)', 'toBeDefined()')), suite(finds)],
    ['other quotes and no semicolons', suite(adds, sorts), suite(adds, sorts).replaceAll("'", '"').replaceAll(';', '')],
    ['other line ends', suite(adds, sorts), suite(adds, sorts).replaceAll('\n', '\r\n')],
    ['a test that runs again', suite(finds.replace('it(', 'it.skip(')), suite(finds)],
    [
      'a skipped test that runs again and asserts less',
      suite(adds.replace('it(', 'it.skip(')),
      suite(adds.replace('    expect(list.length).toBe(1);\n', '')),
    ],
    [
      'another library for the same',
      suite(finds),
      suite(finds.replace('expect(place).toBe(2)', 'assert.equal(place, 2)')),
    ],
    ['a skipped test that went', suite(adds, finds.replace('it(', 'it.skip(')), suite(adds)],
    ['a name that was replaced in all it says', suite(finds), suite(finds.replaceAll('place', 'index'))],
    [
      'an assertion that a new test has',
      suite(adds),
      suite(
        adds.replace('    expect(list.length).toBe(1);\n', '').replace('add([], 1)', 'added()'),
        "  it('counts', () => {\n    const list = [1];\n    expect(list.length).toBe(1);\n  });",
      ),
    ],
    [
      'three tests that became one table',
      suite(
        ...['a', 'b', 'c'].map(
          (name) =>
            `  it('finds ${name}', () => {\n    const place = search(names, '${name}');\n    expect(place.found).toBe(true);\n  });`,
        ),
      ),
      suite(
        "  it.each(['a', 'b', 'c'])('finds %s', (name) => {\n    const place = search(names, name);\n    expect(place.found).toBe(true);\n  });",
      ),
    ],
  ])('%s', (_name, before, after) => {
    expect(between(before, after)).toEqual([]);
  });

  test('tests that moved to another file, whole or changed a little', () => {
    expect(
      found(changed('a.test.ts', suite(adds, finds), suite(adds)), changed('b.test.ts', null, suite(finds))),
    ).toEqual([]);
    const grown = finds.replace('toBe(2);', 'toBe(2);\n    expect(names).toContain("b");');
    expect(
      found(changed('a.test.ts', suite(adds, finds), null), changed('b.test.ts', null, suite(adds, grown))),
    ).toEqual([]);
  });

  test('a file that moved, with its history and without it', () => {
    const text = suite(adds, finds, sorts);
    expect(found(renamed('a.test.ts', 'b.test.ts', [text, text]))).toEqual([]);
    expect(found(changed('a.test.ts', text, null), changed('deep/b.test.ts', null, text))).toEqual([]);
  });
});

describe('whole files', () => {
  test('a removed file names its tests', () => {
    expect(found(changed(spec, suite(adds, finds), null))).toEqual([
      `test-removed certain ${spec}:2 test "list > adds" was removed`,
      `test-removed certain ${spec}:7 test "list > finds" was removed`,
    ]);
  });

  test('more than five share a sentence', () => {
    const many = Array.from(
      { length: 7 },
      (_, at) => `  it('case ${at}', () => {\n    expect(f${at}(x)).toBe(${at});\n  });`,
    );
    expect(found(changed(spec, suite(...many), null))).toEqual([
      `test-removed certain ${spec}:2 7 tests were removed: "list > case 0", "list > case 1", "list > case 2" and 4 more`,
    ]);
  });

  test('a name by which no runner finds the file', () => {
    const text = suite(adds);
    expect(found(renamed('a.test.ts', 'a.old.ts', [text, text]))).toEqual([
      'test-disabled maybe a.old.ts:- 1 test may no longer be found: the file was a.test.ts',
    ]);
  });

  test('a test that was removed while another file brings a different one', () => {
    expect(
      found(changed('a.test.ts', suite(adds, finds), suite(adds)), changed('b.test.ts', null, suite(sorts))),
    ).toEqual(['test-removed certain a.test.ts:7 test "list > finds" was removed']);
  });

  test('a test that was weakened on its way to another file', () => {
    const weak = finds.replace('toBe(2)', 'toBeDefined()');
    expect(
      found(changed('a.test.ts', suite(adds, finds), suite(adds)), changed('b.test.ts', null, suite(weak))),
    ).toEqual([
      'assertion-loosened certain b.test.ts:4 test "list > finds" asserts less: expect(place).toBe(2) became expect(place).toBeDefined()',
    ]);
  });

  test('a long text is cut, a sentence stays in its line', () => {
    const long = `  it('long', () => {\n    expect(f('${'x'.repeat(500)}')).toBe(\`a\nb\`);\n  });`;
    const [line = ''] = between(suite(adds, long), suite(adds, "  it('long', () => {});"));
    expect(line).toMatch(/^assertions-removed certain 8 test "list > long" lost an assertion: expect\(f\('x+…$/);
    expect(line.length).toBeLessThan(220);
  });
});
