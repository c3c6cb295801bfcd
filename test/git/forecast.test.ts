import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Forecaster, type ForecastWork } from '../../src/git/forecast/forecast.ts';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, line) => `${line}\n`).join('');

function forecasterOf(repository: TestRepository) {
  const folder = join(repository.folder, 'state:1', 'forecast');
  const forecaster = new Forecaster({ root: repository.root, folder });
  const look = async (...works: ForecastWork[]) =>
    await forecaster.forecast({ target: repository.git(['rev-parse', 'main']), style: 'squash', works });
  return { forecaster, folder, look };
}

const all = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted() : [];

test('uncommitted and untracked work counts; the repository, the indexes and the refs stay as they are', async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9), 'b.txt': lines(9) } });
  const [one, two] = [repository.session('one'), repository.session('two')];
  repository.write({ 'a.txt': lines(9).replace('4', 'one'), 'new.txt': 'one\n' }, one);
  repository.write({ 'a.txt': lines(9).replace('4', 'two'), 'new.txt': 'two\n', 'b.txt': 'all new\n' }, two);
  const git = join(repository.root, '.git');
  const state = () => [all(git), repository.status(one), repository.git(['for-each-ref'])];
  const before = state();
  const index = readFileSync(join(git, 'worktrees/session-one/index'));
  const { forecaster, folder, look } = forecasterOf(repository);
  const works = [
    { id: 1, worktree: one, stirred: true },
    { id: 2, worktree: two, stirred: true },
  ];
  const seen = await look(...works);
  expect(seen.pairs).toEqual([{ works: [1, 2], files: ['a.txt', 'new.txt'] }]);
  expect([seen.target, seen.unknown]).toEqual([new Map(), new Map()]);
  expect(state()).toEqual(before);
  expect(readFileSync(join(git, 'worktrees/session-one/index'))).toEqual(index);
  // However often it looks, only what is there now is kept.
  const size = all(folder).length;
  for (let time = 0; time < 3; time += 1) await look(...works);
  expect(all(folder).length).toBe(size);
  await look();
  expect(all(folder)).toEqual([]);
  await forecaster.close();
  expect(existsSync(folder)).toBe(false);
  expect(state()).toEqual(before);
});

test('a conflict with the target is said once, and not again of each pair', async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9), 'b.txt': lines(9) } });
  const [one, two] = [repository.session('one'), repository.session('two')];
  repository.commit({ 'a.txt': lines(9).replace('4', 'target') });
  repository.write({ 'a.txt': lines(9).replace('4', 'one'), 'b.txt': lines(9).replace('4', 'one') }, one);
  repository.write({ 'a.txt': lines(9).replace('4', 'two'), 'b.txt': lines(9).replace('4', 'two') }, two);
  const seen = await forecasterOf(repository).look(
    { id: 1, worktree: one, stirred: true },
    { id: 2, worktree: two, stirred: true },
  );
  expect(seen.target).toEqual(
    new Map([
      [1, ['a.txt']],
      [2, ['a.txt']],
    ]),
  );
  expect(seen.pairs).toEqual([]);
});

test('in the middle of a merge nothing is known; foreign history has nothing in common', async () => {
  await using repository = makeRepository();
  const [one, two] = [repository.session('one'), repository.session('two')];
  repository.commit({ 'a.txt': 'target\n' });
  repository.commit({ 'a.txt': 'mine\n' }, one);
  expect(() => repository.git(['merge', 'main'], one)).toThrow();
  repository.git(['checkout', '--quiet', '--orphan', 'foreign'], two);
  repository.commit({ 'a.txt': 'foreign\n' }, two);
  const { look } = forecasterOf(repository);
  const works = [
    { id: 1, worktree: one, stirred: true },
    { id: 2, worktree: two, stirred: true },
  ];
  const seen = await look(...works);
  expect(seen.unknown).toEqual(
    new Map([
      [1, 'a merge is not finished: resolve a.txt'],
      [2, 'its HEAD has no commit in common with the target'],
    ]),
  );
  expect([seen.pairs, seen.target.size]).toEqual([[], 0]);
  repository.git(['merge', '--abort'], one);
  expect((await look(...works)).target).toEqual(new Map([[1, ['a.txt']]]));
});

test('handed-in work counts as it was judged; only what stirred is read again', async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9) } });
  const [one, two] = [repository.session('one'), repository.session('two')];
  repository.write({ 'a.txt': lines(9).replace('4', 'judged') }, one);
  const judged = await takeSnapshot({ root: repository.root, worktree: one, id: 1, at: 0 });
  if (judged.kind === 'refused') throw new Error(judged.why);
  repository.write({ 'a.txt': lines(9) }, one);
  repository.write({ 'a.txt': lines(9).replace('4', 'two') }, two);
  const { look } = forecasterOf(repository);
  const works = (stirred: boolean): ForecastWork[] => [
    { id: 1, worktree: one, snapshot: judged.commit, stirred: true },
    { id: 2, worktree: two, stirred },
  ];
  const clash = [{ works: [1, 2], files: ['a.txt'] }];
  expect((await look(...works(true))).pairs).toEqual(clash);
  repository.write({ 'a.txt': lines(9) }, two);
  expect((await look(...works(false))).pairs).toEqual(clash);
  expect((await look(...works(true))).pairs).toEqual([]);
});

