import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { inspectRun } from '../../src/runner/find-run.ts';
import {
  endBelongings,
  findMarkedProcesses,
  isSameProcess,
  processStartTime,
} from '../../src/runner/process/process-tree.ts';
import { segmentPath } from '../../src/runner/log/segments.ts';
import { openShell, Run } from './open-run.ts';
import { RawClient } from './raw-client.ts';

const kilobyte = 1024;

/** What `seq 1 last` writes to a terminal. */
function sequence(last: number): Buffer {
  return Buffer.from(Array.from({ length: last }, (_value, index) => `${index + 1}\r\n`).join(''));
}

/** A folder in which daemons that are killed follow one another. */
class Succession {
  readonly #folder: string;
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
    this.#folder = join(run.dir, 'daemon');
    mkdirSync(this.#folder);
    writeFileSync(join(this.#folder, 'seen'), '');
    writeFileSync(join(this.#folder, 'checkpoint'), '0 new');
  }

  get checkpoint(): string {
    return readFileSync(join(this.#folder, 'checkpoint'), 'utf8');
  }

  get seen(): Buffer {
    return readFileSync(join(this.#folder, 'seen')).subarray(0, Number.parseInt(this.checkpoint, 10));
  }

  /** Runs one daemon until its checkpoint is what is waited for, and kills it. */
  async reign(until: (checkpoint: string) => boolean): Promise<void> {
    const program = fileURLToPath(new URL('./daemon-double.ts', import.meta.url));
    const { socket, nonce } = this.#run.options;
    const child = spawn(process.execPath, [program, socket, nonce, this.#folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    const reached = new Promise<void>((resolve) => {
      const watcher = watch(this.#folder, () => {
        if (until(this.checkpoint)) resolve();
      });
      child.once('exit', () => watcher.close());
    });
    await Promise.race([reached, ended]);
    if (!until(this.checkpoint)) throw new Error(`the daemon has ended by itself at ${this.checkpoint}`);
    child.kill('SIGKILL');
    await ended;
  }
}

test('20 daemons are killed one after the other during heavy output: no byte is lost or doubled', async () => {
  const whole = sequence(2_000_000);
  // The log is cut and let go all the time, and the program waits while no daemon is there.
  await using run = new Run(['/bin/sh', '-c', 'seq 1 2000000; exit 3'], {
    segmentBytes: 100 * kilobyte,
    keptBytes: 300 * kilobyte,
    ceilingBytes: 1500 * kilobyte,
  });
  await run.start();
  const daemons = new Succession(run);
  for (let killed = 1; killed <= 20; killed++)
    await daemons.reign((checkpoint) => Number.parseInt(checkpoint, 10) >= killed * 600 * kilobyte);
  expect(inspectRun(run.options.runDir).kind).toBe('alive');
  await daemons.reign((checkpoint) => checkpoint.endsWith('exit 3'));
  expect(daemons.seen.equals(whole)).toBe(true);
  const log = run.log();
  expect([log.start > 14_000 * kilobyte, log.end]).toEqual([true, whole.length]);
  expect(run.bytes().equals(whole.subarray(log.start))).toBe(true);
  expect(readFileSync(join(run.options.runDir, 'holder.log'), 'utf8').match(/the program waits/gu)).toHaveLength(1);
});

test('a holder that is killed leaves its log whole, and its program is found and ended', async () => {
  const { run, client } = await openShell('trap "" HUP; seq 1 100000000; exec sleep 1000', {
    segmentBytes: 1000 * kilobyte,
  });
  await using _ = run;
  await client.until(() => client.output.length > 5000 * kilobyte);
  process.kill(run.holderPid, 'SIGKILL');
  await client.closed;
  const log = run.log();
  expect(log.end).toBeGreaterThanOrEqual(client.output.length);
  const whole = sequence(2_000_000).subarray(0, log.end);
  expect(run.bytes().equals(whole)).toBe(true);
  expect(client.output.equals(whole.subarray(0, client.output.length))).toBe(true);
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'lost', ghost: true, rebooted: false });
  expect(await endBelongings({ marker: `SIGNALBOX_RUN=${run.options.nonce}`, graceMs: 1_000 })).toEqual([]);
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'lost', ghost: false });
});

/** Leaves its session twice over, and is deaf to what it can be deaf to. */
const daemonizes = `(setsid sh -c 'trap "" HUP TERM; setsid sh -c "trap \\"\\" HUP TERM; echo away; while :; do sleep 1000; done" & ' &)`;

test('a holder that is told to go takes all along: jobs in groups of their own, and what has left the session', async () => {
  const script = `set -m; env -i sleep 1000 & echo job=$!; ${daemonizes}; trap "exit 9" HUP; sleep 1000 & wait $!`;
  const { run, client } = await openShell(script);
  await using _ = run;
  await client.until(() => /job=\d+\r\n/u.test(client.output.toString()) && client.output.includes('away'));
  const marker = `SIGNALBOX_RUN=${run.options.nonce}`;
  const job = Number(/job=(\d+)/u.exec(client.output.toString())?.[1]);
  const jobStarted = processStartTime(job) ?? 'not at all';
  expect(isSameProcess(job, jobStarted)).toBe(true);
  expect(findMarkedProcesses(marker).map(({ pid }) => pid)).not.toContain(job);
  expect(findMarkedProcesses(marker).length).toBeGreaterThanOrEqual(3);
  process.kill(run.holderPid, 'SIGTERM');
  expect(await client.exit).toMatchObject({ exit: 9 });
  await client.closed;
  expect(findMarkedProcesses(marker)).toEqual([]);
  expect(isSameProcess(job, jobStarted)).toBe(false);
});

/** Starts a script under a holder with a client that reads nothing until it is told to. */
async function openUnread(script: string) {
  const run = new Run(['/bin/sh', '-c', script]);
  await run.start();
  const client = new RawClient(run.options.socket);
  client.socket.pause();
  client.send(2, '{"from":0}');
  return { run, client };
}

test('an exit while megabytes are unread is delivered behind all of them', async () => {
  const { run, client } = await openUnread('seq 1 300000; exit 4');
  await using _ = run;
  await run.grows(() => inspectRun(run.options.runDir).kind === 'exited');
  expect(client.frames).toEqual([]);
  client.socket.resume();
  await client.until(() => client.json(7).length > 0);
  expect(client.frames.at(-1)?.type).toBe(7);
  expect(client.json(7)).toMatchObject([{ exit: 4 }]);
  expect(Buffer.from(client.output()).equals(sequence(300_000))).toBe(true);
});

test('a holder that is told to go while its client is far behind still delivers all', async () => {
  const { run, client } = await openUnread(
    // A child that dies of the signal first would be one more line of the shell's.
    'trap "exit 9" HUP; seq 1 300000; while :; do (trap "" HUP; exec sleep 1000) & wait; done',
  );
  await using _ = run;
  const whole = sequence(300_000);
  await run.grows(() => run.log().end === whole.length);
  process.kill(run.holderPid, 'SIGTERM');
  await run.grows(() => inspectRun(run.options.runDir).kind === 'exited');
  expect(client.frames).toEqual([]);
  const closed = once(client.socket, 'close');
  client.socket.resume();
  await closed;
  expect(client.json(7)).toMatchObject([{ exit: 9 }]);
  expect(Buffer.from(client.output()).equals(whole)).toBe(true);
});

test('bytes that are no text go through unchanged', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_value, index) => (index * 7 + (index >> 8)) % 256));
  const { run, client } = await openShell('stty raw -echo; echo up; head -c 70000');
  await using _ = run;
  await client.shows('up');
  client.holder.write(bytes);
  await client.exit;
  expect(client.output.includes(bytes)).toBe(true);
  expect(run.bytes().equals(client.output)).toBe(true);
});

