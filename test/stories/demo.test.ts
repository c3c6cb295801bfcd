import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { isRunning } from '../kit/is-running.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');

/** The demo as a child, with a temporary folder of its own that shows what it leaves behind. */
function startDemo(
  temporary: string,
  ...words: string[]
): { child: ChildProcess; lines: string[]; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [launcher, 'demo', ...words], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = Promise.withResolvers<number | null>();
  child.once('close', (status) => ended.resolve(status));
  return { child, lines, ended: ended.promise };
}

/** Folders of the demo, and processes that were started with this temporary folder and still run. */
function leftBehind(temporary: string): string[] {
  const marked = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${temporary}\0`) && isRunning(pid);
    } catch {
      // It ended between the two looks, or belongs to somebody else.
      return false;
    }
  };
  return [
    ...readdirSync(temporary).filter((name) => name.startsWith('signalbox')),
    ...readdirSync('/proc').filter((name) => /^\d+$/.test(name) && marked(name)),
  ];
}

test('the demo plays its story to the end, shows what landed, and leaves nothing behind', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'sb-'));
  try {
    const { lines, ended } = startDemo(temporary);
    expect({ status: await ended, last: lines.at(-1) }).toEqual({
      status: 0,
      last: 'everything that should have landed did, and nothing else',
    });
    expect(leftBehind(temporary)).toEqual([]);
    const story = lines.join('\n');
    for (const turn of [
      'search: answered question 3: 20',
      'track duration: gate red: check failed: test',
      'error messages: rejected (verification): Name the file',
      'manual: gate red: out of scope: src/player.js',
      'telemetry: agent exited with status 3',
      'telemetry: discarded',
    ]) {
      expect(story).toContain(turn);
    }
    expect(story).toMatch(/volume (steps|limit): .*the merged result is red now/);
    const live = lines.flatMap((line) => /^\[live (\d+)\/3\]/.exec(line)?.[1] ?? []).map(Number);
    expect(Math.max(...live)).toBe(3);
    expect(lines.filter((line) => line.endsWith(': checks green'))).toHaveLength(7);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

test('ended in the middle it puts everything away', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'sb-'));
  try {
    const { child, ended } = startDemo(temporary);
    if (child.stdout === null) throw new Error('the demo has no output');
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect(await ended).toBe(1);
    expect(leftBehind(temporary)).toEqual([]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
