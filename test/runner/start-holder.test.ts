import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { Fault } from '../../src/core/fault.ts';
import { attachHolder } from '../../src/runner/attach-holder.ts';
import { inspectRun } from '../../src/runner/find-run.ts';
import { processStartTime } from '../../src/runner/process/process-tree.ts';
import { openShell, Run } from './open-run.ts';

const waits: [string, ...string[]] = ['/bin/sh', '-c', 'echo started; read line'];

test('starting a run again finds the holder that runs', async () => {
  await using run = new Run(waits);
  expect(inspectRun(run.options.runDir)).toEqual({ kind: 'none' });
  const first = await run.start();
  expect(first.kind).toBe('running');
  expect(await run.start()).toEqual(first);
  expect(inspectRun(run.options.runDir)).toEqual({ kind: 'alive', hello: first.kind === 'running' && first.hello });
});

test('many starts at once start one program', async () => {
  await using run = new Run(waits);
  const started = await Promise.all([1, 2, 3, 4, 5].map(async () => run.start()));
  expect(new Set(started.map((one) => one.kind === 'running' && one.hello.holderPid)).size).toBe(1);
  const client = await run.attach();
  await client.shows('started');
  client.holder.write(Buffer.from('\r'));
  await client.exit;
  expect(client.output.toString().match(/started/gu)).toHaveLength(1);
});

test('the directory of another run is refused', async () => {
  await using run = new Run(waits);
  await run.start();
  await using other = new Run(waits, { runDir: run.options.runDir });
  await expect(other.start()).rejects.toThrow(Fault);
});

test('a socket path that is too long is one clear sentence, and the run can be started elsewhere', async () => {
  await using run = new Run(waits);
  const tooLong = new Run(waits, { runDir: run.options.runDir, socket: join(run.dir, 'x'.repeat(120)) });
  await using _ = tooLong;
  await expect(tooLong.start()).rejects.toThrow(/socket path .* is longer than \d+ bytes/u);
  expect(inspectRun(run.options.runDir).kind).toBe('none');
  expect((await run.start()).kind).toBe('running');
});

test('a socket that a dead holder left is replaced; one that answers is not', async () => {
  await using run = new Run(waits);
  mkdirSync(dirname(run.options.socket), { recursive: true });
  const server = createServer();
  server.listen(run.options.socket);
  await once(server, 'listening');
  await expect(run.start()).rejects.toThrow(/another process listens/u);
  server.close();
  await once(server, 'close');
  const script = `require('net').createServer().listen(${JSON.stringify(run.options.socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script]), 'exit');
  expect((await run.start()).kind).toBe('running');
});

test('nobody is there: attaching says so', async () => {
  const nobody = { from: 0, onOutput: () => undefined, onExit: () => undefined, onClosed: () => undefined };
  expect(await attachHolder({ ...nobody, socket: '/tmp/signalbox-no-such-socket', nonce: 'x' })).toEqual({
    kind: 'gone',
  });
  await using run = new Run(waits);
  await run.start();
  expect(await attachHolder({ ...nobody, socket: run.options.socket, nonce: 'of another run' })).toEqual({
    kind: 'gone',
  });
});

test('the newest client wins, and the one before is told', async () => {
  const { run, client } = await openShell('read line; echo "got $line"');
  await using _ = run;
  const newer = await run.attach();
  await client.closed;
  client.holder.write(Buffer.from('old\r'));
  newer.holder.write(Buffer.from('new\r'));
  await newer.shows('got new');
});

test('a holder whose process number is another one now is lost', async () => {
  await using run = new Run(waits);
  const started = await run.start();
  if (started.kind !== 'running') throw new Error(started.kind);
  const { hello } = started;
  const impostor = { ...hello, holderPid: process.pid, pid: process.pid };
  writeFileSync(join(run.options.runDir, 'hello.json'), JSON.stringify(impostor));
  expect(inspectRun(run.options.runDir)).toEqual({ kind: 'lost', hello: impostor, ghost: false, rebooted: false });
  const ghost = { ...impostor, startTime: processStartTime(process.pid) ?? '' };
  writeFileSync(join(run.options.runDir, 'hello.json'), JSON.stringify(ghost));
  expect(inspectRun(run.options.runDir)).toEqual({ kind: 'lost', hello: ghost, ghost: true, rebooted: false });
  const before = { ...hello, holderStartTime: `another boot:${hello.holderStartTime.split(':')[1]}` };
  writeFileSync(join(run.options.runDir, 'hello.json'), JSON.stringify(before));
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'lost', rebooted: process.platform === 'linux' });
  writeFileSync(join(run.options.runDir, 'hello.json'), JSON.stringify(hello));
});

test('a starter that dies does not take the holder along', async () => {
  await using run = new Run(waits);
  const script = `
    const { startHolder } = await import(${JSON.stringify(new URL('../../src/runner/start-holder.ts', import.meta.url))});
    await startHolder(${JSON.stringify(run.options)});
    process.kill(-process.pid, 'SIGKILL');`;
  await once(spawn(process.execPath, ['--input-type=module', '-e', script], { detached: true }), 'exit');
  const client = await run.attach();
  await client.shows('started');
});
