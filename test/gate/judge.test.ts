import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verdictSchema } from '../../src/core/model/verdict.ts';
import { judge } from '../../src/gate/judge.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { makeRepository } from '../kit/repository.ts';

test('green: the checks saw exactly the merged content, and the verdict says what landed would be', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const target = repository.commit({ 'c.txt': 'c\n' });
  const told: string[] = [];
  const order = gateOrder(repository, worktree, {
    checks: [check('files', 'ls; git status --porcelain; git rev-parse HEAD')],
  });
  const verdict = await judge(order, { progress: (text) => void told.push(text) });
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  expect(verdict).toMatchObject({ kind: 'green', target, reasons: [], notes: [] });
  expect(verdict.files).toEqual([{ path: 'b.txt', status: 'added', added: 1, removed: 0 }]);
  expect(verdict.checks[0]?.tail).toBe(`a.txt\nb.txt\nc.txt\n${verdict.candidate}`);
  expect(repository.git(['rev-parse', `${verdict.candidate}^{tree}`])).toBe(verdict.tree);
  expect(repository.git(['rev-parse', `${verdict.candidate}^@`])).toBe(target);
  expect(told).toEqual(['snapshot', 'merge', 'worktree', 'files']);
  expect(passed(verdict)).toMatchObject({ candidate: verdict.candidate, target });
});

test('red at the first red check; the rest is skipped; nothing that is not green passes', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const bad = '[ ! -e b.txt ] || { echo broken; exit 2; }';
  const checks = [check('ok', 'true'), check('bad', bad), check('later', 'touch /nowhere/x')];
  const verdict = await judge(gateOrder(repository, worktree, { checks }), {});
  expect(verdict.kind).toBe('red');
  expect(verdict.reasons).toEqual([{ kind: 'check', name: 'bad', run: bad, exit: 2, tail: 'broken' }]);
  expect(verdict.checks.map((result) => result.outcome)).toEqual(['green', 'red', 'skipped']);
  expect(passed(verdict, ['unchecked'])).toBeUndefined();
  const forged = { ...verdict, kind: 'green' as const };
  expect(passed(forged)).toBeUndefined();
});

test('no checks is unchecked, which passes only when a person said so', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const verdict = await judge(gateOrder(repository, worktree), {});
  expect(verdict).toMatchObject({ kind: 'unchecked', checks: [], candidate: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(passed(verdict)).toBeUndefined();
  expect(passed(verdict, ['unchecked'])).toMatchObject({ candidate: verdict.candidate });
  expect(existsSync(join(repository.folder, 'gates'))).toBe(false);
});

test('unchanged: nothing done, or the target has it already', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const checks = [check('never', 'false')];
  expect(await judge(gateOrder(repository, worktree, { checks }), {})).toMatchObject({
    kind: 'unchanged',
    candidate: '',
  });
  repository.write({ 'a.txt': 'two\n' }, worktree);
  const { base } = gateOrder(repository, worktree);
  repository.commit({ 'a.txt': 'two\n' });
  expect(await judge(gateOrder(repository, worktree, { base, checks }), {})).toMatchObject({
    kind: 'unchanged',
    reasons: [],
  });
});

test('a conflict, an unfinished merge and foreign history are red with their reason', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.commit({ 'a.txt': 'ours\n' }, worktree);
  repository.commit({ 'a.txt': 'theirs\n' });
  const order = gateOrder(repository, worktree, { checks: [check('never', 'false')] });
  const conflict = await judge(order, {});
  expect(conflict).toMatchObject({ kind: 'red', candidate: '', checks: [{ outcome: 'skipped' }] });
  expect(conflict.reasons).toEqual([{ kind: 'conflict', files: ['a.txt'], target: 'main' }]);
  expect(() => repository.git(['merge', 'main'], worktree)).toThrow();
  expect(await judge(order, {})).toMatchObject({ kind: 'red', snapshot: '', reasons: [{ kind: 'snapshot' }] });
  repository.git(['merge', '--abort'], worktree);
  repository.git(['checkout', '--quiet', '--orphan', 'other'], worktree);
  repository.commit({ 'b.txt': 'b\n' }, worktree);
  expect(await judge(order, {})).toMatchObject({
    kind: 'red',
    reasons: [{ kind: 'snapshot', why: expect.stringContaining('in common') }],
  });
});

