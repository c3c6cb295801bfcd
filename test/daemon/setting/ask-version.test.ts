import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askVersion } from '../../../src/daemon/setting/ask-version.ts';
import { isRunning } from '../../kit/is-running.ts';

const version = { args: ['--version'], read: (output: string) => /\d+\.\d+\.\d+/.exec(output)?.[0] ?? null };

let folder = '';
let home = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-version-test-'));
  home = join(folder, 'home');
  mkdirSync(home);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The version of a program that is this script. */
function versionOf(script: string, patienceMs = 5000): Promise<string | null> {
  const file = join(folder, 'program');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, SECRET: '9.9.9', FOLDER: folder };
  return askVersion(version, { file, env, patienceMs });
}

test.each([
  ['on the usual stream', 'test "$1" = --version && echo 2.1.332 "(The Agent)"', '2.1.332'],
  ['on the error stream', 'echo v0.73.1 >&2', '0.73.1'],
  ['before it fails', 'echo 1.2.3; exit 3', '1.2.3'],
  ['none', 'echo hello', null],
  ['what else is in the environment stays out of it', 'echo "$SECRET"', null],
])('a version %s', async (_name, script, found) => {
  expect(await versionOf(script)).toBe(found);
});

test('it leaves nothing in the real home, and is given that only when it says nothing without', async () => {
  expect(await versionOf('touch "$HOME/trace"; echo 1.0.0')).toBe('1.0.0');
  expect(readdirSync(home)).toEqual([]);
  writeFileSync(join(home, 'managed'), '4.5.6\n');
  expect(await versionOf('cat "$HOME/managed"')).toBe('4.5.6');
});

test('one that hangs is ended with all that it started', async () => {
  const pids = join(folder, 'pids');
  expect(await versionOf(`sleep 600 & echo $! >> ${pids}; echo $$ >> ${pids}; wait`, 500)).toBe(null);
  const started = readFileSync(pids, 'utf8').trim().split('\n');
  expect(started).toHaveLength(4);
  await expect.poll(() => started.filter(isRunning)).toEqual([]);
});

test('what is no program has no version', async () => {
  expect(await askVersion(version, { file: join(folder, 'none'), env: { PATH: '/usr/bin' } })).toBe(null);
});
