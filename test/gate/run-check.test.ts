import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckResult } from '../../src/core/model/verdict.ts';
import { type CheckRun, runCheck } from '../../src/gate/checks/run-check.ts';
import { usefulPart } from '../../src/gate/checks/useful-part.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'signalbox-check-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function check(run: string, more: Partial<CheckRun> = {}): Promise<CheckResult> {
  const env = { PATH: process.env['PATH'] ?? '', ONLY: 'this' };
  return runCheck({
    name: 'test',
    run,
    cwd: folder,
    env,
    timeoutMs: 60_000,
    log: join(folder, 'logs', 'test.log'),
    ...more,
  });
}

function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

test.each([
  ['true', { outcome: 'green', exit: 0, tail: '' }],
  ['echo ok; echo oops >&2', { outcome: 'green', exit: 0, tail: 'ok\noops' }],
  ['echo bad; exit 1', { outcome: 'red', exit: 1, tail: 'bad' }],
  ['exit 255', { outcome: 'red', exit: 255 }],
  [
    'nosuchcommand',
    { outcome: 'red', exit: 127, tail: expect.stringContaining('exit status 127: a command was not found') },
  ],
  ['touch x; ./x', { outcome: 'red', exit: 126, tail: expect.stringContaining('could not be executed') }],
  ['kill -9 $$', { outcome: 'infrastructure', exit: null, tail: expect.stringContaining('ended by SIGKILL') }],
  [
    "sh -c 'kill -SEGV $$'; exit $?",
    { outcome: 'infrastructure', exit: 139, tail: expect.stringContaining('signal 11') },
  ],
  ['cat', { outcome: 'green', exit: 0 }],
  ['[ "$ONLY" = this ] && [ -z "$HOME" ]', { outcome: 'green' }],
])('%s', async (run, expected) => {
  expect(await check(run)).toMatchObject({ name: 'test', run, ...expected });
});

test('the log keeps every byte, the tail the last plain lines', async () => {
  const result = await check(
    `i=0; while [ $i -lt 3000 ]; do printf '\\033[31mline %d\\033[0m\\n' $i; i=$((i+1)); done; printf 'a\\rb\\n\\n'`,
  );
  const log = readFileSync(result.log, 'utf8');
  expect(log.startsWith('\u001B[31mline 0\u001B[0m\n')).toBe(true);
  expect(log.split('\n')).toHaveLength(3003);
  const lines = result.tail.split('\n');
  expect(lines).toHaveLength(60);
  expect(lines.slice(-2)).toEqual(['line 2999', 'b']);
});

test('a tail has at most 4 KB and no torn character', () => {
  const tail = usefulPart(`${'x'.repeat(3000)}\n${'ü'.repeat(4000)}`);
  expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(4096);
  expect(tail).toMatch(/^ü+$/);
  expect(usefulPart('\u001B]0;title\u0007ok\u0008\u0000!\ttab')).toBe('ok!\ttab');
});

test('at its time limit it is stopped, with everything it started, even when it ignores TERM', async () => {
  const run = `trap '' TERM; echo started; sleep 600 & echo $! > pid; (trap '' TERM; while :; do sleep 600; done) & echo $! > loop; wait; wait`;
  const result = await check(run, { timeoutMs: 300 });
  expect(result).toMatchObject({
    outcome: 'infrastructure',
    exit: null,
    tail: expect.stringContaining('longer than its limit of 0.3 s'),
  });
  expect(result.tail).toMatch(/^started/);
  for (const file of ['pid', 'loop']) expect(isAlive(Number(readFileSync(join(folder, file), 'utf8')))).toBe(false);
});

test('what it left in the background ends with it', async () => {
  expect(await check('sleep 600 & echo $! > pid')).toMatchObject({ outcome: 'green' });
  expect(isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
});

test('aborted, it ends and throws', async () => {
  const stop = new AbortController();
  const run = check('echo $$ > pid; kill -USR1 "$PARENT"; sleep 600', {
    signal: stop.signal,
    env: { PATH: process.env['PATH'] ?? '', PARENT: String(process.pid) },
  });
  process.once('SIGUSR1', () => stop.abort());
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  expect(isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  await expect(check('touch ran', { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});
