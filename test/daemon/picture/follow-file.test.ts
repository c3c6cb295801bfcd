import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followFile } from '../../../src/daemon/picture/follow-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-follow-'));
  path = join(folder, 'a log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const nobody = (): void => undefined;

/** Follows the file and keeps what came; `until` resolves when so many bytes have. */
function follow() {
  let got = '';
  let wake = nobody;
  const blind: unknown[] = [];
  const following = followFile(path, {
    onBytes: (bytes) => {
      got += Buffer.from(bytes).toString('utf8');
      wake();
    },
    onBlind: (thrown) => blind.push(thrown),
  });
  return {
    blind,
    got: () => got,
    until: async (length: number) => {
      while (got.length < length) await new Promise<void>((resolve) => (wake = resolve));
    },
    stop: () => following.stop(),
  };
}

test('what was there, what is appended, and the rest at the end, each once and in order', async () => {
  writeFileSync(path, 'before\n');
  const following = follow();
  expect(following.got()).toBe('before\n');
  appendFileSync(path, 'during\n');
  await following.until(14);
  appendFileSync(path, `${'x'.repeat(200_000)}\n`);
  following.stop();
  expect(following.got()).toBe(`before\nduring\n${'x'.repeat(200_000)}\n`);
  expect(following.blind).toEqual([]);
});

test('a command that writes faster than it is read loses nothing', async () => {
  writeFileSync(path, '');
  const following = follow();
  const writer = spawn('sh', [
    '-c',
    'i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done >> "$1"',
    'sh',
    path,
  ]);
  await once(writer, 'close');
  following.stop();
  expect(following.got()).toBe(Array.from({ length: 3000 }, (_, n) => `line ${n}\n`).join(''));
});
