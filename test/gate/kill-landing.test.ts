import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Verdict } from '../../src/core/verdict.ts';
import { recoverLanding } from '../../src/gate/landing/recover-landing.ts';
import { judged, locks } from '../kit/landing.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** When the process that lands is killed: before its k-th git starts, or when that has ended and nobody heard of it. */
type Moment = 'before' | 'after';

const child = new URL('../kit/landing-child.ts', import.meta.url).pathname;

/** Lands in a process whose git kills it at call `k`; 0 never does. Gives what it printed and how many calls it came to. */
function runChild(repository: TestRepository, k: number, moment: Moment = 'before'): { output: string; calls: number } {
  const bin = join(repository.folder, 'bin');
  const calls = join(repository.folder, 'calls');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(bin, { recursive: true });
  writeFileSync(calls, '');
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh
echo >> '${calls}'
n=$(wc -l < '${calls}')
[ $n -eq ${k} ] && [ ${moment} = before ] && { kill -9 $PPID; exit 1; }
'${real}' "$@"
status=$?
[ $n -eq ${k} ] && kill -9 $PPID
exit $status
`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  const args = [child, repository.root, join(repository.folder, 'verdict'), join(repository.folder, 'intent')];
  // What a killed process leaves in the temporary folder goes with the test's own.
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: repository.folder };
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (signal === null && status !== 0) throw new Error(stderr);
  return { output: stdout, calls: readFileSync(calls, 'utf8').length };
}

interface Scene {
  readonly repository: TestRepository;
  readonly verdict: Verdict;
  /** The person's own files, which no crash may change. */
  readonly own: () => unknown;
}

async function scene(): Promise<Scene> {
  const files = {
    'a.txt': 'a\n',
    'gone.txt': 'g\n',
    'run.sh': '#!\n',
    'dirty.txt': 'd\n',
    'staged.txt': 's\n',
    '.gitignore': '.env\n',
  };
  const repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.git(['rm', '--quiet', 'gone.txt'], worktree);
  repository.write({ 'a.txt': 'A\n', 'new/odd\nname': 'n\n' }, worktree);
  chmodSync(join(worktree, 'run.sh'), 0o755);
  const verdict = await judged(repository, worktree);
  writeFileSync(join(repository.folder, 'verdict'), JSON.stringify(verdict));
  repository.write({ 'staged.txt': 'staged\n' });
  repository.git(['add', 'staged.txt']);
  repository.write({ 'dirty.txt': 'dirty\n', 'staged.txt': 'and more\n', 'untracked.txt': 'u\n', '.env': 'SECRET\n' });
  const own = (): unknown => [
    ['dirty.txt', 'staged.txt', 'untracked.txt', '.env'].map((path) => repository.read(path)),
    repository.git(['show', ':staged.txt']),
    repository.git(['show', ':dirty.txt']),
    repository.git(['status', '--porcelain', 'dirty.txt', 'staged.txt', 'untracked.txt', '.env']),
    repository.status(worktree),
  ];
  return { repository, verdict, own };
}

const after = ' M dirty.txt\nMM staged.txt\n?? untracked.txt';

test('killed at any git call, and also while recovering, a landing ends landed once and whole', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const start = join(repository.folder, 'start');
  execFileSync('cp', ['-a', repository.root, start]);
  const mine = own();
  const whole = runChild(repository, 0);
  expect(JSON.parse(whole.output)).toEqual({ kind: 'landed', commit: verdict.candidate });
  expect(whole.calls).toBeGreaterThan(8);
  for (let k = 1; k <= whole.calls; k += 1) {
    for (const moment of ['before', 'after'] as const) {
      const where = `${moment} call ${k}`;
      rmSync(repository.root, { recursive: true });
      rmSync(join(repository.folder, 'intent'), { force: true });
      execFileSync('cp', ['-a', start, repository.root]);
      expect(runChild(repository, k, moment).output, where).toBe('');
      const target = repository.git(['rev-parse', 'main']);
      expect([verdict.target, verdict.candidate], where).toContain(target);
      expect(own(), where).toEqual(mine);
      // Of every second one the recovery is killed too, somewhere else each time; it may come to its end before.
      const again = moment === 'after' ? runChild(repository, 1 + ((k * 7) % whole.calls), moment).output : '';
      expect(own(), where).toEqual(mine);
      const end = again === '' ? runChild(repository, 0).output : again;
      expect(JSON.parse(end), where).toEqual({ kind: 'landed', commit: verdict.candidate });
      expect(repository.git(['rev-parse', 'main', 'main^']), where).toBe(`${verdict.candidate}\n${verdict.target}`);
      expect(own(), where).toEqual(mine);
      expect(repository.git(['status', '--porcelain']), where).toBe(after);
      expect(locks(repository), where).toEqual([]);
    }
  }
  expect(repository.git(['fsck', '--no-dangling'])).toBe('');
}, 600_000);

test('after a crash the person’s edit of a moved file is theirs: blocked, named and left alone', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { target: from, candidate: to } = verdict;
  const order = { root: repository.root, branch: 'main', from, to, checkouts: [repository.root], message: 'x' };
  repository.git(['read-tree', '-m', '-u', from, to]);
  repository.write({ 'a.txt': 'mine\n' });
  const mine = own();
  const blocked = { kind: 'blocked', why: expect.stringContaining('a.txt changed since') };
  expect(await recoverLanding(order)).toEqual(blocked);
  expect([repository.read('a.txt'), own()]).toEqual(['mine\n', mine]);
  repository.write({ 'a.txt': 'A\n' });
  expect(await recoverLanding(order)).toEqual({ kind: 'landed', commit: to });
  expect(await recoverLanding(order)).toEqual({ kind: 'landed', commit: to });
  expect(repository.git(['rev-list', '--count', `${from}..main`])).toBe('1');
});

test('a landing that never began, or only reached some files, is to be done again', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { target: from, candidate: to } = verdict;
  const order = { root: repository.root, branch: 'main', from, to, checkouts: [repository.root], message: 'x' };
  const mine = own();
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  repository.write({ 'a.txt': 'A\n', 'new/odd\nname': 'n\n' });
  chmodSync(join(repository.root, 'run.sh'), 0o755);
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  expect(repository.git(['status', '--porcelain'])).toBe(after);
  expect(own()).toEqual(mine);
  repository.write({ 'a.txt': 'mine\n' });
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  expect(repository.read('a.txt')).toBe('mine\n');
});

test('with one of two checkouts moved, both are before or both are after', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { target: from, candidate: to } = verdict;
  const second = join(repository.folder, 'second');
  repository.git(['worktree', 'add', '--quiet', '--force', second, 'main']);
  const checkouts = [repository.root, second];
  const order = { root: repository.root, branch: 'main', from, to, checkouts, message: 'x' };
  const mine = own();
  repository.git(['read-tree', '-m', '-u', from, to]);
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  expect(checkouts.map((path) => repository.read('a.txt', path))).toEqual(['a\n', 'a\n']);
  expect([repository.git(['status', '--porcelain']), repository.git(['status', '--porcelain'], second)]).toEqual([
    after,
    '',
  ]);
  for (const path of checkouts) repository.git(['read-tree', '-m', '-u', from, to], path);
  expect(await recoverLanding(order)).toEqual({ kind: 'landed', commit: to });
  expect(repository.git(['status', '--porcelain'], second)).toBe('');
  expect(own()).toEqual(mine);
});

test('a target that moved on meanwhile: outdated, and the files follow it', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { target: from, candidate: to } = verdict;
  const order = { root: repository.root, branch: 'main', from, to, checkouts: [repository.root], message: 'x' };
  repository.git(['read-tree', '-m', '-u', from, to]);
  const elsewhere = repository.commit({ 'other.txt': 'o\n' }, repository.session('two'));
  repository.git(['update-ref', 'refs/heads/main', elsewhere]);
  expect(await recoverLanding(order)).toEqual({ kind: 'outdated', target: elsewhere });
  expect(repository.git(['status', '--porcelain'])).toBe(after);
  expect([repository.read('a.txt'), repository.read('other.txt')]).toEqual(['a\n', 'o\n']);
  expect(own()).toBeTruthy();
});

test('the lock that a killed git left goes; one of a git at work is named with what to do, and nothing moves', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { root } = repository;
  const { target: from, candidate: to } = verdict;
  const order = { root, branch: 'main', from, to, checkouts: [root], message: 'x' };
  const mine = own();
  repository.write({ '.git/index.lock': '' });
  // Waits for its input for ever, as one that waits for an editor.
  const busy = spawn('git', ['hash-object', '--stdin'], { cwd: root, stdio: ['pipe', 'ignore', 'ignore'] });
  try {
    await once(busy, 'spawn');
    expect(await recoverLanding(order)).toEqual({
      kind: 'blocked',
      why: expect.stringMatching(/index\.lock.*remove the file when none runs/),
    });
  } finally {
    busy.kill('SIGKILL');
  }
  await once(busy, 'close');
  expect(own()).toEqual(mine);
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  expect(locks(repository)).toEqual([]);
});

test('files that a killed git has half-written are ours: put back, or finished when the index has moved', async () => {
  const { repository, verdict, own } = await scene();
  await using _ = repository;
  const { root, git } = repository;
  const { target: from, candidate: to } = verdict;
  const order = { root, branch: 'main', from, to, checkouts: [root], message: 'x' };
  const mine = own();
  repository.write({ 'a.txt': '', 'new/odd\nname': '' });
  rmSync(join(root, 'run.sh'));
  expect(await recoverLanding({ ...order, checkouts: [] })).toEqual({ kind: 'redo' });
  expect(repository.read('a.txt')).toBe('');
  expect(await recoverLanding(order)).toEqual({ kind: 'redo' });
  expect(git(['status', '--porcelain'])).toBe(after);
  expect(own()).toEqual(mine);
  git(['read-tree', '-m', '-u', from, to]);
  repository.write({ 'a.txt': '', 'new/odd\nname': 'n' });
  chmodSync(join(root, 'run.sh'), 0o644);
  expect(await recoverLanding(order)).toEqual({ kind: 'landed', commit: to });
  expect(git(['status', '--porcelain'])).toBe(after);
  expect(own()).toEqual(mine);
});
