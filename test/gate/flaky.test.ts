import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verdictSchema } from '../../src/core/model/verdict.ts';
import { settleMixed } from '../../src/gate/flakes/settle-red.ts';
import { judge } from '../../src/gate/judge.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { redOn, remembered, runsOf, testThatRuns } from '../kit/counted-test.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const unit = check('unit', 'node --test test/*.test.js');
const works = [{ file: 'test/lib.test.js', title: 'works' }];

/** A repository with a test of `lib.js` and one beside it, and a session's worktree that adds a file. */
function withTests(repository: TestRepository, lib: string): string {
  repository.commit({
    'package.json': '{"type":"module"}',
    'lib.js': lib,
    'beside.js': redOn(repository, 'beside', []),
    'test/lib.test.js': testThatRuns('../lib.js'),
    'test/beside.test.js': testThatRuns('../beside.js', 'stands'),
  });
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  return worktree;
}

const harmless = 'export function run() {}\n';

test('flaky on the target too: green with a note, and only the failing test was repeated', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, redOn(repository, 'lib', [1, 3]));
  const verdict = await judge(gateOrder(repository, worktree, { checks: [unit, check('later', 'true')] }), {});
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  expect(verdict).toMatchObject({ kind: 'green', reasons: [] });
  expect(verdict.checks[0]).toMatchObject({
    outcome: 'flaky',
    flake: { tests: works, runs: 2, reds: 1, targetRuns: 1, targetReds: 1, known: 'target' },
    tests: { executed: 2, failed: works },
  });
  expect(verdict.checks[1]?.outcome).toBe('green');
  expect(verdict.notes).toEqual([
    'check unit is flaky (test/lib.test.js > works): red 1 of 2 times, and on main 1 of 1',
  ]);
  expect([runsOf(repository, 'lib'), runsOf(repository, 'beside')]).toEqual([3, 1]);
  expect(passed(verdict)).toMatchObject({ candidate: verdict.candidate });
});

test('flaky on the candidate only: after all other checks a person decides, also when it is judged again', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  repository.write({ 'lib.js': redOn(repository, 'lib', [1]) }, worktree);
  const evidence = remembered();
  const order = gateOrder(repository, worktree, { checks: [unit, check('later', 'true')], evidence });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'flaky', reasons: [], checks: [{ outcome: 'flaky' }, { outcome: 'green' }] });
  expect(verdict.checks[0]?.flake).toEqual({
    tests: works,
    runs: 3,
    reds: 1,
    targetRuns: 3,
    targetReds: 0,
    known: null,
  });
  expect(passed(verdict)).toBeUndefined();
  expect(passed(verdict, ['flaky'])).toMatchObject({ candidate: verdict.candidate });
  // The target moves, and by luck it is green this time.
  repository.commit({ 'other.txt': 'x\n' });
  const again = await judge({ ...order, snapshot: verdict.snapshot }, {});
  expect(again).toMatchObject({ kind: 'flaky', checks: [{ outcome: 'flaky', flake: { known: null } }, {}] });
  expect(again.notes[0]).toContain('judged before: check unit is flaky');
  // Other work is not blamed for it.
  repository.write({ 'c.txt': 'c\n' }, worktree);
  expect(await judge(order, {})).toMatchObject({ kind: 'green' });
});

test('green alone and red among the others each time: the person is told that it may depend on them', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  // All test files share this: the first one leaves something behind.
  const leaves = `import { writeFileSync } from 'node:fs';\nexport const run = () => writeFileSync('left', '');\n`;
  const minds = `import { existsSync, rmSync } from 'node:fs';\nexport function run() {\n  const isThere = existsSync('left');\n  rmSync('left', { force: true });\n  if (isThere) throw new Error('not alone');\n}\n`;
  repository.write({ 'beside.js': leaves, 'lib.js': minds, '.gitignore': 'left\n' }, worktree);
  const inOrder = { ...unit, run: 'node --test --test-concurrency=1 test/*.test.js' };
  const verdict = await judge(gateOrder(repository, worktree, { checks: [inOrder] }), {});
  expect(verdict).toMatchObject({ kind: 'flaky', checks: [{ flake: { runs: 3, reds: 2, known: null } }] });
  expect(verdict.notes.at(-1)).toContain('it may depend on them');
});

test('what the ledger saw flake on the target is known; what it saw on candidates only is not', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  repository.write({ 'lib.js': redOn(repository, 'lib', [1, 3]) }, worktree);
  const known = { check: 'unit', file: 'test/lib.test.js', title: 'works', target: 2 };
  const order = gateOrder(repository, worktree, { checks: [unit] });
  const verdict = await judge({ ...order, flakes: [known] }, {});
  expect(verdict).toMatchObject({ kind: 'green', checks: [{ flake: { known: 'ledger', targetRuns: 0 } }] });
  expect(existsSync(`${order.gateWorktree}-target`)).toBe(false);
  const unknown = [
    { ...known, target: 0 },
    { ...known, check: 'other' },
    { ...known, title: 'other' },
  ];
  expect(await judge({ ...order, flakes: unknown }, {})).toMatchObject({ kind: 'flaky' });
});

test('red each time is red, after three runs of that test', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  repository.write({ 'lib.js': redOn(repository, 'lib', 'always') }, worktree);
  const verdict = await judge(gateOrder(repository, worktree, { checks: [unit, check('later', 'true')] }), {});
  expect(verdict).toMatchObject({ kind: 'red', checks: [{ outcome: 'red', flake: null }, { outcome: 'skipped' }] });
  expect(verdict.reasons).toMatchObject([{ kind: 'check', name: 'unit', exit: 1 }]);
  expect([runsOf(repository, 'lib'), runsOf(repository, 'beside')]).toEqual([3, 1]);
});

