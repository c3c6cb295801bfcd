import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { inspectRun } from '../../src/runner/find-run.ts';
import { endProcesses } from '../../src/runner/process/process-tree.ts';
import { segmentPath } from '../../src/runner/log/segments.ts';
import { replayLog } from '../../src/runner/log/replay-log.ts';
import { openShell, Run } from './open-run.ts';

test('output and exit status reach the client, and stay on disk', async () => {
  const { run, client } = await openShell('echo hello; exit 3');
  await using _ = run;
  expect(await client.exit).toMatchObject({ exit: 3, signal: null });
  expect(client.output.toString()).toBe('hello\r\n');
  client.holder.acknowledgeExit();
  await client.closed;
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'exited', exit: { exit: 3, signal: null } });
  const replayed: string[] = [];
  expect(
    replayLog({ runDir: run.options.runDir, from: 2, onOutput: (_offset, bytes) => replayed.push(bytes.toString()) }),
  ).toBe(7);
  expect(replayed).toEqual(['llo\r\n']);
});

test('a program that closes all that it has of its terminal works on, and its end is recorded as it was', async () => {
  // It sleeps only so that whoever takes this for its end has the time to.
  const script = 'echo up; exec </dev/null >/dev/null 2>&1; sleep 0.3; exec >/dev/tty; echo back; exit 4';
  const { run, client } = await openShell(script);
  await using _ = run;
  expect(await client.exit).toMatchObject({ exit: 4 });
  expect(client.output.toString()).toBe('up\r\nback\r\n');
});

test('a signal ends the whole process group and is recorded by name', async () => {
  const { run, client } = await openShell('sleep 1000 & echo up; wait');
  await using _ = run;
  await client.shows('up');
  client.holder.signal('SIGTERM');
  expect(await client.exit).toMatchObject({ exit: null, signal: 'SIGTERM' });
});

test('Ctrl-C interrupts a plain program', async () => {
  // Again and again for a moment: a shell that is interrupted just before it waits for a command hears of it only then.
  const { run, client } = await openShell('trap "echo caught; exit 5" INT; echo up; while :; do sleep 0.05; done');
  await using _ = run;
  await client.shows('up');
  client.holder.write(Buffer.from('\x03'));
  expect(await client.exit).toMatchObject({ exit: 5 });
  expect(client.output.toString()).toBe('up\r\n^Ccaught\r\n');
});

test('a resize reaches the program', async () => {
  const { run, client } = await openShell('trap "stty size" WINCH; stty size; while :; do read line; done');
  await using _ = run;
  await client.shows('24 80');
  client.holder.resize(100, 30);
  await client.shows('30 100');
  client.holder.close();
  expect((await run.attach()).holder.hello).toMatchObject({ columns: 100, rows: 30 });
});

test('a holder goes when its program has ended and its client has left, acknowledged or not', async () => {
  const { run, client } = await openShell('echo done');
  await using _ = run;
  await client.exit;
  const second = await run.attach();
  // The newest client wins.
  await client.closed;
  await second.exit;
  second.holder.close();
  expect((await run.start()).kind).toBe('exited');
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'exited', exit: { exit: 0 } });
});

describe('what cannot be started is told as a line and exit status 127:', () => {
  test.each([
    { what: 'a missing directory', argv: ['/bin/true'], cwd: '/does/not/exist', reason: 'there is no directory' },
    { what: 'a missing program', argv: ['/does/not/exist'], cwd: '/', reason: 'it is not an executable file' },
    { what: 'a name that is nowhere', argv: ['signalbox-no-such-program'], cwd: '/', reason: 'it is not on the PATH' },
    { what: 'a directory as program', argv: ['/tmp'], cwd: '/', reason: 'it is not an executable file' },
  ] as const)('$what', async ({ argv, cwd, reason }) => {
    await using run = new Run([...argv], { cwd });
    await run.start();
    const replayed: string[] = [];
    replayLog({ runDir: run.options.runDir, from: 0, onOutput: (_offset, bytes) => replayed.push(bytes.toString()) });
    expect(replayed.join('')).toContain(reason);
    expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'exited', exit: { exit: 127, signal: null } });
  });
});

test('a background child does not hold up the exit', async () => {
  const { run, client } = await openShell('(trap "" HUP; exec sleep 1000) & echo $!; exit 0');
  await using _ = run;
  expect(await client.exit).toMatchObject({ exit: 0 });
});