test('files outside the scope are red before any check, or a note', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'src/a.ts': 'x\n', 'other.txt': 'x\n' }, worktree);
  const order = gateOrder(repository, worktree, { scope: ['src'], checks: [check('ok', 'true')] });
  const red = await judge(order, {});
  expect(red.reasons).toEqual([{ kind: 'scope', files: ['other.txt'], scope: ['src'] }]);
  expect(red.checks.map((result) => result.outcome)).toEqual(['skipped']);
  const noted = await judge({ ...order, scopePolicy: 'note' }, {});
  expect(noted).toMatchObject({ kind: 'green', notes: ["other.txt is outside the task's scope"] });
});

test('a check that dies is run once more; twice dead is infrastructure, neither red nor green', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const flag = join(repository.folder, 'flag');
  const once = [check('flaky', `[ -e ${flag} ] || { touch ${flag}; kill -9 $$; }`)];
  expect(await judge(gateOrder(repository, worktree, { checks: once }), {})).toMatchObject({ kind: 'green' });
  const always = [check('dies', `echo x >> ${flag}; kill -9 $$`), check('later', 'true')];
  const verdict = await judge(gateOrder(repository, worktree, { checks: always }), {});
  expect(verdict).toMatchObject({
    kind: 'infrastructure',
    reasons: [],
    checks: [{ outcome: 'infrastructure' }, { outcome: 'skipped' }],
  });
  expect(readFileSync(flag, 'utf8')).toBe('x\nx\n');
  expect(passed(verdict)).toBeUndefined();
});

test('a pinned snapshot is judged whatever the worktree holds now', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const order = gateOrder(repository, worktree, { checks: [check('ok', 'cat b.txt; ls')] });
  const { snapshot } = await judge(order, {});
  repository.write({ 'b.txt': 'later\n', 'c.txt': 'c\n' }, worktree);
  const verdict = await judge({ ...order, snapshot }, {});
  expect(verdict).toMatchObject({ kind: 'green', snapshot, checks: [{ tail: 'b\na.txt\nb.txt' }] });
});

test('set-up runs when the slot is new or the lock file changed; ignored files stay between', async () => {
  await using repository = makeRepository({
    files: { 'a.txt': '1\n', 'package-lock.json': '1\n', '.gitignore': 'deps\n.env\n' },
  });
  repository.write({ '.env': 'KEY=1\n' });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': '2\n' }, worktree);
  const log = join(repository.folder, 'setups');
  const order = gateOrder(repository, worktree, {
    setup: [`cat .env >> ${log}; mkdir deps; for file in a.*; do echo tampered > $file; done`],
    copy: ['.env', 'missing', '../outside', '.git/config'],
    link: ['a.txt'],
    checks: [check('deps', 'ls -d deps && cat .env a.txt && touch deps/old untracked')],
  });
  const first = await judge(order, {});
  expect(first).toMatchObject({ kind: 'green', checks: [{ tail: 'deps\nKEY=1\n2' }] });
  expect(first.notes).toEqual([
    'missing was not copied: your checkout has none',
    '../outside was not copied: it is outside the repository',
    '.git/config was not copied: it is outside the repository',
    'a file to copy or link is tracked: the one of the work stays',
    'the set-up changed tracked files; they were put back',
  ]);
  repository.write({ 'a.txt': '3\n' }, worktree);
  expect(await judge(order, {})).toMatchObject({ kind: 'green', checks: [{ tail: 'deps\nKEY=1\n3' }] });
  expect(readFileSync(log, 'utf8')).toBe('KEY=1\n');
  const slot = order.gateWorktree;
  expect([existsSync(join(slot, 'deps/old')), repository.read('a.txt')]).toEqual([true, '1\n']);
  repository.write({ 'package-lock.json': '2\n' }, worktree);
  const third = await judge({ ...order, checks: [check('fresh', '[ ! -e deps/old ] && [ ! -e untracked ]')] }, {});
  expect(third.kind).toBe('green');
  expect(readFileSync(log, 'utf8')).toBe('KEY=1\nKEY=1\n');
});

test.each([
  ['tools/setup.sh', 'sh tools/setup.sh'],
  ['tools/setup.sh', 'cd tools && . ./setup.sh'],
  ['Makefile', 'make -s deps'],
  ['requirements-dev.txt', 'cat *.txt > deps'],
])('set-up runs again when %s changed, which %s reads, also where a lock file is', async (name, run) => {
  const text = (version: string) =>
    name === 'Makefile' ? `deps:\n\techo ${version} > deps` : `echo ${version} > "$TOP/deps"`;
  const files = { [name]: text('old'), 'package-lock.json': '1\n', '.gitignore': 'deps\n' };
  await using repository = makeRepository({ files });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': '2\n' }, worktree);
  const order = gateOrder(repository, worktree, { checks: [check('deps', 'cat deps')] });
  const again = { ...order, setup: [run], env: { ...order.env, TOP: order.gateWorktree } };
  expect(await judge(again, {})).toMatchObject({ checks: [{ tail: expect.stringContaining('old') }] });
  repository.write({ [name]: text('new') }, worktree);
  expect(await judge(again, {})).toMatchObject({ checks: [{ tail: expect.stringContaining('new') }] });
});

