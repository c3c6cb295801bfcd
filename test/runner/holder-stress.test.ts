import { createHash } from 'node:crypto';
import { connect } from 'node:net';

import { expect, test } from 'vitest';

import { encodeJson, frameType } from '../../src/runner/protocol/frames.ts';
import { readProc } from '../../src/runner/process/process-table.ts';
import { Client, openShell } from './open-run.ts';

const flood = 5 * 1024 * 1024;

test('5 MB replay from any offset, without gap or double', async () => {
  const { run, client } = await openShell(
    `head -c ${flood} /dev/urandom | od -An -v -tx1 | head -c ${flood}; read line`,
  );
  await using _ = run;
  // The pty makes two bytes of each line feed, so the length is known only from the log.
  await client.until(() => client.output.length >= flood && run.log().end === client.output.length);
  client.holder.close();
  const whole = run.bytes();
  for (const from of [0, 1, 4096, 65_535, 1_234_567, whole.length - 1, whole.length]) {
    const later = await run.attach(from);
    await later.until(() => later.output.length >= whole.length - from);
    later.holder.close();
    expect(later.gaps).toEqual([]);
    expect(later.output.equals(whole.subarray(from))).toBe(true);
  }
});

test('clients that die in the middle of a flood lose nothing', async () => {
  const { run, client } = await openShell('seq 1 400000; read line');
  await using _ = run;
  const parts: Buffer[] = [];
  let at = 0;
  let current = client;
  for (let cut = 1; cut <= 20; cut++) {
    const goal = cut * 100_000;
    const watched = current;
    await watched.until(() => at + watched.output.length >= goal);
    watched.holder.close();
    parts.push(watched.output);
    expect(watched.gaps).toEqual([]);
    at += watched.output.length;
    current = await Client.attach(run.options, at);
  }
  const last = current;
  await last.shows('\r\n400000\r\n');
  const seen = Buffer.concat([...parts, last.output]);
  const wanted = Array.from({ length: 400_000 }, (_value, index) => `${index + 1}\r\n`).join('');
  expect(seen.toString() === wanted).toBe(true);
  expect(run.bytes().equals(seen)).toBe(true);
});

test('all output is in the log when the exit is, after a last burst', async () => {
  const { run, client } = await openShell('seq 1 30000');
  await using _ = run;
  await client.exit;
  expect(client.output.toString().endsWith('\r\n30000\r\n')).toBe(true);
  expect(run.bytes().equals(client.output)).toBe(true);
});

function cpuTicks(pid: number): number {
  const fields = (readProc(`/proc/${pid}/stat`) ?? '').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

test('1 MB to a program that does not read yet does not spin, and is delivered when it reads', async () => {
  const paste = Buffer.alloc(1024 * 1024, 'x');
  const script = `stty raw -echo; echo up; sleep 1; echo slept; head -c ${paste.length} | md5sum`;
  const { run, client } = await openShell(script);
  await using _ = run;
  await client.shows('up');
  const before = cpuTicks(run.holderPid);
  client.holder.write(paste);
  await client.shows('slept');
  // One second is 100 ticks; a writer that tries again at once takes 90.
  expect(cpuTicks(run.holderPid) - before).toBeLessThan(30);
  expect(await client.exit).toMatchObject({ exit: 0 });
  expect(client.output.toString()).toContain(createHash('md5').update(paste).digest('hex'));
});

test('a client that reads nothing does not make the holder keep its output in memory', async () => {
  const { run, client } = await openShell('seq 1 2000000; read line');
  await using _ = run;
  client.holder.close();
  const stalled = connect(run.options.socket);
  stalled.pause();
  stalled.write(encodeJson(frameType.attach, { from: 0 }));
  const whole = 14_888_896 + 2_000_000;
  await run.grows(() => run.log().end >= whole);
  const resident = Number(/VmRSS:\s+(\d+)/u.exec(readProc(`/proc/${run.holderPid}/status`) ?? '')?.[1]);
  stalled.destroy();
  expect(resident).toBeLessThan(110_000);
});