test("the person's own changes in the target's checkout are work like any other", async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9) } });
  const one = repository.session('one');
  repository.write({ 'a.txt': lines(9).replace('4', 'one') }, one);
  const { look } = forecasterOf(repository);
  const works: ForecastWork[] = [
    { id: 'you', worktree: repository.root, stirred: true },
    { id: 1, worktree: one, stirred: true },
  ];
  expect((await look(...works)).pairs).toEqual([]);
  repository.write({ 'a.txt': lines(9).replace('4', 'mine') });
  expect((await look(...works)).pairs).toEqual([{ works: ['you', 1], files: ['a.txt'] }]);
});

test('which one lands first can matter: either order that conflicts is told', async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9) } });
  const [early, late] = [repository.session('early'), repository.session('late')];
  // The target made the same change as the early one; the late one goes on from there.
  repository.write({ 'a.txt': lines(9).replace('4', 'same') }, early);
  repository.commit({ 'a.txt': lines(9).replace('4', 'same') });
  repository.git(['reset', '--quiet', '--hard', 'main'], late);
  repository.write({ 'a.txt': lines(9).replace('4', 'further') }, late);
  const seen = await forecasterOf(repository).look(
    { id: 1, worktree: early, stirred: true },
    { id: 2, worktree: late, stirred: true },
  );
  expect(seen.target.size).toBe(0);
  expect(seen.pairs).toEqual([{ works: [1, 2], files: ['a.txt'] }]);
});

test('works that meet in no path can be in conflict all the same', async () => {
  await using repository = makeRepository({
    files: { 'src/one.txt': lines(9), 'src/two.txt': lines(8), 'other.txt': lines(7) },
  });
  const [mover, adder, other] = [repository.session('mover'), repository.session('adder'), repository.session('other')];
  renameSync(join(mover, 'src'), join(mover, 'lib'));
  repository.write({ new: 'a file\n' }, mover);
  repository.write({ 'src/three.txt': 'new\n' }, adder);
  repository.write({ 'new/inner.txt': 'in a folder\n' }, other);
  const seen = await forecasterOf(repository).look(
    { id: 1, worktree: mover, stirred: true },
    { id: 2, worktree: adder, stirred: true },
    { id: 3, worktree: other, stirred: true },
  );
  expect(seen.pairs).toEqual([
    { works: [1, 2], files: ['lib/three.txt'] },
    { works: [1, 3], files: ['new'] },
  ]);
});

test('a git that merges one pair at a time says the same', async () => {
  await using repository = makeRepository({ files: { 'a.txt': lines(9), 'b.txt': lines(9) } });
  const [one, two] = [repository.session('one'), repository.session('two')];
  repository.commit({ 'b.txt': lines(9).replace('4', 'target') });
  repository.write({ 'a.txt': lines(9).replace('4', 'one'), 'b.txt': lines(9).replace('4', 'one') }, one);
  repository.write({ 'a.txt': lines(9).replace('4', 'two') }, two);
  const works = [
    { id: 1, worktree: one, stirred: true },
    { id: 2, worktree: two, stirred: true },
  ];
  const now = await forecasterOf(repository).look(...works);
  expect([now.target, now.pairs]).toEqual([new Map([[1, ['b.txt']]]), [{ works: [1, 2], files: ['a.txt'] }]]);
  const path = process.env['PATH'] ?? '';
  const old = join(repository.folder, 'old');
  mkdirSync(old);
  const noted = join(repository.folder, 'refused');
  const script = `#!/bin/sh
for word; do [ "$word" = --stdin ] && merges=$merges+; [ "$word" = merge-tree ] && merges=$merges-; done
case "$merges" in -+) echo old > '${noted}'; echo 'error: unknown option' >&2; exit 129;; esac
PATH='${path}' exec git "$@"\n`;
  writeFileSync(join(old, 'git'), script);
  chmodSync(join(old, 'git'), 0o755);
  process.env['PATH'] = `${old}:${path}`;
  try {
    expect(await forecasterOf(repository).look(...works)).toEqual(now);
    expect(existsSync(noted)).toBe(true);
  } finally {
    process.env['PATH'] = path;
  }
});

test('what a killed daemon left is removed at the first look', async () => {
  await using repository = makeRepository();
  const { folder, look } = forecasterOf(repository);
  mkdirSync(join(folder, 'objects-old/12'), { recursive: true });
  await look();
  expect(all(folder)).toEqual([]);
});
