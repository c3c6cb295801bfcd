import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Verdict, blankVerdict } from '../../src/core/model/verdict.ts';
import { judgeBatch } from '../../src/gate/batch/judge-batch.ts';
import { landedCommits } from '../../src/gate/batch/landed-commits.ts';
import { carryOutLanding, prepareLanding } from '../../src/gate/landing/land.ts';
import { Passed, passed } from '../../src/gate/landing/passed.ts';
import { seal } from '../../src/git/seal.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

type Style = 'squash' | 'merge' | 'rebase';

const files = { 'a.txt': 'a\n', 'line.txt': 'zero\n' };

/** The order for a session's work of two commits: a file of its own, and this line in one that all have. */
function member(repository: TestRepository, id: number, { style, line = 'zero\n' }: { style: Style; line?: string }) {
  const worktree = repository.session(String(id));
  repository.commit({ [`one-${id}.txt`]: `${id}\n` }, worktree);
  const snapshot = repository.commit({ [`two-${id}.txt`]: `${id}\n`, 'line.txt': line }, worktree);
  const checks = [check('pair', '! { test -e two-1.txt && test -e two-9.txt; }')];
  return { ...gateOrder(repository, worktree, { id, style, checks, message: `Land ${id}` }), snapshot };
}

/** What the reducer makes of a batch that is green, for one of its members. */
function verdicts(judged: Awaited<ReturnType<typeof judgeBatch>>): Verdict[] {
  return judged.members.map(({ candidate, tree }, index) => ({
    ...blankVerdict,
    kind: 'green',
    snapshot: 's',
    target: judged.members[index - 1]?.candidate ?? judged.target,
    candidate,
    tree,
    checks: [...judged.checks],
    startedAt: 0,
    finishedAt: 0,
  }));
}

function signWithSsh(repository: TestRepository): void {
  const key = join(repository.folder, 'home/key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  repository.configure({ 'commit.gpgSign': 'yes', 'gpg.format': 'ssh', 'user.signingKey': `${key}.pub` });
}

test.each([
  ['squash', false],
  ['merge', false],
  ['rebase', false],
  ['squash', true],
  ['rebase', true],
] as const)(
  '%s, signed %s: three land in one step, each with its own commit; who conflicts is left out',
  async (style, signed) => {
    await using repository = makeRepository({ files });
    if (signed) signWithSsh(repository);
    const ids = [1, 2, 3, 4];
    const members = ids.map((id) =>
      member(repository, id, { style, line: id === 2 || id === 3 ? `${id}\n` : 'zero\n' }),
    );
    const from = repository.commit({ 'theirs.txt': 't\n' });
    const order = { members };
    const judged = await judgeBatch(order, {});
    expect(judged).toMatchObject({ target: from, verdict: 'green', leftOut: [3] });
    expect(judged.members.map(({ session }) => session)).toEqual([1, 2, 4]);
    // Nothing has moved yet.
    expect(repository.git(['rev-parse', 'main'])).toBe(from);

    const pass = Passed.chain(verdicts(judged).flatMap((verdict) => passed(verdict) ?? []));
    if (pass === undefined) throw new Error('the chain does not pass');
    const { root } = repository;
    const sealing = await seal({ root, id: 1, base: from, candidate: pass.candidate });
    if (sealing.kind !== 'sealed') throw new Error(sealing.why);
    const { sealed } = sealing;
    expect(sealed.commit === pass.candidate).toBe(!signed);
    const prepared = await prepareLanding({ root, branch: 'main', expectedTarget: from, candidate: sealed.commit });
    if (prepared.kind !== 'ready') throw new Error(prepared.kind);
    const outcome = await carryOutLanding({ landing: prepared.landing, pass, sealed, message: 'signalbox: land' });
    expect(outcome).toEqual({ kind: 'landed', commit: sealed.commit });
    expect(repository.git(['rev-parse', 'main'])).toBe(sealed.commit);
    expect(repository.git(['status', '--porcelain'])).toBe('');
    expect(repository.git(['reflog', 'show', '--format=%gs', 'main']).split('\n')[0]).toBe('signalbox: land');

    const candidates = judged.members.map(({ candidate }) => candidate);
    const commits = await landedCommits({ root, from, candidates, to: sealed.commit });
    let before = from;
    for (const [index, id] of [1, 2, 4].entries()) {
      const commit = commits[index] ?? '';
      const changed = repository.git(['diff', '--name-only', before, commit]).split('\n');
      expect(changed).toEqual([...(id === 2 ? ['line.txt'] : []), `one-${id}.txt`, `two-${id}.txt`]);
      before = commit;
    }
    expect(before).toBe(sealed.commit);
  },
);

test('what is red together is red, whoever it is; the target stays where it is', async () => {
  await using repository = makeRepository({ files });
  const members = [1, 2, 9].map((id) => member(repository, id, { style: 'squash' }));
  const before = repository.git(['rev-parse', 'main']);
  const order = { members };
  const judged = await judgeBatch(order, {});
  expect(judged).toMatchObject({ verdict: 'red', leftOut: [], checks: [{ name: 'pair', outcome: 'red' }] });
  expect(judged.members.map(({ session }) => session)).toEqual([1, 2, 9]);
  expect(repository.git(['rev-parse', 'main'])).toBe(before);
});

test('a chain that is not one, or of which one has not passed, is no pass', () => {
  const verdict = { ...blankVerdict, kind: 'green' as const, snapshot: 's', tree: 't', startedAt: 0, finishedAt: 0 };
  const pass = (target: string, candidate: string): Passed[] => {
    const checks = [{ name: 'x', run: 'x', outcome: 'green', exit: 0, durationMs: 1, log: '', tail: '' } as const];
    const full = checks.map((one) => ({ ...one, flake: null, tests: null, reused: false }));
    return [passed({ ...verdict, target, candidate, checks: full })].flatMap((one) => one ?? []);
  };
  expect(Passed.chain([...pass('a', 'b'), ...pass('b', 'c')])).toMatchObject({ target: 'a', candidate: 'c' });
  expect(Passed.chain([...pass('a', 'b'), ...pass('a', 'c')])).toBeUndefined();
  expect(Passed.chain([])).toBeUndefined();
});

test('a check that is red on the target as well is not laid to a batch: each is told alone', async () => {
  await using repository = makeRepository({ files });
  const members = [1, 2].map((id) => {
    const order = member(repository, id, { style: 'squash' });
    return { ...order, checks: [check('sound', 'test ! -e bad.txt')] };
  });
  repository.commit({ 'bad.txt': 'x\n' });
  const judged = await judgeBatch({ members }, {});
  expect(judged).toMatchObject({ members: [], leftOut: [1, 2], verdict: 'red' });
});

test('a flake that is known says nothing about a batch', async () => {
  await using repository = makeRepository({ files });
  const seen = `${repository.folder}/seen`;
  const flakes = [{ check: 'shaky', file: null, title: '', candidate: 3, target: 3, last: 0 }];
  const members = [1, 2].map((id) => {
    const order = member(repository, id, { style: 'squash' });
    return { ...order, flakes, checks: [check('shaky', `test -e ${seen} || { touch ${seen}; exit 1; }`)] };
  });
  const judged = await judgeBatch({ members }, {});
  expect(judged).toMatchObject({ leftOut: [], verdict: 'green', checks: [{ name: 'shaky', outcome: 'flaky' }] });
});
