import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { plainModes } from '../../src/core/picture.ts';
import { ShellInPty } from './shell-in-pty.ts';

const program = fileURLToPath(new URL('shown-program.ts', import.meta.url));
const taken = { alternateScreen: true, mouse: 'any', focus: true, bracketedPaste: true, kittyKeyboard: 5 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tty-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function records(): string[] {
  try {
    return readdirSync(join(folder, 'terminals'));
  } catch {
    return [];
  }
}

/** Types the command that shows the full screen; its process number. */
async function start(shell: ShellInPty): Promise<number> {
  shell.type(`${process.execPath} ${program} ${folder}/terminals\n`);
  return shown(shell);
}

async function shown(shell: ShellInPty, size = '90x24'): Promise<number> {
  const text = await shell.until((now) => now.startsWith('pid ') && now.includes(`size ${size}`));
  return Number(/pid (\d+)/.exec(text)?.[1]);
}

test('what it had is noted while it is shown, and no longer than that', async () => {
  using shell = await ShellInPty.open();
  const before = shell.line();
  await start(shell);
  expect(records()).toHaveLength(1);
  expect(shell.line()).not.toBe(before);
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
  expect(shell.line()).toBe(before);
  expect(shell.screen.modes).toEqual(plainModes);
  expect(records()).toEqual([]);
});

test('after a SIGKILL the next start puts the terminal right, and leaves it right', async () => {
  using shell = await ShellInPty.open();
  const before = shell.line();
  process.kill(await start(shell), 'SIGKILL');
  await shell.untilKilled();
  const left = shell.line();
  expect(left).not.toBe(before);
  expect(shell.screen.modes).toMatchObject(taken);
  const pid = await start(shell);
  expect(records()).toEqual([expect.stringContaining(`-${pid}.json`)]);
  shell.type('q');
  const text = await shell.until((now) => now.endsWith('ready>'));
  // What was on the screen before is there again, and what comes now comes below it.
  expect(text).toMatch(/^ready> tty\n.*shown-program.*ready>$/s);
  expect(shell.line()).toBe(before);
  expect(shell.screen.modes).toEqual(plainModes);
  expect(shell.alternateFlags()).toBe(0);
  expect(records()).toEqual([]);
});

test('a line that was mended since is left as it is', async () => {
  using shell = await ShellInPty.open();
  process.kill(await start(shell), 'SIGKILL');
  await shell.untilKilled();
  shell.type('stty sane; stty -ixon; echo mended\n');
  await shell.until((text) => text.includes('mended\nready>'));
  const mended = shell.line();
  await start(shell);
  shell.type('q');
  await shell.until((text) => text.startsWith('ready> tty\n') && text.endsWith('ready>'));
  expect(shell.line()).toBe(mended);
  expect(shell.screen.modes).toEqual(plainModes);
});

test('a note about an earlier terminal with the same number is not used', async () => {
  using shell = await ShellInPty.open();
  process.kill(await start(shell), 'SIGKILL');
  await shell.untilKilled();
  const left = shell.line();
  const [name = ''] = records();
  const path = join(folder, 'terminals', name);
  const note: unknown = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...Object(note), since: 1 }));
  const pid = await start(shell);
  expect(records()).toEqual([expect.stringContaining(`-${pid}.json`)]);
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
  expect(shell.line()).toBe(left);
});

test('SIGTSTP gives the terminal back, and fg takes it again', async () => {
  using shell = await ShellInPty.open();
  const before = shell.line();
  const pid = await start(shell);
  process.kill(pid, 'SIGTSTP');
  await shell.until((text) => text.includes('Stopped') && text.endsWith('ready>'));
  expect(shell.line()).toBe(before);
  expect(shell.screen.modes).toEqual(plainModes);
  expect(shell.screen.cursor.visible).toBe(true);
  expect(records()).toEqual([]);
  // A window that changes its size meanwhile tells the shell only.
  shell.resize(70, 20);
  shell.type('fg\n');
  expect(await shown(shell, '70x20')).toBe(pid);
  expect(shell.screen.modes).toMatchObject(taken);
  shell.type('x');
  await shell.until((text) => text === `pid ${pid} size 70x20\nx`);
  process.kill(pid, 'SIGTSTP');
  await shell.until((text) => text.endsWith('ready>'));
  shell.type('fg\n');
  await shown(shell, '70x20');
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
  expect(shell.screen.modes).toEqual(plainModes);
  expect(records()).toEqual([]);
});

test('after a SIGSTOP everything is set and painted anew', async () => {
  using shell = await ShellInPty.open();
  const before = shell.line();
  const pid = await start(shell);
  process.kill(pid, 'SIGSTOP');
  await shell.until((text) => text.includes('Stopped'));
  shell.type('stty sane; printf "\\033[?1049l\\033[?1002l\\033[?2004l"; echo other\n');
  await shell.until((text) => text.includes('other\nready>'));
  shell.type('fg\n');
  await shell.until((text) => text === `pid ${pid} size 90x24`);
  expect(shell.screen.modes).toMatchObject(taken);
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
  expect(shell.line()).toBe(before);
  expect(shell.screen.modes).toEqual(plainModes);
  expect(shell.alternateFlags()).toBe(0);
});

test('a storm of sizes ends with the last one', async () => {
  using shell = await ShellInPty.open();
  const pid = await start(shell);
  for (let index = 0; index < 500; index++) {
    const [columns, rows] = index % 50 === 0 ? [1, 1] : index % 50 === 1 ? [500, 200] : [10 + index, 1 + (index % 60)];
    shell.resize(columns, rows);
  }
  shell.resize(66, 13);
  await shell.until((text) => text === `pid ${pid} size 66x13`);
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
});
