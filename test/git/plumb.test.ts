import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { plumb, plumbOk, plumbText } from '../../src/git/plumbing/plumb.ts';
import { inLane } from '../../src/git/plumbing/places.ts';
import { makeRepository } from '../kit/repository.ts';

afterEach(() => void vi.unstubAllEnvs());

/** Puts a `git` in front of the real one for the rest of the test. */
function shim(folder: string, script: string): void {
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
}

function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return false;
  return !/\) Z /.test(readFileSync(stat, 'utf8'));
}

test('a git that is killed, or fails without a word, is not taken for success', async () => {
  await using repository = makeRepository();
  shim(repository.folder, 'echo partial; [ "$KILLED" ] && kill -9 $$; exit 3');
  const cwd = repository.root;
  await expect(plumb({ cwd, args: ['x'], env: { KILLED: '1' } })).resolves.toMatchObject({
    exit: null,
    signal: 'SIGKILL',
  });
  await expect(plumbOk({ cwd, args: ['x'], env: { KILLED: '1' } })).rejects.toThrow(/git x failed in .*SIGKILL/);
  await expect(plumbOk({ cwd, args: ['x'] })).rejects.toMatchObject({
    code: 'git',
    message: expect.stringContaining('ended with 3'),
  });
});

test('the fault says what git complained about', async () => {
  await using repository = makeRepository();
  await expect(plumbOk({ cwd: repository.root, args: ['read-tree', 'nothing'] })).rejects.toMatchObject({
    code: 'git',
    message: `git read-tree failed in ${repository.root}: Not a valid object name nothing`,
  });
});

test('at the time limit the whole process group is killed', async () => {
  await using repository = makeRepository();
  shim(repository.folder, `trap '' TERM INT; sleep 600 & echo $! > "$HOME/pid"; wait`);
  const result = await plumb({ cwd: repository.root, args: ['x'], timeoutMs: 300 });
  expect(result).toMatchObject({ exit: null, signal: 'SIGKILL' });
  const pid = Number(readFileSync(join(repository.folder, 'home', 'pid'), 'utf8'));
  // It has closed its files, and ends a moment later.
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test('an abort kills it and is told as an abort', async () => {
  await using repository = makeRepository();
  shim(repository.folder, 'sleep 600');
  const stop = new AbortController();
  const run = plumb({ cwd: repository.root, args: ['x'], signal: stop.signal });
  stop.abort();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  await expect(plumb({ cwd: repository.root, args: ['x'], signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('a hook’s environment and the person’s hooks, prompts and replaced objects have no say', async () => {
  await using repository = makeRepository();
  const { root, folder } = repository;
  const real = repository.git(['rev-parse', 'HEAD']);
  const fake = repository.commit({ 'a.txt': 'fake\n' });
  repository.git(['replace', real, fake]);
  vi.stubEnv('GIT_DIR', '/nowhere');
  vi.stubEnv('GIT_INDEX_FILE', '/nowhere');
  try {
    expect(await plumbText({ cwd: root, args: ['show', `${real}:a.txt`] })).toBe('one');
    const env = await plumbText({ cwd: root, args: ['-c', 'alias.env=!env', 'env'] });
    expect(env).toContain('GIT_TERMINAL_PROMPT=0');
    expect(env).toContain('GIT_OPTIONAL_LOCKS=0');
    expect(env).not.toContain('GIT_INDEX_FILE');
  } finally {
    vi.unstubAllEnvs();
  }
  const hook = join(folder, 'hooks', 'reference-transaction');
  repository.write({ 'hooks/reference-transaction': `#!/bin/sh\ntouch ${folder}/hooked\n` }, folder);
  chmodSync(hook, 0o755);
  repository.configure({ 'core.hooksPath': join(folder, 'hooks') });
  await plumbOk({ cwd: root, args: ['update-ref', 'refs/x', real] });
  expect(existsSync(join(folder, 'hooked'))).toBe(false);
});

test('a folder that is gone is not told as a missing git', async () => {
  await expect(plumb({ cwd: '/nowhere/at/all', args: ['x'] })).rejects.toMatchObject({
    message: 'the folder /nowhere/at/all does not exist',
  });
});

test('work in one lane is done one after the other, also after a failure', async () => {
  const steps: string[] = [];
  const first = inLane('a', async () => {
    steps.push('first');
    await Promise.resolve();
    steps.push('first fails');
    throw new Error('no');
  });
  const second = inLane('a', async () => void steps.push('second'));
  await expect(first).rejects.toThrow('no');
  await second;
  expect(steps).toEqual(['first', 'first fails', 'second']);
});
