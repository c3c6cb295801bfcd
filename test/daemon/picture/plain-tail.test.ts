import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { plainTail } from '../../../src/daemon/picture/plain-tail.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-tail-'));
const path = join(folder, 'output.log');
afterAll(() => rmSync(folder, { recursive: true }));

async function tail(content: string | Buffer, limit = 10_000) {
  writeFileSync(path, content);
  return await plainTail(path, limit);
}

test.each([
  ['as it is', 'one\ntwo\n', 'one\ntwo\n'],
  ['lines of a terminal', 'one\r\ntwo\r\n', 'one\ntwo\n'],
  ['lines of a program that knew', 'one\r\r\ntwo\r\r\n', 'one\ntwo\n'],
  ['colours and titles', '\u001b[31mred\u001b[0m \u001b]0;title\u0007plain\n', 'red plain\n'],
  ['what was overwritten', '10%\r50%\r100%\ndone\n', '100%\ndone\n'],
  ['a progress that stands', 'start\n10%\r50%\r', 'start\n50%'],
  ['nothing', '', ''],
  ['wide characters', '日本 ä\n', '日本 ä\n'],
])('%s', async (_what, content, text) => {
  expect(await tail(content)).toEqual({ text, truncated: false });
});

test('the newest bytes, from the first whole line on', async () => {
  expect(await tail('first\nsecond\nthird\n', 9)).toEqual({ text: 'third\n', truncated: true });
  expect(await tail('first\nsecond\nthird\n', 19)).toEqual({ text: 'first\nsecond\nthird\n', truncated: false });
  expect(await tail('x'.repeat(100), 10)).toEqual({ text: 'x'.repeat(10), truncated: true });
});

test('a log that is not there yet is empty; anything else that is wrong is thrown', async () => {
  expect(await plainTail(join(folder, 'missing.log'), 10)).toEqual({ text: '', truncated: false });
  await expect(plainTail(folder, 10)).rejects.toThrow(/EISDIR/);
});
