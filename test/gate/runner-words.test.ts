import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainLines } from '../../src/gate/checks/plain-lines.ts';
import { usefulPart } from '../../src/gate/checks/useful-part.ts';
import { readJunit } from '../../src/gate/runners/junit-report.ts';
import { wordsOf } from '../../src/gate/runners/runner-words.ts';
import { nameTest } from '../../src/gate/runners/test-names.ts';
import { xmlSteps } from '../../src/gate/runners/xml.ts';

/** What the programs themselves printed; only names of folders were changed. */
const output = (name: string): string => readFileSync(join(import.meta.dirname, 'outputs', `${name}.txt`), 'utf8');

const exists = (path: string): boolean => path === 'test/sum.test.ts' || path === 'tests/test_sum.py';

/** Between a flood before and a flood after. */
const flooded = (text: string): string => {
  const noise = Array.from({ length: 400 }, (_, at) => `  building module ${at} of the thing`).join('\n');
  return `${noise}\n${text}\n${noise}\n`;
};

describe('what a runner says of its tests', () => {
  test.each([
    [
      'vitest',
      [4, 1],
      [
        'test/broken.test.ts',
        'test/sum.test.ts > sum > adds two numbers',
        'test/sum.test.ts > sum > adds "quoted" > (things) $HOME',
      ],
    ],
    ['jest', [3, 1], ['jt/sum.test.js > sum › adds two numbers', 'jt/sum.test.js > top']],
    ['node-test', [3, 1], ['nt/sum.test.js > adds two numbers', 'nt/sum.test.js > top']],
    ['tap', [3, 1], ['/home/ada/jsproj/nt/sum.test.js > adds two numbers', '/home/ada/jsproj/nt/sum.test.js > top']],
    [
      'pytest',
      [5, 1],
      [
        'tests/test_sum.py > test_adds',
        'tests/test_sum.py > test_param[a - b]',
        'tests/test_sum.py > TestThings::test_in_class',
      ],
    ],
    ['go', [2, 1], ['example.com/small/sum > TestSum/adds']],
    ['cargo', [3, 1], ['src/lib.rs > tests::adds', 'tests/it.rs > outside']],
  ])('%s', (name, [executed, skipped], failed) => {
    const words = wordsOf(plainLines(output(name)));
    expect({ ...words, failed: words?.failed.map(nameTest) }).toEqual({ executed, skipped, failed });
  });

  test.each(['eslint', 'tsc', 'gcc', 'oxlint', 'rustc'])('%s says nothing of tests', (name) => {
    expect(wordsOf(plainLines(output(name)))).toBeNull();
  });

  test('names are not given when one is missing: the others would pass for green', () => {
    const text = output('pytest').replace(/^FAILED .*test_adds.*\n/m, '');
    expect(wordsOf(plainLines(text))).toEqual({ executed: 5, skipped: 1, failed: [] });
  });

  test.each([
    ['No test files found, exiting with code 1'],
    ['No tests found, exiting with code 1'],
    ['============================ no tests ran in 0.01s ============================='],
    ['ok  \texample.com/a\t0.003s [no tests to run]'],
  ])('%s: nothing ran', (text) => {
    expect(wordsOf([text])).toEqual({ executed: 0, skipped: 0, failed: [] });
  });
});

