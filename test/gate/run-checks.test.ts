import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skipped } from '../../src/gate/checks/check.ts';
import { heldEvidence, surroundings } from '../../src/gate/checks/evidence.ts';
import { judge } from '../../src/gate/judge.ts';
import { remembered } from '../kit/counted-test.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { isRunning } from '../kit/is-running.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const beside = (name: string, run: string) => ({ ...check(name, run), parallel: true });

/** A pipe between processes of the test: who writes waits for who reads. */
function pipe(repository: TestRepository, name: string): string {
  const path = join(repository.folder, name);
  execFileSync('mkfifo', [path]);
  return `'${path}'`;
}

function withWork(repository: TestRepository): string {
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  return worktree;
}

test('neighbours that may run at once do, each with its own name and log; the others wait for them', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const [there, back] = [pipe(repository, 'there'), pipe(repository, 'back')];
  const checks = [
    // Each of the two needs the other to be running.
    beside('one', `echo $SIGNALBOX_CHECK > ${there}; read -r name < ${back}; echo "met $name"; touch both`),
    beside('two', `read -r name < ${there}; echo $SIGNALBOX_CHECK > ${back}; echo "met $name"`),
    check('after', 'ls both'),
  ];
  const told: string[] = [];
  const order = gateOrder(repository, worktree, { checks });
  const verdict = await judge(order, { progress: (text) => void told.push(text) });
  expect(verdict.checks.map(({ outcome, tail }) => [outcome, tail])).toEqual([
    ['green', 'met two'],
    ['green', 'met one'],
    ['green', 'both'],
  ]);
  expect(new Set(verdict.checks.map(({ log }) => log)).size).toBe(3);
  expect(told.slice(-2)).toEqual(['one, two', 'after']);
});

test('the first red one ends its neighbours, with all that they started, and the rest is skipped', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const ready = pipe(repository, 'ready');
  const pid = join(repository.folder, 'pid');
  const red = `[ -e '${pid}' ] || read -r _ < ${ready}; [ ! -e b.txt ]`;
  const checks = [
    beside('bad', red),
    beside('long', `sleep 600 & echo $! > '${pid}'; echo on > ${ready}; wait`),
    beside('later', 'sleep 600'),
    check('last', 'true'),
  ];
  const verdict = await judge(gateOrder(repository, worktree, { checks }), {});
  expect(verdict).toMatchObject({ kind: 'red', reasons: [{ kind: 'check', name: 'bad' }] });
  expect(verdict.checks.map(({ outcome }) => outcome)).toEqual(['red', 'skipped', 'skipped', 'skipped']);
  expect(isRunning(readFileSync(pid, 'utf8').trim())).toBe(false);
});

test('what was ended for a failure that turned out to be a flake is run after all', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const ready = pipe(repository, 'ready');
  const flag = join(repository.folder, 'flag');
  const checks = [
    beside('flaky', `[ -e '${flag}' ] || { read -r _ < ${ready}; touch '${flag}'; exit 1; }`),
    beside('long', `[ -e '${flag}' ] || { echo on > ${ready}; sleep 600; }`),
  ];
  const verdict = await judge(gateOrder(repository, worktree, { checks }), {});
  expect(verdict).toMatchObject({ kind: 'flaky', checks: [{ outcome: 'flaky' }, { outcome: 'green' }] });
});

test('aborted, all that run at once end', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const stop = new AbortController();
  const pids = join(repository.folder, 'pids');
  const started = `echo $$ >> '${pids}'; [ $(wc -l < '${pids}') -lt 2 ] || kill -USR1 ${process.pid}; sleep 600`;
  process.once('SIGUSR1', () => stop.abort());
  const order = gateOrder(repository, worktree, { checks: [beside('one', started), beside('two', started)] });
  await expect(judge(order, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  const seen = readFileSync(pids, 'utf8').trim().split('\n');
  expect(seen).toHaveLength(2);
  expect(seen.filter(isRunning)).toEqual([]);
});

test('green on the same content is not run again; red, another content, command or environment is', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const count = join(repository.folder, 'count');
  const runs = (): number => (existsSync(count) ? readFileSync(count, 'utf8').length : 0);
  const evidence = remembered();
  const ok = check('ok', `printf . >> '${count}'`);
  const order = gateOrder(repository, worktree, { checks: [ok], evidence });
  const first = await judge(order, {});
  // Another commit of the same tree.
  const later = { ...order, message: 'Another message', now: () => 1_800_000_000_000 };
  const second = await judge(later, {});
  expect(second.candidate).not.toBe(first.candidate);
  expect(second.checks).toEqual([{ ...first.checks[0], reused: true }]);
  expect(runs()).toBe(1);
  await judge({ ...later, env: { ...order.env, SIGNALBOX_PORT: '4000', TERM: 'dumb' } }, {});
  expect(runs()).toBe(1);
  const others = [
    { ...later, env: { ...order.env, NODE_ENV: 'test' } },
    { ...later, checks: [{ ...ok, run: `${ok.run} ` }] },
    { ...later, checks: [{ ...ok, timeoutMs: 1 + ok.timeoutMs }] },
    { ...later, setup: ['true'] },
  ];
  for (const [at, other] of others.entries()) {
    expect((await judge(other, {})).checks[0]?.reused).toBe(false);
    expect(runs()).toBe(2 + at);
  }
  const exact = { ...order, checks: [{ ...ok, commitExact: true }] };
  await judge(exact, {});
  expect((await judge(exact, {})).checks[0]?.reused).toBe(true);
  expect((await judge({ ...exact, message: 'Another message' }, {})).checks[0]?.reused).toBe(false);
  repository.write({ 'b.txt': 'other\n' }, worktree);
  expect((await judge(order, {})).checks[0]?.reused).toBe(false);
  // A log that is gone could not be read in the review.
  const [result] = (await judge(order, {})).checks;
  expect(result?.reused).toBe(true);
  rmSync(result?.log ?? '');
  expect((await judge(order, {})).checks[0]?.reused).toBe(false);
  const bad = check('bad', `printf . >> '${count}'; [ ! -e b.txt ]`);
  for (let round = 0; round < 2; round += 1) {
    const before = runs();
    expect(await judge({ ...order, checks: [bad] }, {})).toMatchObject({ kind: 'red' });
    expect(runs() - before).toBeGreaterThanOrEqual(3);
  }
});