test('a program that runs on for nobody is ended when its lease is over, and its exit says so', async () => {
  await using run = new Run(['/bin/sh', '-c', `${daemonizes}; sleep 1000`], { leaseMs: 400, leaseQuietMs: 200 });
  const started = await run.start();
  await run.grows(() => inspectRun(run.options.runDir).kind === 'exited');
  expect(inspectRun(run.options.runDir)).toMatchObject({ exit: { exit: null, signal: 'SIGHUP', by: 'lease' } });
  if (started.kind !== 'running') throw new Error(started.kind);
  const { holderPid, holderStartTime } = started.hello;
  await expect.poll(() => isSameProcess(holderPid, holderStartTime), { timeout: 30_000 }).toBe(false);
  expect(findMarkedProcesses(`SIGNALBOX_RUN=${run.options.nonce}`)).toEqual([]);
});

test('files of the log that somebody has removed are left out of what a client gets, and cost it nothing else', async () => {
  const { run, client } = await openShell('seq 1 200000; read line; echo "got $line"; read line', {
    segmentBytes: 100 * kilobyte,
  });
  await using _ = run;
  await client.shows('\n200000\r\n');
  rmSync(segmentPath(run.options.runDir, 200 * kilobyte));
  const later = await run.attach();
  await later.shows('\n200000\r\n');
  const kept = [client.output.subarray(0, 200 * kilobyte), client.output.subarray(300 * kilobyte)];
  expect(later.output.equals(Buffer.concat(kept))).toBe(true);
  expect(later.gaps).toContain(`${300 * kilobyte} after ${200 * kilobyte}`);
  // Also the file that is written to now.
  const files = readdirSync(run.options.runDir).filter((name) => name.startsWith('output.'));
  for (const name of files) rmSync(join(run.options.runDir, name));
  const last = await run.attach();
  last.holder.write(Buffer.from('on\r'));
  await last.shows('got on');
});
