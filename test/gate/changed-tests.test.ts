import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../src/gate/judge.ts';
import { redOn, remembered, runsOf, testThatRuns } from '../kit/counted-test.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { makeRepository } from '../kit/repository.ts';

const unit = check('unit', 'node --test test/*.test.js');
/** A test of what `lib.js` says. */
const about = (title: string, expected: number): string =>
  `import test from 'node:test';
import assert from 'node:assert';
import { answer } from '../lib.js';
// One line that stays.
// And another one.
test('${title}', () => assert.equal(answer, ${expected}));
`;
const base = { 'package.json': '{"type":"module"}' };

test('new and changed tests run as often as configured, once for the same work; one that is red among them is flaky', async () => {
  await using repository = makeRepository();
  repository.commit({
    ...base,
    'old.js': redOn(repository, 'old', []),
    'touched.js': redOn(repository, 'touched', []),
    'test/old.test.js': testThatRuns('../old.js'),
    'test/touched.test.js': testThatRuns('../touched.js'),
  });
  const worktree = repository.session('one');
  repository.write(
    {
      'new.js': redOn(repository, 'new', [4]),
      'test/new.test.js': testThatRuns('../new.js', 'is new'),
      'test/touched.test.js': testThatRuns('../touched.js', 'has another title'),
    },
    worktree,
  );
  const evidence = remembered();
  const order = gateOrder(repository, worktree, { checks: [unit], burnIn: 5, evidence });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'flaky', checks: [{ outcome: 'flaky' }] });
  expect(verdict.checks[0]?.flake).toEqual({
    tests: [{ file: 'test/new.test.js', title: 'is new' }],
    runs: 6,
    reds: 1,
    targetRuns: 3,
    targetReds: 0,
    known: null,
  });
  const counts = () => ['old', 'touched', 'new'].map((name) => runsOf(repository, name));
  // Once more as the target has it, against the changed code.
  expect(counts()).toEqual([1, 7, 6]);
  repository.commit({ 'other.txt': 'x\n' });
  const again = await judge({ ...order, snapshot: verdict.snapshot }, {});
  expect(again).toMatchObject({ kind: 'flaky', checks: [{ flake: { reds: 1, known: null } }] });
  expect(counts()).toEqual([2, 9, 7]);
});

test('without a way to run some tests only it is said; and all of it stays within the check’s time', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write(
    { ...base, 'test/a.test.js': testThatRuns('./a.js'), 'test/a.js': redOn(repository, 'a', []) },
    worktree,
  );
  const odd = await judge(gateOrder(repository, worktree, { checks: [check('odd', 'true; true')] }), {});
  expect(odd.notes).toEqual([
    'new and changed tests were run once only: no check says how to run some of them (`only`)',
  ]);
  expect(await judge(gateOrder(repository, worktree, { checks: [unit], burnIn: 1 }), {})).toMatchObject({
    kind: 'green',
    notes: [],
  });
  expect(runsOf(repository, 'a')).toBe(1);
  const flag = join(repository.folder, 'flag');
  const hangs = {
    ...check('hangs', 'true'),
    timeoutMs: 1500,
    only: `[ -e '${flag}' ] && sleep 600; touch '${flag}' # {files}`,
  };
  const quick = { ...hangs, only: hangs.only.replace(' # {files}', '; echo {files}') };
  const verdict = await judge(gateOrder(repository, worktree, { checks: [quick] }), {});
  expect(verdict).toMatchObject({ kind: 'green' });
  expect(verdict.notes).toEqual(['new and changed tests of check hangs were run 1 of 5 times: then one was ended']);
});

test('tests as the target has them run on the new code, where they were changed, deleted or moved: evidence, never red', async () => {
  await using repository = makeRepository();
  repository.commit({
    ...base,
    'lib.js': 'export const answer = 1;\nexport const run = () => {};\n',
    'test/changed.test.js': about('is one', 1),
    'test/deleted.test.js': testThatRuns('../lib.js', 'is gone').replace('run()', 'run.call()'),
    'test/moved.test.js': about('has moved', 1),
  });
  const worktree = repository.session('one');
  repository.write({ 'lib.js': 'export const answer = 3;\n', 'test/changed.test.js': about('is three', 3) }, worktree);
  repository.write({ 'test/elsewhere.test.js': about('has moved', 3) }, worktree);
  repository.git(['rm', '-q', 'test/deleted.test.js', 'test/moved.test.js'], worktree);
  const evidence = remembered();
  const order = gateOrder(repository, worktree, {
    checks: [unit, check('see', 'git status --porcelain; git rev-parse HEAD')],
    burnIn: 0,
    evidence,
  });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'green', reasons: [] });
  expect(verdict.oldTests).toMatchObject({
    files: ['test/changed.test.js', 'test/deleted.test.js', 'test/elsewhere.test.js'],
    check: 'unit',
    outcome: 'red',
    failed: [
      { file: 'test/changed.test.js', title: 'is one' },
      { file: 'test/deleted.test.js', title: '' },
      { file: 'test/elsewhere.test.js', title: 'has moved' },
    ],
  });
  expect(verdict.oldTests?.tail).toContain('3 == 1');
  expect(repository.git(['rev-parse', 'HEAD'], order.gateWorktree)).toBe(verdict.candidate);
  expect(repository.status(order.gateWorktree)).toBe('');
  const again = await judge(order, {});
  expect(again.oldTests).toEqual(verdict.oldTests);
  // Moved without a change, or new: nothing was expected otherwise.
  const mover = repository.session('two');
  repository.git(['mv', 'test/moved.test.js', 'test/there.test.js'], mover);
  repository.write({ 'test/new.test.js': about('is new', 1) }, mover);
  expect(await judge({ ...order, worktree: mover }, {})).toMatchObject({ kind: 'green', oldTests: null });
});