test('what a check depends on besides the tree: tools, variables, files that were brought', async () => {
  await using repository = makeRepository({ files: { 'bin/node': '1', '.env': 'A=1' } });
  const env = { PATH: join(repository.root, 'bin'), A: '1' };
  const commands = [`cd a && mytool --check; "${join(repository.root, 'outside.sh')}"`];
  const order = { setup: 'x', env, brought: [join(repository.root, '.env')], commands };
  const before = await surroundings(order);
  expect(await surroundings({ ...order, env: { ...env, SSH_TTY: '/dev/x', TMUX: '1' } })).toBe(before);
  expect(await surroundings({ ...order, env: { ...env, A: '2' } })).not.toBe(before);
  expect(await surroundings({ ...order, setup: 'y' })).not.toBe(before);
  repository.write({ '.env': 'A=22' });
  const changed = await surroundings(order);
  expect(changed).not.toBe(before);
  repository.write({ 'bin/node': '22' });
  const renewed = await surroundings(order);
  expect(renewed).not.toBe(changed);
  repository.write({ 'bin/mytool': '1' });
  const more = await surroundings(order);
  expect(more).not.toBe(renewed);
  repository.write({ 'outside.sh': '1' });
  expect(await surroundings(order)).not.toBe(more);
});

test('what a check leaves running outside of its process group is gone before the next one', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const pid = join(repository.folder, 'pid');
  const checks = [
    check('leaves', `setsid sh -c 'echo $$ > "${pid}"; exec sleep 600' & while [ ! -s '${pid}' ]; do sleep 0.02; done`),
    check('next', `! grep -q sleep /proc/$(cat '${pid}')/cmdline`),
  ];
  const { env } = gateOrder(repository, worktree);
  const order = gateOrder(repository, worktree, { checks, env: { ...env, SIGNALBOX_RUN: repository.folder } });
  expect((await judge(order, {})).checks.map(({ outcome }) => outcome)).toEqual(['green', 'green']);
  expect(isRunning(readFileSync(pid, 'utf8').trim())).toBe(false);
});

test('a check that commits does not change what the next one sees', async () => {
  await using repository = makeRepository();
  const worktree = withWork(repository);
  const commits = 'echo other > b.txt && git -c user.name=c -c user.email=c@x commit -qam changed';
  const checks = [check('commits', commits), check('next', 'cat b.txt')];
  const order = gateOrder(repository, worktree, { checks });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'green', checks: [{ outcome: 'green' }, { tail: 'b' }] });
  expect(verdict.notes).toContain('check commits changed tracked files; they were put back');
  expect(repository.git(['rev-parse', 'HEAD'], order.gateWorktree)).toBe(verdict.candidate);
});

test('a report says which tests ran; one of an earlier run is not taken for it', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'x', '.gitignore': 'out\n' } });
  const worktree = withWork(repository);
  const xml = '<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>';
  const report = { ...check('unit', `mkdir -p out; echo '${xml}' > out/junit.xml`), report: 'out/junit.xml' };
  const order = gateOrder(repository, worktree, { checks: [report] });
  expect((await judge(order, {})).checks[0]?.tests).toEqual({ executed: 1, skipped: 1, failed: [] });
  const silent = await judge({ ...order, checks: [{ ...report, run: 'true' }] }, {});
  expect(silent).toMatchObject({ kind: 'green', checks: [{ tests: null }] });
  expect(silent.notes).toEqual(['check unit: the report out/junit.xml says nothing: it was not written']);
});

test('results are held back until nothing is known to have misled the gate', () => {
  const kept = remembered();
  const held = heldEvidence(kept);
  const result = skipped(check('one', 'true'));
  held.keep('a', result);
  expect([held.find('a'), kept.find('a')]).toEqual([result, null]);
  held.release();
  expect(kept.find('a')).toEqual(result);
});
