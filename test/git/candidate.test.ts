import { expect, test } from 'vitest';
import { buildCandidate, landingAuthor } from '../../src/git/candidate.ts';
import { landedAsRef, landedRef, setRef } from '../../src/git/plumbing/refs.ts';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

type Order = Parameters<typeof buildCandidate>[0];

function order(repository: TestRepository, more: Pick<Order, 'target' | 'snapshot'> & Partial<Order>): Order {
  const author = { name: 'Ada Example', email: 'ada@example.com' };
  return {
    root: repository.root,
    id: 3,
    style: 'squash',
    message: 'Add b\n\nBecause.',
    author,
    atMs: 1_700_000_000_000,
    ...more,
  };
}

test('a clean merge is a commit on the target, the same each time, without any checkout', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const snapshot = repository.commit({ 'b.txt': 'b\n' }, worktree);
  const target = repository.commit({ 'c.txt': 'c\n' });
  const before = repository.status();
  const squash = await buildCandidate(order(repository, { target, snapshot }));
  const merge = await buildCandidate(order(repository, { target, snapshot, style: 'merge' }));
  if (squash.kind !== 'clean' || merge.kind !== 'clean') throw new Error('not clean');
  expect(await buildCandidate(order(repository, { target, snapshot }))).toEqual(squash);
  expect(merge.tree).toBe(squash.tree);
  const show = (format: string, commit: string): string => repository.git(['show', '-s', `--format=${format}`, commit]);
  expect(show('%P', squash.commit)).toBe(target);
  expect(show('%P', merge.commit)).toBe(`${target} ${snapshot}`);
  expect(show('%an <%ae> %at|%cn|%B', squash.commit)).toBe(
    'Ada Example <ada@example.com> 1700000000|Ada Example|Add b\n\nBecause.\n',
  );
  expect(repository.git(['rev-parse', 'refs/signalbox/items/3/cand'])).toBe(squash.commit);
  expect(repository.status()).toBe(before);
});

test('conflicting files are named, however odd, and nothing is kept', async () => {
  await using repository = makeRepository({ files: { 'a b\n.txt': '1\n', '-x': '1\n' } });
  repository.configure({ 'merge.conflictStyle': 'diff3', 'core.quotePath': 'true' });
  const worktree = repository.session('one');
  const snapshot = repository.commit({ 'a b\n.txt': '2\n', '-x': '2\n' }, worktree);
  const target = repository.commit({ 'a b\n.txt': '3\n', '-x': '3\n' });
  const candidate = await buildCandidate(order(repository, { target, snapshot }));
  expect(candidate).toEqual({ kind: 'conflict', files: ['-x', 'a b\n.txt'] });
  expect(repository.git(['for-each-ref', 'refs/signalbox'])).toBe('');
});

test('histories without a common commit are told apart from a conflict', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.git(['checkout', '--quiet', '--orphan', 'other'], worktree);
  const snapshot = repository.commit({ 'b.txt': 'b\n' }, worktree);
  const target = repository.git(['rev-parse', 'main']);
  expect(await buildCandidate(order(repository, { target, snapshot }))).toEqual({ kind: 'unrelated' });
});

test('the author is the person; without one git is to be told who', async () => {
  await using repository = makeRepository();
  expect(await landingAuthor(repository.root)).toEqual({ name: 'Ada Example', email: 'ada@example.com' });
  repository.git(['config', '--global', '--unset', 'user.email']);
  await expect(landingAuthor(repository.root)).rejects.toMatchObject({
    code: 'repository',
    hint: expect.stringContaining('git config --global user.name'),
  });
});

/** The subjects of what is on top of the target, oldest first. */
const subjects = (repository: TestRepository, target: string, commit: string): string[] =>
  repository.git(['log', '--reverse', '--format=%s', `${target}..${commit}`]).split('\n');

function commitAs(repository: TestRepository, cwd: string, words: { subject: string; files: Record<string, string> }) {
  repository.write(words.files, cwd);
  repository.git(['add', '--all'], cwd);
  const author = ['-c', 'user.name=Bot', '-c', 'user.email=bot@example.com'];
  repository.git([...author, 'commit', '--quiet', '--date=@1600000000 +0530', '-m', words.subject], cwd);
  return repository.git(['rev-parse', 'HEAD'], cwd);
}

async function snapshotOf(repository: TestRepository, worktree: string): Promise<string> {
  const taken = await takeSnapshot({ root: repository.root, worktree, id: 3, at: 1_650_000_000_000 });
  if (taken.kind === 'refused') throw new Error(taken.why);
  return taken.commit;
}

const trailers = 'Signalbox-Task: #3\nApproved-by: Ada Example <ada@example.com>';