describe('a JUnit report', () => {
  const report = `<?xml version="1.0"?>
<!-- made by hand --><testsuites><testsuite name="a" tests="4">
<testcase classname="test/sum.test.ts" name="sum &gt; adds &quot;two&quot; &#x26; more"><failure message="no"><![CDATA[</testcase>]]></failure></testcase>
<testcase classname="test/sum.test.ts" name="fine"/><testcase name="later"><skipped/></testcase>
<testcase classname="tests.test_sum.TestThings" name="test_in_class"><error/></testcase>
<testcase classname="Elsewhere" name="does"><failure/></testcase>
</testsuite></testsuites>`;

  test('gives counts and names, files where they exist', () => {
    expect(readJunit(report, exists)).toEqual({
      executed: 4,
      skipped: 1,
      failed: [
        { file: 'test/sum.test.ts', title: 'sum > adds "two" & more' },
        { file: 'tests/test_sum.py', title: 'TestThings::test_in_class' },
        { file: null, title: 'Elsewhere does' },
      ],
    });
  });

  test.each([
    ['<!DOCTYPE x [<!ENTITY a "aaaa">]><testsuites/>', 'document type'],
    ['<testsuites><testsuite></testsuites>', 'closes nothing'],
    ['<testsuites>', 'not closed'],
    [`${'<a>'.repeat(65)}${'</a>'.repeat(65)}`, 'too deep'],
    ['<testsuites a=b/>', 'cannot be read'],
    ['<html></html>', 'no JUnit report'],
  ])('%s is refused', (text, why) => {
    expect(() => readJunit(text, () => false)).toThrow(why);
  });

  test('an attribute cannot reach beyond itself, and unknown entities stay as they are', () => {
    const steps = [...xmlSteps('<a __proto__="x" b="&lol;&#1114112;&amp;lt;"/>')];
    expect(steps[0]).toMatchObject({ kind: 'open', name: 'a', attributes: { b: '&lol;&#1114112;&lt;' } });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('the useful part', () => {
  test.each([
    [
      'vitest',
      [
        'FAIL  test/broken.test.ts',
        "Cannot find module '../nowhere.ts'",
        'expected 2 to be 3',
        'test/sum.test.ts:3:50',
      ],
    ],
    ['jest', ['● sum › adds two numbers', 'Expected: 3', 'Received: 2', 'TypeError: oh no', 'Tests:       2 failed']],
    ['mocha', ['1) sum', 'AssertionError [ERR_ASSERTION]: 2 == 3', 'mt.cjs:3:41', '1 failing']],
    ['node-test', ['test at nt/sum.test.js:4:3', '2 !== 3', 'TypeError: oh no', 'ℹ fail 2']],
    ['tap', ['not ok 1 - adds two numbers', 'sum.test.js:4:3', '# fail 2']],
    [
      'pytest',
      ['E       assert (1 + 1) == 3', 'FAILED tests/test_sum.py::test_adds', 'ValueError: bad', '3 failed, 2 passed'],
    ],
    ['unittest', ['FAIL: test_adds', 'AssertionError: 2 != 3', 'ERROR: test_err', 'FAILED (failures=1, errors=1)']],
    ['go', ['--- FAIL: TestSum/adds', 'sum_test.go:12: got 3, want 2', 'FAIL\texample.com/small/sum']],
    ['cargo', ['---- tests::adds stdout ----', 'left: 3', 'no way', 'test result: FAILED. 1 passed; 1 failed']],
    ['tsc', ["bad.ts(1,7): error TS2322: Type 'string' is not", 'bad.ts(2,33)']],
    ['tsc-pretty', ['bad.ts:1:7 - error TS2322', 'bad.ts:2:33 - error', 'Found 2 errors']],
    ['eslint', ['/home/ada/jest/lint.js', "1:7   error    'unused' is assigned", '4 problems (3 errors']],
    ['oxlint', ["eslint(no-unused-vars): Variable 'unused'", 'lint.js:1:7']],
    ['rustc', ['error[E0308]: mismatched types', 'bad.rs:1:26', 'expected `i32`, found `&str`']],
    ['gcc', ['a.c:1:43: error: expected', '^~']],
  ])('of %s, in a flood', (name, expected) => {
    const part = usefulPart(flooded(output(name)));
    for (const text of expected) expect(part).toContain(text);
    expect(part.split('\n').length).toBeLessThanOrEqual(60);
    expect(Buffer.byteLength(part)).toBeLessThanOrEqual(4096);
    expect(part.split('\n').filter((line) => line.includes('building module')).length).toBeLessThan(20);
  });

  test('without anything known the last lines; a short output stays whole', () => {
    const lines = Array.from({ length: 200 }, (_, at) => `line ${at}`);
    expect(usefulPart(lines.join('\n'))).toBe(lines.slice(-60).join('\n'));
    expect(usefulPart('\u001B[31mone\u001B[0m\ntwo\n\n')).toBe('one\ntwo');
  });

  test('of a thousand failures as many as there is room for, and how many more', () => {
    const text = Array.from({ length: 1000 }, (_, at) => `src/a${at}.ts(1,1): error TS1: ${'x'.repeat(80)}`).join('\n');
    const part = usefulPart(text);
    expect(part).toMatch(/^src\/a0\.ts\(1,1\)/);
    expect(part).toMatch(/… and \d+ more\nsrc\/a999/);
    expect(Buffer.byteLength(part)).toBeLessThanOrEqual(4096);
  });
});
