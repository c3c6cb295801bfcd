import { expect, test } from 'vitest';
import {
  checkAsides,
  countsInWords,
  evidenceInWords,
  flakeInWords,
  oldTestsInWords,
  outlookInWords,
} from '../../src/core/words/evidence-words.ts';
import { shortBytes } from '../../src/core/words/short-bytes.ts';
import type { Flake } from '../../src/core/model/verdict.ts';
import { eloquent, handedIn } from '../ui/judged-world.ts';

const flake: Flake = { tests: [], runs: 4, reds: 1, targetRuns: 3, targetReds: 0, known: null };

test.each([
  [flake, 'red in 1 of 4 runs, in 0 of 3 on main: new with this work'],
  [{ ...flake, targetReds: 2, known: 'target' }, 'red in 1 of 4 runs, in 2 of 3 on main: it flakes there too'],
  [{ ...flake, targetRuns: 0, known: 'ledger' }, 'red in 1 of 4 runs: known to flake'],
] as const)('a flake says how often, where, and what that means', (some, words) => {
  expect(flakeInWords({ ...some, tests: [] }, 'main')).toBe(words);
});

test('counts leave out what is nought', () => {
  expect(countsInWords({ executed: 1, skipped: 0, failed: [] })).toBe('1 test');
  const failed = [{ file: null, title: 'a' }];
  expect(countsInWords({ executed: 41, skipped: 2, failed })).toBe('41 tests, 2 skipped, 1 failed');
  expect(eloquent.checks.map((check) => checkAsides(check))).toEqual([
    ['from an earlier run on the same files'],
    ['41 tests, 2 skipped'],
  ]);
});

test('the old tests are named as far as the runner names them', () => {
  const old = eloquent.oldTests;
  if (old === null) throw new Error('they ran');
  const [first] = old.failed;
  if (first === undefined) throw new Error('some failed');
  const words = (parts: Partial<typeof old>): string => oldTestsInWords({ ...old, ...parts }, 'main');
  expect(words({})).toBe("2 of main's own tests fail on the new code: upload > retries, upload > resumes");
  expect(words({ failed: [first] })).toBe("1 of main's own tests fails on the new code: upload > retries");
  const many = ['a', 'b', 'c', 'd', 'e'].map((title) => ({ file: null, title }));
  expect(words({ failed: many })).toBe("5 of main's own tests fail on the new code: a, b, c and 2 more");
  expect(words({ failed: [] })).toBe("main's own version of test/upload.test.ts fails on the new code");
  expect(words({ outcome: 'green', files: ['a', 'b'] })).toBe(
    "main's own version of 2 test files passes on the new code",
  );
  expect(words({ outcome: 'infrastructure' })).toContain('did not run to its end on the new code');
});

test('what was handed in has kind and size, and its round when that is an earlier one', () => {
  expect(handedIn.map((file) => evidenceInWords(file, 2))).toEqual(['text, 2 KB', 'image, 48 KB']);
  expect(handedIn.map((file) => evidenceInWords({ ...file, kind: 'other' }, 3))[0]).toBe('file, 2 KB, round 2');
});

test('an outlook says whose fault it is', () => {
  const on = { target: 't', why: 'check test' };
  expect(outlookInWords({ ...on, kind: 'red' }, 'main')).toBe('main moved: this would now be red: check test');
  expect(outlookInWords({ ...on, kind: 'target-red' }, 'main')).toContain('is red without this work');
  expect(outlookInWords({ ...on, kind: 'infrastructure' }, 'main')).toContain('did not run to their end');
});

test.each([
  [999, '999 B'],
  [12_345, '12 KB'],
  [1_290_000, '1.2 MB'],
  [999_999_999, '999.9 MB'],
  [3_450_000_000, '3.4 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(shortBytes(bytes)).toBe(words);
});
