import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainModes } from '../../src/core/picture.ts';
import { type House, openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';
import { ShellInPty } from '../tty/shell-in-pty.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');
let house: House;
beforeAll(async () => {
  house = await openHouse({ agents: { writer: 'true' } });
});
afterAll(() => house[Symbol.asyncDispose]());

const node = process.execPath;
const direct = `${node} ${launcher}`;

/** The launcher as a Node runs it that is too old: the dashboard is then a child of it. */
function handedOver(): string {
  const old = join(house.repo.folder, 'old.cjs');
  // Only the process that is given this file takes itself for old.
  writeFileSync(old, `Object.defineProperty(process, 'version', { value: 'v18.0.0' });\n`);
  return `${node} -r ${old} ${launcher}`;
}

async function sitDown(): Promise<ShellInPty> {
  const shell = await ShellInPty.open(house.env);
  shell.type(`cd ${house.repo.root}; ulimit -c 0; stty -ixon; echo there\n`);
  await shell.until((text) => text.includes('\nthere\nready>'));
  return shell;
}

async function start(shell: ShellInPty, command: string): Promise<number> {
  shell.type(`${command}\n`);
  await shell.until((text) => /q quit/.test(text));
  const names = readdirSync(join(house.env['SIGNALBOX_HOME'] ?? '', 'terminals'));
  expect(names).toHaveLength(1);
  return Number(/-(\d+)\.json/.exec(names[0] ?? '')?.[1]);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

test.each([...signals, 'quit'] as const)('%s: the terminal is as before', async (way) => {
  for (const command of [direct, handedOver()]) {
    using shell = await sitDown();
    const before = shell.line();
    const pid = await start(shell, command);
    expect(shell.line()).not.toBe(before);
    if (way === 'quit') shell.type('q');
    else process.kill(pid, way);
    await shell.until((text) => text.startsWith('ready> tty\n') && text.endsWith('ready>'));
    expect(shell.line()).toBe(before);
    expect(shell.screen.modes).toEqual(plainModes);
    expect(shell.screen.cursor.visible).toBe(true);
    expect(shell.alternateFlags()).toBe(0);
    expect(isRunning(pid)).toBe(false);
  }
});

test('ended by a signal right behind a key: what was half typed is kept', async () => {
  using shell = await sitDown();
  const pid = await start(shell, direct);
  shell.type('n');
  await shell.until((text) => text.includes('New task'));
  shell.type('half a thought');
  await shell.until((text) => text.includes('half a thought'));
  process.kill(pid, 'SIGTERM');
  await shell.until((text) => text.startsWith('ready> tty\n') && text.endsWith('ready>'));
  const drafts = join(house.env['SIGNALBOX_HOME'] ?? '', 'drafts.json');
  expect(readFileSync(drafts, 'utf8')).toContain('half a thought');
  rmSync(drafts);
});

test('killed, started again and left: the terminal is as before', async () => {
  for (const command of [direct, handedOver()]) {
    using shell = await sitDown();
    const before = shell.line();
    process.kill(await start(shell, command), 'SIGKILL');
    await shell.untilKilled();
    expect(shell.screen.modes.alternateScreen).toBe(true);
    await start(shell, command);
    shell.type('q');
    await shell.until((text) => text.startsWith('ready> tty\n') && text.endsWith('ready>'));
    expect(shell.line()).toBe(before);
    expect(shell.screen.modes).toEqual(plainModes);
  }
});

test('stopped and continued', async () => {
  for (const command of [direct, handedOver()]) {
    using shell = await sitDown();
    const before = shell.line();
    const pid = await start(shell, command);
    process.kill(pid, 'SIGTSTP');
    await shell.until((text) => text.includes('Stopped') && text.endsWith('ready>'));
    expect(shell.line()).toBe(before);
    expect(shell.screen.modes).toEqual(plainModes);
    shell.type('fg\n');
    await shell.until((text) => /q quit/.test(text));
    shell.type('q');
    await shell.until((text) => text.endsWith('ready>'));
    expect(shell.line()).toBe(before);
    expect(shell.screen.modes).toEqual(plainModes);
  }
});

test('a signal ends the demo too, and everything is put away', async () => {
  using shell = await sitDown();
  const before = shell.line();
  process.kill(await start(shell, `${direct} demo`), 'SIGTERM');
  const text = await shell.until((now) => now.includes('ended by SIGTERM') && now.endsWith('ready>'));
  expect(text).toMatch(/everything is put away\nready>$/);
  expect(shell.line()).toBe(before);
  expect(shell.screen.modes).toEqual(plainModes);
});

test('a terminal that takes no bytes keeps nobody', async () => {
  for (const way of ['SIGTERM', 'quit'] as const) {
    using shell = await sitDown();
    const pid = await start(shell, direct);
    shell.stopReading();
    // Each size is a whole picture; several of them are more than a terminal's buffer holds.
    for (let columns = 120; columns < 140; columns++) {
      shell.resize(columns, 60);
      await pause(60);
    }
    if (way === 'quit') shell.type('q');
    else process.kill(pid, way);
    while (isRunning(pid)) await pause(20);
    // Where it could not be told to leave its modes, that is still noted.
    rmSync(join(house.env['SIGNALBOX_HOME'] ?? '', 'terminals'), { recursive: true });
  }
});

test('a window that is closed ends the dashboard', async () => {
  for (const command of [direct, direct.replace(' ', ' --require=./ignore.cjs ')]) {
    house.repo.write({ 'ignore.cjs': `process.on('SIGHUP', () => undefined);\n` });
    const shell = await sitDown();
    const pid = await start(shell, command);
    shell[Symbol.dispose]();
    while (isRunning(pid)) await pause(20);
    expect(readdirSync(join(house.env['SIGNALBOX_HOME'] ?? '', 'terminals'))).toEqual([]);
    // Where bugs are noted.
    expect(existsSync(join(house.env['SIGNALBOX_HOME'] ?? '', 'client.log'))).toBe(false);
  }
});
