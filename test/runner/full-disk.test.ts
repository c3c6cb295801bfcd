import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { Run } from './open-run.ts';

const kilobyte = 1024;

/** A disk of 3 MB at a folder, until it is disposed of. Undefined where this user may not mount one. */
function smallDisk(folder: string): Disposable | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return { [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]) };
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sb-mount-'));
  try {
    using disk = smallDisk(folder);
    return disk !== undefined;
  } finally {
    rmdirSync(folder);
  }
}

test.runIf(mayMount())('on a full disk the program waits; with room again, no byte is lost or doubled', async () => {
  await using run = new Run(['/bin/sh', '-c', 'seq 1 800000; exit 3'], {
    segmentBytes: 100 * kilobyte,
    keptBytes: 200 * kilobyte,
  });
  mkdirSync(run.options.runDir);
  using disk = smallDisk(run.options.runDir);
  await run.start();
  const client = await run.attach();
  await expect.poll(() => statfsSync(run.options.runDir).bfree, { timeout: 60_000 }).toBe(0);
  await client.until(() => client.output.length >= run.log().end);
  expect(disk).toBeDefined();
  const full = run.log().end;
  // The size has its place behind what the program wrote before and the disk has not taken yet.
  client.holder.resize(100, 30);
  const exit = client.exit.then(() => true);
  for (let safe = 0; !(await Promise.race([exit, client.until(() => client.output.length > safe)]));) {
    safe = client.output.length;
    client.holder.checkpoint(safe);
  }
  expect(await client.exit).toMatchObject({ exit: 3 });
  const whole = Array.from({ length: 800_000 }, (_value, index) => `${index + 1}\r\n`).join('');
  expect(client.gaps).toEqual([]);
  expect(client.output.equals(Buffer.from(whole))).toBe(true);
  expect(client.sizes).toMatchObject([{ columns: 80 }, { columns: 100 }]);
  expect(client.sizes[1]?.offset).toBeGreaterThan(full);
  const log = run.log();
  expect([log.start > 0, log.end, log.sizes]).toEqual([true, whole.length, client.sizes]);
  expect(run.bytes().equals(client.output.subarray(log.start))).toBe(true);
  client.holder.acknowledgeExit();
  await client.closed;
});
