import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCandidate } from '../../src/git/candidate.ts';
import { seal } from '../../src/git/seal.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** Has the person's git sign with an ssh key of its own. */
function signWithSsh(repository: TestRepository): void {
  const key = join(repository.folder, 'home/key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const allowed = join(repository.folder, 'home/allowed');
  writeFileSync(allowed, `ada@example.com ${readFileSync(`${key}.pub`, 'utf8')}`);
  repository.configure({
    'commit.gpgSign': 'yes',
    'gpg.format': 'ssh',
    'user.signingKey': `${key}.pub`,
    'gpg.ssh.allowedSignersFile': allowed,
  });
}

/** Has it sign with a program made of these lines; gives the file that counts its runs. */
function signWith(repository: TestRepository, lines: readonly string[]): string {
  const [program, runs] = [join(repository.folder, 'gpg'), join(repository.folder, 'runs')];
  writeFileSync(program, ['#!/bin/sh', `echo >> '${runs}'`, ...lines, ''].join('\n'));
  chmodSync(program, 0o755);
  repository.configure({ 'commit.gpgSign': 'true', 'gpg.program': program });
  return runs;
}

async function candidateOf(repository: TestRepository, style: 'squash' | 'merge' | 'rebase') {
  const { root, git } = repository;
  const worktree = repository.session('one');
  repository.commit({ 'b.txt': 'b\n' }, worktree);
  const snapshot = repository.commit({ 'c.txt': 'c\n' }, worktree);
  const base = repository.commit({ 'd.txt': 'd\n' });
  const author = { name: 'Ada Example', email: 'ada@example.com' };
  const message = 'Ünï\n\nSignalbox-Task: #3';
  const merge = { root, id: 3, target: base, snapshot, style, message, author, atMs: 1_700_000_000_000 };
  const built = await buildCandidate(merge);
  if (built.kind !== 'clean') throw new Error(built.kind);
  return { order: { root, id: 3, base, candidate: built.commit }, git };
}

test('without commit.gpgSign the candidate itself lands', async () => {
  await using repository = makeRepository();
  const { order } = await candidateOf(repository, 'squash');
  const sealing = await seal(order);
  expect(sealing).toMatchObject({ kind: 'sealed', sealed: { candidate: order.candidate, commit: order.candidate } });
});

test.each(['squash', 'merge', 'rebase'] as const)(
  '%s: every commit is signed and otherwise the same',
  async (style) => {
    await using repository = makeRepository();
    const { order, git } = await candidateOf(repository, style);
    signWithSsh(repository);
    const sealing = await seal(order);
    if (sealing.kind !== 'sealed') throw new Error(sealing.why);
    const { commit } = sealing.sealed;
    expect(commit).not.toBe(order.candidate);
    const chain = (tip: string): string[] => git(['rev-list', '--first-parent', `${order.base}..${tip}`]).split('\n');
    const shape = (id: string): string => git(['show', '-s', '--format=%T%n%an %ae %at%n%cn %ct%n%B', id]);
    expect(chain(commit).map(shape)).toEqual(chain(order.candidate).map(shape));
    expect(chain(commit)).toHaveLength(style === 'rebase' ? 2 : 1);
    for (const id of chain(commit)) git(['verify-commit', id]);
    expect(await seal(order)).toMatchObject({ sealed: { commit } });
    expect(git(['rev-parse', 'refs/signalbox/items/3/sealed'])).toBe(commit);
  },
);

test('a signing that fails blocks with what git said and is not tried again at once', async () => {
  await using repository = makeRepository();
  const { order } = await candidateOf(repository, 'squash');
  const runs = signWith(repository, ['echo "no secret key" >&2', 'exit 2']);
  const blocked = {
    kind: 'blocked',
    why: expect.stringMatching(/could not be signed \(.*gpg failed to sign.*\): unlock or fix the key/),
  };
  expect(await seal(order)).toEqual(blocked);
  expect(await seal(order)).toEqual(blocked);
  expect(readFileSync(runs, 'utf8')).toBe('\n');
  expect(await seal({ ...order, retryAfterMs: 0 })).toEqual(blocked);
  expect(readFileSync(runs, 'utf8')).toBe('\n\n');
  repository.configure({ 'commit.gpgSign': 'false' });
  expect(await seal(order)).toMatchObject({ kind: 'sealed' });
});

test('a signing that hangs is ended, with all that it started', async () => {
  await using repository = makeRepository();
  const { order } = await candidateOf(repository, 'squash');
  const late = join(repository.folder, 'late');
  signWith(repository, [`[ -z "$GPG_TTY$SSH_ASKPASS" ] || exit 3`, `sleep 60; touch '${late}'`]);
  Object.assign(process.env, { GPG_TTY: '/dev/tty', SSH_ASKPASS: '/bin/true' });
  try {
    expect(await seal({ ...order, limitMs: 500 })).toEqual({
      kind: 'blocked',
      why: expect.stringContaining('nothing was signed within 0.5 s'),
    });
  } finally {
    for (const name of ['GPG_TTY', 'SSH_ASKPASS']) delete process.env[name];
  }
  expect(existsSync(late)).toBe(false);
});

test('a signer that gives another commit is never landed', async () => {
  await using repository = makeRepository();
  const { order, git } = await candidateOf(repository, 'squash');
  signWithSsh(repository);
  const sealing = await seal(order);
  if (sealing.kind !== 'sealed') throw new Error(sealing.why);
  // The ref is anybody's to write: what stands there is looked at again.
  const forged = git(['commit-tree', '-S', 'HEAD~0^{tree}', '-p', order.base, '-m', 'other']);
  git(['update-ref', 'refs/signalbox/items/3/sealed', forged]);
  expect(await seal(order)).toMatchObject({ kind: 'sealed', sealed: { commit: sealing.sealed.commit } });
});