test('a set-up that fails once and not again is no fault of the work', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const flag = join(repository.folder, 'flag');
  const run = `[ -e '${flag}' ] || { touch '${flag}'; exit 1; }`;
  const verdict = await judge(gateOrder(repository, worktree, { setup: [run], checks: [check('ok', 'true')] }), {});
  expect(verdict).toMatchObject({ kind: 'green', reasons: [] });
  expect(verdict.notes).toContain(`the set-up failed once, and not when it was run again: ${run}`);
});

test('a set-up that fails is red with its output, and is tried again next time', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const order = gateOrder(repository, worktree, { setup: ['echo no network; exit 1'], checks: [check('ok', 'true')] });
  for (let round = 0; round < 2; round += 1) {
    expect((await judge(order, {})).reasons).toEqual([
      { kind: 'setup', run: 'echo no network; exit 1', tail: 'no network' },
    ]);
  }
});

test('a copy is never written through a link that the work made', async () => {
  await using repository = makeRepository({ files: { 'a.txt': '1\n', '.gitignore': 'conf/secret\n' } });
  repository.write({ 'conf/secret': 'mine\n' });
  const worktree = repository.session('one');
  const outside = join(repository.folder, 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(worktree, 'conf'));
  const verdict = await judge(
    gateOrder(repository, worktree, { copy: ['conf/secret'], checks: [check('ok', 'true')] }),
    {},
  );
  expect(verdict.notes).toContain('conf/secret was not copied: a folder on its way is a link');
  expect(existsSync(join(outside, 'secret'))).toBe(false);
});

test('a check that rewrites tracked files does not change what the next one sees', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const checks = [check('format', 'echo formatted > b.txt; git add b.txt'), check('see', 'cat b.txt')];
  const verdict = await judge(gateOrder(repository, worktree, { checks }), {});
  expect(verdict.checks[1]?.tail).toBe('b');
  expect(verdict.notes).toEqual(['check format changed tracked files; they were put back']);
});

test('a broken slot is made anew; a folder with something else in it is refused', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const order = gateOrder(repository, worktree, { checks: [check('ok', 'cat b.txt')] });
  const slot = order.gateWorktree;
  await judge(order, {});
  const gitDir = repository.git(['rev-parse', '--absolute-git-dir'], slot);
  const breaks = [
    () => writeFileSync(join(gitDir, 'index.lock'), ''),
    () => rmSync(slot, { recursive: true }),
    () => rmSync(join(slot, '.git')),
    () => rmSync(gitDir, { recursive: true }),
    () => writeFileSync(join(gitDir, 'index'), 'garbage'),
  ];
  for (const damage of breaks) {
    damage();
    expect(await judge(order, {}), String(damage)).toMatchObject({ kind: 'green' });
  }
  const foreign = join(repository.folder, 'foreign');
  repository.write({ precious: 'x' }, foreign);
  await expect(judge({ ...order, gateWorktree: foreign }, {})).rejects.toMatchObject({ code: 'refused' });
  repository.git(['checkout', '--quiet', '--detach'], worktree);
  for (const path of [worktree, repository.root]) {
    const before = repository.status(path);
    await expect(judge({ ...order, gateWorktree: path }, {})).rejects.toMatchObject({ code: 'refused' });
    expect(repository.status(path)).toBe(before);
  }
  expect(repository.read('precious', foreign)).toBe('x');
});

test('two gates never share a slot, and an aborted one throws and frees it', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  repository.write({ 'b.txt': 'b\n' }, worktree);
  const order = gateOrder(repository, worktree, { checks: [check('long', 'sleep 600')] });
  const stop = new AbortController();
  let refused: Promise<unknown> = Promise.resolve();
  const progress = (text: string): void => {
    if (text !== 'long') return;
    refused = expect(judge(order, {})).rejects.toThrow('two gates');
    stop.abort();
  };
  await expect(judge(order, { signal: stop.signal, progress })).rejects.toMatchObject({ name: 'AbortError' });
  await refused;
  expect(await judge({ ...order, checks: [check('ok', 'true')] }, {})).toMatchObject({ kind: 'green' });
  expect(lstatSync(join(order.gateWorktree, 'b.txt')).isFile()).toBe(true);
});
