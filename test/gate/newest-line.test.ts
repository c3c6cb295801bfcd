import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchNewestLine } from '../../src/gate/checks/newest-line.ts';

test('the newest whole line is told, without colours, each once, and none after the end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-line-'));
  const path = join(folder, 'log');
  try {
    writeFileSync(path, 'first\n\u001B[31msecond\u001B[0m\n\n');
    const told: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const watch = watchNewestLine(
      path,
      (line) => {
        told.push(line);
        if (told.length === 1) appendFileSync(path, `10 %\r20 %\n${'x'.repeat(500)}\n`);
        else resolve();
      },
      5,
    );
    await promise;
    watch.stop();
    appendFileSync(path, 'late\n');
    expect(told).toEqual(['second', `${'x'.repeat(119)}…`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