test('red on the target in the same way is not this work’s: said so, and found out once', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, redOn(repository, 'lib', 'always'));
  const evidence = remembered();
  const order = gateOrder(repository, worktree, { checks: [unit, check('later', 'true')], evidence });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'target-red', checks: [{ outcome: 'red' }, { outcome: 'skipped' }] });
  expect(verdict.reasons).toMatchObject([{ kind: 'target', target: 'main', name: 'unit', exit: 1 }]);
  expect(JSON.stringify(verdict.reasons)).toContain('red this time');
  expect(passed(verdict, ['flaky', 'unchecked'])).toBeUndefined();
  const before = runsOf(repository, 'lib');
  const other = repository.session('two');
  repository.write({ 'c.txt': 'c\n' }, other);
  expect(await judge({ ...order, worktree: other }, {})).toMatchObject({ kind: 'target-red' });
  // Three times on the second candidate, never again on the target.
  expect(runsOf(repository, 'lib') - before).toBe(3);
  // Work that repairs the target is green.
  repository.write({ 'lib.js': harmless }, other);
  expect(await judge({ ...order, worktree: other }, {})).toMatchObject({ kind: 'green' });
});

test('of two red tests only the work’s own one is its reason', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, redOn(repository, 'lib', 'always'));
  repository.write({ 'beside.js': redOn(repository, 'beside', 'always') }, worktree);
  const verdict = await judge(gateOrder(repository, worktree, { checks: [unit] }), {});
  expect(verdict).toMatchObject({ kind: 'red', reasons: [{ kind: 'check' }] });
  expect(JSON.stringify(verdict.reasons)).toContain("not this work's, red on main as well: test/lib.test.js > works");
});

test('a check whose words nobody understands is repeated whole, by the same rules', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  const counted = (name: string, reds: string): string =>
    `echo >> '${join(repository.folder, `count-${name}`)}'; n=$(wc -l < '${join(repository.folder, `count-${name}`)}'); case $n in ${reds}) echo "no $n"; exit 3;; esac`;
  const order = gateOrder(repository, worktree);
  const flaky = await judge({ ...order, checks: [check('odd', counted('odd', '1|3'))] }, {});
  expect(flaky).toMatchObject({ kind: 'green', checks: [{ outcome: 'flaky', flake: { tests: [], known: 'target' } }] });
  const fresh = await judge({ ...order, checks: [check('new', counted('new', '1'))] }, {});
  expect(fresh).toMatchObject({ kind: 'flaky', checks: [{ flake: { runs: 2, reds: 1, targetRuns: 3, known: null } }] });
  const same = await judge({ ...order, checks: [check('bad', counted('bad', '*'))] }, {});
  expect(same).toMatchObject({ kind: 'target-red', checks: [{ outcome: 'red' }] });
  expect(runsOf(repository, 'bad')).toBe(4);
  // The target's own complaint excuses no other one.
  const lint = `grep -l bad *.txt 2>/dev/null | sed 's/.*/\\0:1:1: error: bad/'; ! grep -q bad *.txt`;
  repository.commit({ 'a.txt': 'bad\n' });
  expect(await judge({ ...order, checks: [check('lint', lint)] }, {})).toMatchObject({ kind: 'target-red' });
  repository.write({ 'b.txt': 'bad\n' }, worktree);
  expect(await judge({ ...order, checks: [check('lint', lint)] }, {})).toMatchObject({ kind: 'red' });
});

test('a repeat that dies says nothing: red stays red, and nothing is blamed on the target', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, harmless);
  const flag = join(repository.folder, 'flag');
  const dies = check('dies', `[ -e '${flag}' ] && kill -9 $$; touch '${flag}'; exit 1`);
  const verdict = await judge(gateOrder(repository, worktree, { checks: [dies] }), {});
  expect(verdict).toMatchObject({ kind: 'red', notes: ['check dies did not run to its end when it was repeated'] });
});

test('the target’s own set-up is used there, and where it fails nobody is excused', async () => {
  await using repository = makeRepository();
  const worktree = withTests(repository, redOn(repository, 'lib', 'always'));
  repository.commit({ 'setup.sh': 'echo target > tool\n', '.gitignore': 'tool\n' });
  repository.git(['merge', '-q', 'main'], worktree);
  repository.write({ 'setup.sh': 'echo work > tool\n', 'package-lock.json': '{}' }, worktree);
  const order = gateOrder(repository, worktree, { setup: ['sh setup.sh'], checks: [unit] });
  expect(await judge(order, {})).toMatchObject({ kind: 'target-red' });
  expect(readFileSync(join(order.gateWorktree, 'tool'), 'utf8')).toBe('work\n');
  expect(readFileSync(join(`${order.gateWorktree}-target`, 'tool'), 'utf8')).toBe('target\n');
  const verdict = await judge({ ...order, setup: ['[ -e b.txt ]'] }, {});
  expect(verdict).toMatchObject({ kind: 'red', notes: ['main itself cannot be set up'] });
});

test('of several tests that flake only those are named that never do on the target', async () => {
  const [old, fresh] = [
    { file: 'a.test.js', title: 'old' },
    { file: 'a.test.js', title: 'fresh' },
  ];
  const mixed = { tests: [old, fresh], runs: 2, reds: 1 };
  const target = async () => ({ kind: 'ran', red: mixed.tests.slice(2) }) as const;
  expect((await settleMixed({ target, isKnown: ({ title }) => title === old.title }, mixed)).flake).toMatchObject({
    tests: [fresh],
    known: null,
  });
  const all = await settleMixed({ target, isKnown: () => true }, mixed);
  expect(all.flake).toMatchObject({ tests: [old, fresh], known: 'ledger' });
});
