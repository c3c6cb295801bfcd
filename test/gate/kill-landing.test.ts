import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { recoverLanding } from '../../src/gate/landing/recover-landing.ts';
import { type Blow, CrashScene, type Fall } from '../kit/landing-crash.ts';
import { judged, locks } from '../kit/landing.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';
import { dice } from '../stress/dice.ts';

interface Scene {
  readonly repository: TestRepository;
  readonly verdict: Verdict;
  /** The person's own files, which no crash may change. */
  readonly own: () => unknown;
}

async function makeScene(): Promise<Scene> {
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

/** Brings a landing down, recovers it, killing some of the recoveries too, and has git tell what is wrong. */
async function bringDown(scene: CrashScene, blows: readonly Blow[]): Promise<void> {
  scene.reset();
  let fall: Fall | undefined;
  const where = JSON.stringify(blows);
  // Each later blow hits the recovery; what is left of it is then left alone.
  for (const blow of [...blows, ...Array.from({ length: 4 }, (): Blow => ({ kind: 'none' }))]) {
    fall = await scene.land(blow);
    expect(scene.wrongInBetween(), where).toEqual([]);
    if (fall.output.startsWith('{"kind":"landed"')) break;
    scene.wait();
  }
  expect(JSON.parse(fall?.output ?? ''), where).toEqual({ kind: 'landed', commit: scene.verdict.candidate });
  expect(scene.wrongInTheEnd(), where).toEqual([]);
}

test('killed at any git call, and also while recovering, a landing ends landed once and whole', async () => {
  await using scene = await CrashScene.make('squash');
  const whole = await scene.land({ kind: 'call', k: 0, moment: 'before' });
  expect(JSON.parse(whole.output)).toEqual({ kind: 'landed', commit: scene.verdict.candidate });
  expect(whole.counted).toBeGreaterThan(10);
  expect(scene.wrongInTheEnd()).toEqual([]);
  for (let k = 1; k <= whole.counted; k += 1) {
    const again: Blow = { kind: 'call', k: 1 + ((k * 7) % whole.counted), moment: 'after' };
    await bringDown(scene, [
      { kind: 'call', k, moment: k % 2 === 0 ? 'after' : 'before' },
      ...(k % 3 === 0 ? [again] : []),
    ]);
  }
}, 600_000);

test.each(['merge', 'rebase'] as const)(
  '%s: killed with all of its git at random moments, it ends landed once and whole',
  async (style) => {
    await using scene = await CrashScene.make(style);
    const { ms } = await scene.land({ kind: 'none' });
    const roll = dice(style.length);
    const blow = (): Blow => ({ kind: 'time', ms: ms * (0.3 + 0.7 * roll()) });
    for (let round = 0; round < 8; round += 1) await bringDown(scene, round % 2 === 0 ? [blow()] : [blow(), blow()]);
  },
  600_000,
);

test('after a crash the person’s edit of a moved file is theirs: blocked, named and left alone', async () => {
  const { repository, verdict, own } = await makeScene();
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
  const { repository, verdict, own } = await makeScene();
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
  const { repository, verdict, own } = await makeScene();
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
  const { repository, verdict, own } = await makeScene();
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
  const { repository, verdict, own } = await makeScene();
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
  const { repository, verdict, own } = await makeScene();
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
