import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainModes } from '../../src/core/picture.ts';
import { ShellInPty } from '../tty/shell-in-pty.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');
const program = resolve(import.meta.dirname, '../tty/shown-program.ts');
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tty-'));
});
afterEach(() => rmSync(home, { recursive: true }));

async function killed(shell: ShellInPty, folder = join(home, 'terminals')): Promise<void> {
  shell.type(`${process.execPath} ${program} ${folder}\n`);
  const text = await shell.until((now) => /^pid \d+ size/.test(now));
  process.kill(Number(/\d+/.exec(text)?.[0]), 'SIGKILL');
  await shell.untilKilled();
}

test('typed blind and ended with Ctrl-J it puts a terminal right whose dashboard was killed', async () => {
  using shell = await ShellInPty.open({ SIGNALBOX_HOME: home });
  // Settings that `stty sane` would not bring back.
  shell.type('stty -ixon intr ^X; echo set\n');
  await shell.until((text) => text.includes('\nset\nready>'));
  const before = shell.line();
  await killed(shell);
  const left = shell.line();
  shell.type(`${process.execPath} ${launcher} terminal reset\x0a`);
  const text = await shell.until((now) => now.includes('before the dashboard\nready>'));
  expect(text).toMatch(/^ready> tty\n/);
  expect(shell.line()).toBe(before);
  expect(shell.line()).not.toBe(left);
  expect(shell.screen.modes).toEqual(plainModes);
  expect(shell.alternateFlags()).toBe(0);
  expect(shell.screen.cursor.visible).toBe(true);
  expect(readdirSync(join(home, 'terminals'))).toEqual([]);
  // On a terminal that is right it moves nothing.
  const { row } = shell.screen.cursor;
  shell.type(`${process.execPath} ${launcher} terminal reset --json\n`);
  await shell.until((now) => now.endsWith('{\n  "line": "sane"\n}\nready>'));
  expect(shell.screen.cursor.row).toBeGreaterThan(row);
});

test('where nothing is noted, sane settings do', async () => {
  using shell = await ShellInPty.open({ SIGNALBOX_HOME: home });
  await killed(shell, join(home, 'elsewhere'));
  shell.type(`${process.execPath} ${launcher} terminal reset\x0a`);
  await shell.until((now) => now.endsWith('(stty sane)\nready>'));
  expect(shell.line()).toMatch(/[^-]icanon/);
  expect(shell.line()).toMatch(/[^-]echo /);
  expect(shell.screen.modes).toEqual(plainModes);
});

test('without a terminal it is one sentence and exit status 2', () => {
  const env = { PATH: process.env['PATH'], SIGNALBOX_HOME: home };
  const ran = spawnSync(process.execPath, [launcher, 'terminal', 'reset'], { env, encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^signalbox: there is no terminal here to put right: [^\n]*\n$/);
});