test('the program has a clean environment and no foreign descriptors', async () => {
  const script = 'env | sort; echo FDS $(ls -1 /proc/self/fd | tr "\\n" " ")END';
  const env = {
    PATH: process.env['PATH'] ?? '',
    TMUX: '/tmp/tmux',
    TMUX_PANE: '%1',
    STY: 'x',
    NODE_OPTIONS: '--max-old-space-size=100',
    NODE_CHANNEL_FD: '3',
    COLUMNS: '10',
    LINES: '10',
    TERM: 'dumb',
    KEPT: 'yes',
  };
  const { run, client } = await openShell(script, { env });
  await using _ = run;
  await client.exit;
  const lines = client.output.toString().split('\r\n');
  const names = lines.filter((line) => line.includes('=')).map((line) => line.split('=')[0]);
  expect(names).toEqual(['COLORTERM', 'KEPT', 'PATH', 'PWD', 'SIGNALBOX_ID', 'SIGNALBOX_RUN', 'TERM']);
  expect(lines).toContain('TERM=xterm-256color');
  expect(lines).toContain(`SIGNALBOX_RUN=${run.options.nonce}`);
  // 0, 1, 2, and what `ls` opened to look.
  expect(lines.find((line) => line.startsWith('FDS'))).toBe('FDS 0 1 2 3 END');
});

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

test('files and sockets are private, and the environment does not stay on disk', async () => {
  const { run, client } = await openShell('umask; read line');
  await using _ = run;
  await client.shows('00');
  expect(mode(run.options.runDir)).toBe('700');
  expect(mode(join(run.dir, 'sock'))).toBe('700');
  expect(mode(run.options.socket)).toBe('600');
  for (const file of ['hello.json', 'output.0000000000000000.log', 'sizes.jsonl', 'holder.log'])
    expect(mode(join(run.options.runDir, file))).toBe('600');
  expect(existsSync(join(run.options.runDir, 'start.json'))).toBe(false);
  // The program's own mask is the user's.
  expect(client.output.toString().trim()).toBe(process.umask().toString(8).padStart(4, '0'));
});

test('a holder that is told to go hangs up its program, records the exit and goes', async () => {
  const { run, client } = await openShell('trap "echo hup; exit 9" HUP; echo up; while :; do sleep 0.05; done');
  await using _ = run;
  await client.shows('up');
  process.kill(run.holderPid, 'SIGTERM');
  expect(await client.exit).toMatchObject({ exit: 9 });
  await client.closed;
  expect(client.output.toString()).toContain('hup');
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'exited', exit: { exit: 9 } });
});

test('a closed terminal does not end a holder', async () => {
  const { run, client } = await openShell('echo up; read line; echo "got $line"');
  await using _ = run;
  await client.shows('up');
  process.kill(run.holderPid, 'SIGHUP');
  client.holder.write(Buffer.from('x\r'));
  await client.shows('got x');
  expect(await client.exit).toMatchObject({ exit: 0 });
});

test('a holder that is killed is lost, and its program is hung up', async () => {
  // The pipe has an end only in the program: its end of file is the end of the program.
  const script = 'trap "echo hup >&9; exit" HUP; exec 9>alive; echo up; sleep 1000 9>&- & wait';
  await using run = new Run(['/bin/sh', '-c', script]);
  const fifo = join(run.dir, 'alive');
  execFileSync('mkfifo', [fifo]);
  const said = readFile(fifo, 'utf8');
  await run.start();
  const client = await run.attach();
  await client.shows('up');
  process.kill(run.holderPid, 'SIGKILL');
  expect(await said).toBe('hup\n');
  await client.closed;
  // A process closes its files a moment before it has ended.
  const { pid, startTime, holderPid, holderStartTime } = client.holder.hello;
  const both = [
    { pid: pid ?? 0, startTime: startTime ?? '' },
    { pid: holderPid, startTime: holderStartTime },
  ];
  expect(await endProcesses(both, 5_000)).toEqual([]);
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'lost', ghost: false });
  expect(await run.start()).toMatchObject({ kind: 'lost' });
});

test('the log holds the same bytes as the client got', async () => {
  const { run, client } = await openShell('seq 1 20000');
  await using _ = run;
  await client.exit;
  expect(client.output.equals(run.bytes())).toBe(true);
});

test('a holder whose disk is full throttles its program and still goes when told to', async () => {
  await using run = new Run(['/bin/sh', '-c', 'echo up; : > written; seq 1 100000000']);
  mkdirSync(run.options.runDir);
  symlinkSync('/dev/full', segmentPath(run.options.runDir, 0));
  await run.start();
  const client = await run.attach();
  const { holderPid, holderStartTime } = client.holder.hello;
  await expect.poll(() => existsSync(join(run.dir, 'written')), { timeout: 30_000 }).toBe(true);
  process.kill(holderPid, 'SIGTERM');
  await client.closed;
  expect(client.output.length).toBe(0);
  expect(await endProcesses([{ pid: holderPid, startTime: holderStartTime }], 0)).toEqual([]);
  expect(inspectRun(run.options.runDir)).toMatchObject({ kind: 'lost', ghost: false });
});