test('rebase: the agent’s commits as they were, each on the one before, and the uncommitted rest last', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  commitAs(repository, worktree, { subject: 'First\n\nWhy: because', files: { 'b.txt': 'b\n' } });
  repository.git(['commit', '--quiet', '--allow-empty', '-m', 'Nothing'], worktree);
  commitAs(repository, worktree, { subject: 'Same as theirs', files: { 'c.txt': 'c\n' } });
  commitAs(repository, worktree, { subject: 'Second', files: { 'b.txt': 'b\nB\n' } });
  repository.write({ 'rest.txt': 'r\n' }, worktree);
  const snapshot = await snapshotOf(repository, worktree);
  const target = repository.commit({ 'c.txt': 'c\n', 'd.txt': 'd\n' });
  const asked = order(repository, { target, snapshot, style: 'rebase', message: `The rest\n\n${trailers}` });
  const built = await buildCandidate(asked);
  if (built.kind !== 'clean') throw new Error(built.kind);
  expect(await buildCandidate(asked)).toEqual(built);
  expect(subjects(repository, target, built.commit)).toEqual(['First', 'Second', 'The rest']);
  const squashed = await buildCandidate({ ...asked, style: 'squash' });
  expect(squashed).toMatchObject({ tree: built.tree });
  const format = '--format=%an <%ae> %ad|%cn %ct|%B';
  expect(repository.git(['show', '-s', '--date=raw', format, `${built.commit}~2`])).toBe(
    'Bot <bot@example.com> 1600000000 +0530|Ada Example 1700000000|First\n\nWhy: because\n',
  );
  expect(repository.git(['show', '-s', '--format=%an|%B', built.commit])).toBe(`Ada Example|The rest\n\n${trailers}\n`);
  expect(repository.git(['rev-list', '--count', '--merges', `${target}..${built.commit}`])).toBe('0');
});

test('rebase: with everything committed the last commit keeps its message and gets the trailers', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const snapshot = commitAs(repository, worktree, { subject: 'Only\n\nFixes: #1', files: { 'b.txt': 'b\n' } });
  const target = repository.git(['rev-parse', 'main']);
  const asked = order(repository, { target, snapshot, style: 'rebase', message: `Unused\n\n${trailers}` });
  const built = await buildCandidate(asked);
  if (built.kind !== 'clean') throw new Error(built.kind);
  expect(repository.git(['show', '-s', '--format=%B', built.commit])).toBe(`Only\n\nFixes: #1\n${trailers}\n`);
  expect(repository.git(['rev-parse', `${built.commit}^`])).toBe(target);
});

test('rebase: merges are flattened; what cannot be is refused with what to do', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'z.txt': '1\n2\n3\n' } });
  const worktree = repository.session('one');
  commitAs(repository, worktree, { subject: 'One', files: { 'b.txt': 'b\n' } });
  const target = repository.commit({ 'c.txt': 'c\n', 'z.txt': '1\ntheirs\n3\n' });
  repository.git(['merge', '--quiet', '-m', 'Take the target in', 'main'], worktree);
  const fine = commitAs(repository, worktree, { subject: 'Two', files: { 'd.txt': 'd\n' } });
  const built = await buildCandidate(order(repository, { target, snapshot: fine, style: 'rebase' }));
  if (built.kind !== 'clean') throw new Error(built.kind);
  expect(subjects(repository, target, built.commit)).toEqual(['One', 'Two']);

  const other = repository.session('two', `${target}^`);
  commitAs(repository, other, { subject: 'Clashes', files: { 'z.txt': '1\nmine\n3\n' } });
  expect(() => repository.git(['merge', 'main'], other)).toThrow();
  const resolved = commitAs(repository, other, { subject: 'Resolved', files: { 'z.txt': '1\nboth\n3\n' } });
  expect(await buildCandidate(order(repository, { target, snapshot: resolved, style: 'rebase' }))).toEqual({
    kind: 'refused',
    why: expect.stringMatching(/its commit \w{7} \(Clashes\) does not apply .*\(z\.txt\): .*git rebase/),
  });
  expect(await buildCandidate(order(repository, { target, snapshot: resolved }))).toMatchObject({ kind: 'clean' });
});

test.each(['squash', 'merge', 'rebase'] as const)('%s: what landed before is not merged again', async (style) => {
  await using repository = makeRepository({ files: { 'z.txt': '1\n2\n3\n' } });
  const worktree = repository.session('one');
  repository.write({ 'z.txt': '1\nfirst\n3\n' }, worktree);
  const one = await snapshotOf(repository, worktree);
  const first = await buildCandidate(
    order(repository, { target: repository.git(['rev-parse', 'main']), snapshot: one, style }),
  );
  if (first.kind !== 'clean') throw new Error(first.kind);
  await setRef(repository.root, landedRef(3), one);
  await setRef(repository.root, landedAsRef(3), first.commit);
  repository.git(['reset', '--quiet', '--hard', first.commit]);
  const target = repository.commit({ 'other.txt': 'o\n' });
  repository.write({ 'z.txt': '1\nsecond\n3\n' }, worktree);
  const two = await snapshotOf(repository, worktree);
  const second = await buildCandidate(order(repository, { target, snapshot: two, style }));
  if (second.kind !== 'clean') throw new Error(second.kind);
  expect(repository.git(['show', `${second.commit}:z.txt`])).toBe('1\nsecond\n3');
  expect(repository.git(['diff', '--name-only', target, second.commit])).toBe('z.txt');
  // A target from before that landing has nothing of it.
  const before = repository.git(['rev-parse', `${first.commit}^`]);
  const reset = await buildCandidate(order(repository, { target: before, snapshot: two, style }));
  if (reset.kind !== 'clean') throw new Error(reset.kind);
  expect(repository.git(['show', `${reset.commit}:z.txt`])).toBe('1\nsecond\n3');
});
