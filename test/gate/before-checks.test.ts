import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judge } from '../../src/gate/judge.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** Shaped like one, and nobody's. */
const secret = `const key = '${['ghp', 'q8ZtLw3Xv9Rk2Np7Hy5Bd1Mf6Gs4Jc0Ta2Ve'].join('_')}';\n`;

function hook(repository: TestRepository, name: string, script: string): void {
  const folder = join(repository.root, '.git/hooks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

test('what the difference itself shows is red before anything runs, together with what is out of scope', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'src/a.js': secret, 'other.txt': 'x\n', 'src/b.bin': Buffer.from([0, 1, 2]) }, worktree);
  const order = gateOrder(repository, worktree, { checks: [check('never', 'touch /nowhere/x')], scope: ['src'] });
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'red', checks: [{ outcome: 'skipped' }] });
  expect(verdict.reasons).toMatchObject([
    { kind: 'scope', files: ['other.txt'] },
    { kind: 'findings', lines: [expect.stringMatching(/^src\/a\.js:1: /)] },
  ]);
  expect(verdict.findings.map(({ rule, policy }) => [rule, policy])).toEqual([
    ['secret', 'red'],
    ['binary', 'note'],
  ]);
  const off = { strict: false, findings: { secrets: 'note', binaries: 'off' } } as const;
  const noted = await judge({ ...order, scope: [], checks: [check('ok', 'true')], policies: off }, {});
  expect(noted).toMatchObject({ kind: 'green', findings: [{ rule: 'secret', policy: 'note' }] });
});

test('a hook of the repository that refuses is the reason; one that edits the message has its way', async () => {
  await using repository = makeRepository();
  hook(repository, 'pre-commit', 'if grep -q bad b.txt; then echo "no bad words"; exit 1; fi');
  hook(repository, 'commit-msg', 'echo "Checked-by: hook" >> "$1"');
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'bad\n' }, worktree);
  const order = gateOrder(repository, worktree, {
    repositoryHooks: 'run',
    checks: [check('head', 'git rev-parse HEAD')],
  });
  const refused = await judge(order, {});
  expect(refused).toMatchObject({ kind: 'red', reasons: [{ kind: 'hook', hook: 'pre-commit', tail: 'no bad words' }] });
  expect(refused.checks.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['hook pre-commit', 'red'],
    ['head', 'skipped'],
  ]);
  expect(await judge({ ...order, repositoryHooks: 'skip' }, {})).toMatchObject({
    kind: 'green',
    checks: [{ name: 'head' }],
  });

  repository.write({ 'b.txt': 'good\n' }, worktree);
  const verdict = await judge(order, {});
  expect(verdict).toMatchObject({ kind: 'green', notes: ['the hook commit-msg edited the message'] });
  expect(verdict.checks.at(-1)?.tail).toBe(verdict.candidate);
  expect(repository.git(['log', '-1', '--format=%B', verdict.candidate])).toContain('Checked-by: hook');
  expect(passed(verdict)).toMatchObject({ candidate: verdict.candidate });

  const unchecked = await judge({ ...order, checks: [] }, {});
  expect(unchecked).toMatchObject({ kind: 'unchecked' });
  expect(unchecked.checks.map(({ name }) => name)).toEqual(['hook pre-commit', 'hook commit-msg']);
});
