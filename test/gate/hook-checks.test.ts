import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCandidate } from '../../src/git/candidate.ts';
import { type HookFindings, hookChecks, hooksFor } from '../../src/gate/landing/hook-checks.ts';
import { checkOutCandidate } from '../../src/gate/slot/gate-worktree.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** Puts a hook into a folder of the repository, `.git/hooks` if none is named. */
function hook(repository: TestRepository, name: string, lines: readonly string[]): void {
  const path = join(repository.root, name.includes('/') ? name : `.git/hooks/${name}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

interface Ran extends HookFindings {
  readonly first: string;
  readonly slot: string;
}

/** Runs the hooks on a session's commit as the gate does. */
async function run(
  repository: TestRepository,
  { style = 'squash', files = { 'b.txt': 'b\n' } }: { style?: 'merge' | 'squash' | 'rebase'; files?: object } = {},
): Promise<Ran> {
  const worktree = repository.session('one');
  repository.write({ ...files }, worktree);
  repository.git(['add', '--all'], worktree);
  repository.git(['-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'work'], worktree);
  const snapshot = repository.git(['rev-parse', 'HEAD'], worktree);
  const target = repository.git(['rev-parse', 'main']);
  const { root } = repository;
  const author = { name: 'Ada Example', email: 'ada@example.com' };
  const merge = { root, id: 3, target, snapshot, style, message: 'Land it\n\nWhy.', author, atMs: 1_700_000_000_000 };
  const built = await buildCandidate(merge);
  if (built.kind !== 'clean') throw new Error(built.kind);
  const slot = join(repository.folder, 'gates', "slot 'one'");
  await checkOutCandidate({ root, path: slot }, built.commit);
  const env = { PATH: process.env['PATH'] ?? '', GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' };
  const order = { merge, candidate: built.commit, gateWorktree: slot, env, logDir: join(repository.folder, 'logs') };
  return { ...(await hookChecks(order, {})), first: built.commit, slot };
}

test('without hooks nothing runs', async () => {
  await using repository = makeRepository();
  expect(await hooksFor({ root: repository.root, target: 'HEAD', style: 'squash' })).toEqual([]);
  const ran = await run(repository);
  expect(ran).toMatchObject({ results: [], notes: [], candidate: ran.first });
});

test.each(['squash', 'rebase', 'merge'] as const)(
  '%s: the hook sees the candidate staged on the target, as in a commit by hand',
  async (style) => {
    await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'gone.txt': 'g\n' } });
    const name = style === 'merge' ? 'pre-merge-commit' : 'pre-commit';
    const other = style === 'merge' ? 'pre-commit' : 'pre-merge-commit';
    hook(repository, name, ['git rev-parse HEAD', 'git diff --cached --name-status', 'git status --porcelain', 'pwd']);
    hook(repository, other, ['exit 1']);
    const ran = await run(repository, { style });
    const head = repository.git(['rev-parse', 'main']);
    expect(ran.results).toMatchObject([
      { name: `hook ${name}`, outcome: 'green', tail: `${head}\nA\tb.txt\nA  b.txt\n${ran.slot}` },
    ]);
    expect([ran.notes, ran.candidate]).toEqual([[], ran.first]);
    expect(repository.git(['rev-parse', 'HEAD'], ran.slot)).toBe(ran.first);
    expect(repository.git(['status', '--porcelain'], ran.slot)).toBe('');
  },
);

test('a hook that fails is red with its output, and the next does not run', async () => {
  await using repository = makeRepository();
  hook(repository, 'pre-commit', ['echo no tabs please', 'exit 3']);
  hook(repository, 'commit-msg', ['echo never']);
  const ran = await run(repository);
  expect(ran.results).toMatchObject([
    { name: 'hook pre-commit', outcome: 'red', exit: 3, tail: expect.stringContaining('no tabs please') },
  ]);
  expect(repository.git(['rev-parse', 'HEAD'], ran.slot)).toBe(ran.first);
});

test('what a hook changes is put back and noted', async () => {
  await using repository = makeRepository();
  hook(repository, 'pre-commit', ['echo formatted > b.txt', 'echo other > a.txt', 'git add b.txt']);
  const ran = await run(repository);
  expect(ran).toMatchObject({
    results: [{ outcome: 'green' }],
    notes: ['the hook pre-commit changed files of the work; they were put back'],
    candidate: ran.first,
  });
  expect([repository.read('b.txt', ran.slot), repository.read('a.txt', ran.slot)]).toEqual(['b\n', 'one\n']);
  expect(repository.git(['status', '--porcelain'], ran.slot)).toBe('');
});

test.each(['squash', 'merge'] as const)('%s: commit-msg edits the message, or refuses it', async (style) => {
  await using repository = makeRepository();
  hook(repository, 'commit-msg', [
    'grep -q "Land it" "$1" || exit 1',
    'echo "Change-Id: I123" >> "$1"',
    '[ ! -e "$(git rev-parse --git-path MERGE_HEAD)" ] || echo "merging $(cat "$(git rev-parse --git-path MERGE_HEAD)")"',
  ]);
  const ran = await run(repository, { style });
  expect(ran).toMatchObject({ results: [{ name: 'hook commit-msg', outcome: 'green' }] });
  expect(ran.results[0]?.tail.startsWith('merging')).toBe(style === 'merge');
  expect(ran.candidate).not.toBe(ran.first);
  expect(repository.git(['show', '-s', '--format=%B', ran.candidate])).toBe('Land it\n\nWhy.\nChange-Id: I123\n');
  const shape = (commit: string): string => repository.git(['show', '-s', '--format=%T %P %an %at', commit]);
  expect(shape(ran.candidate)).toBe(shape(ran.first));
  expect(repository.git(['rev-parse', 'HEAD'], ran.slot)).toBe(ran.candidate);
  expect(repository.git(['rev-parse', 'refs/signalbox/items/3/cand'])).toBe(ran.candidate);
});

test.each([
  ['refuses', 'echo say why; exit 1', 'say why'],
  ['empties', ': > "$1"', '[it left the message empty]'],
])('commit-msg that %s the message is red', async (_what, line, tail) => {
  await using repository = makeRepository();
  hook(repository, 'commit-msg', [line]);
  const ran = await run(repository);
  expect(ran.results).toMatchObject([{ outcome: 'red', tail: expect.stringContaining(tail) }]);
  expect(ran.candidate).toBe(ran.first);
});

test('rebase: the messages of the agent’s own commits are asked of nobody', async () => {
  await using repository = makeRepository();
  hook(repository, 'commit-msg', ['exit 1']);
  expect(await run(repository, { style: 'rebase' })).toMatchObject({ results: [] });
});

test('hooks among the tracked files are the target’s, with what lies beside them untracked', async () => {
  await using repository = makeRepository();
  hook(repository, '.husky/pre-commit', ['echo of the target']);
  hook(repository, '.husky/_/pre-commit', ['. "$(dirname "$0")/common"']);
  repository.write({
    '.husky/_/common': 'sh "$(dirname "$(dirname "$0")")/pre-commit"\n',
    '.husky/_/.gitignore': '*\n',
  });
  repository.git(['add', '.husky']);
  repository.git(['commit', '--quiet', '-m', 'husky']);
  repository.git(['config', 'core.hooksPath', '.husky/_']);
  // Neither the candidate's nor what the person has not committed.
  hook(repository, '.husky/pre-commit', ['echo not committed']);
  const files = { 'b.txt': 'b\n', '.husky/pre-commit': '#!/bin/sh\necho of the candidate\n' };
  const ran = await run(repository, { files });
  expect(ran.results).toMatchObject([{ outcome: 'green', tail: 'of the target' }]);
  repository.git(['config', 'core.hooksPath', join(repository.root, '.husky')]);
  expect(await hooksFor({ root: repository.root, target: 'main', style: 'squash' })).toEqual(['pre-commit']);
});

test('a configured folder elsewhere and one in the home are found; a file that cannot be executed is no hook', async () => {
  await using repository = makeRepository();
  hook(repository, '../home/my hooks/pre-commit', ['echo mine']);
  repository.configure({ 'core.hooksPath': '~/my hooks' });
  expect((await run(repository)).results).toMatchObject([{ outcome: 'green', tail: 'mine' }]);
  chmodSync(join(repository.folder, 'home/my hooks/pre-commit'), 0o644);
  expect(await hooksFor({ root: repository.root, target: 'main', style: 'squash' })).toEqual([]);
});
