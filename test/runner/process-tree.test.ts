import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

import {
  endProcesses,
  endProcessGroup,
  findMarkedProcesses,
  isSameProcess,
  processStartTime,
} from '../../src/runner/process/process-tree.ts';
import { openShell } from './open-run.ts';

function markOf(pid: number): { pid: number; startTime: string } {
  const startTime = processStartTime(pid);
  if (startTime === undefined) throw new Error(`${pid} does not run`);
  return { pid, startTime };
}

function numberIn(output: Buffer, name: string): number {
  return Number(new RegExp(`${name}=(\\d+)`, 'u').exec(output.toString())?.[1]);
}

test('a process is known by its number and its start', async () => {
  const child = spawn('sleep', ['1000']);
  const mark = markOf(child.pid ?? 0);
  expect(isSameProcess(mark.pid, mark.startTime)).toBe(true);
  expect(isSameProcess(mark.pid, markOf(process.pid).startTime)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isSameProcess(mark.pid, mark.startTime)).toBe(false);
  expect(processStartTime(mark.pid)).toBeUndefined();
});

test('ending a group ends it all: those that ignore TERM, jobs of their own group, what is stopped', async () => {
  const script = [
    'set -m',
    'sleep 1000 & echo job=$!',
    'sh -c \'trap "" TERM; echo deaf=$$; while :; do sleep 1000; done\' &',
    'sleep 1000 & kill -STOP $!; echo stopped=$!; echo up; wait',
  ].join('\n');
  const { run, client } = await openShell(script);
  await using _ = run;
  await client.until(() => ['up', 'deaf=', 'job=', 'stopped='].every((word) => client.output.includes(word)));
  const { pid, startTime } = client.holder.hello;
  const members = ['job', 'deaf', 'stopped'].map((name) => markOf(numberIn(client.output, name)));
  expect(await endProcessGroup({ pid: pid ?? 0, startTime: startTime ?? '', graceMs: 200 })).toEqual([]);
  for (const mark of members) expect(isSameProcess(mark.pid, mark.startTime)).toBe(false);
  await client.exit;
});

test('what a leader left behind is ended, too', async () => {
  const { run, client } = await openShell('(trap "" HUP; echo left; exec sleep 1000) & wait $!');
  await using _ = run;
  await client.shows('left');
  const leader = { pid: client.holder.hello.pid ?? 0, startTime: client.holder.hello.startTime ?? '' };
  process.kill(leader.pid, 'SIGKILL');
  await client.exit;
  const left = findMarkedProcesses(`SIGNALBOX_RUN=${run.options.nonce}`);
  expect(left).toHaveLength(1);
  expect(await endProcessGroup({ ...leader, graceMs: 2_000 })).toEqual([]);
  expect(findMarkedProcesses(`SIGNALBOX_RUN=${run.options.nonce}`)).toEqual([]);
});

test('a number that belongs to another process by now is left alone', async () => {
  const child = spawn('sleep', ['1000'], { detached: true });
  const { pid } = markOf(child.pid ?? 0);
  expect(await endProcessGroup({ pid, startTime: 'of an earlier one', graceMs: 0 })).toEqual([]);
  expect(await endProcesses([{ pid, startTime: 'of an earlier one' }], 0)).toEqual([]);
  expect(processStartTime(pid)).toBeDefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a process that left its session on purpose is found by its mark', async () => {
  const { run, client } = await openShell('setsid sh -c "echo away=\\$\\$; exec sleep 1000" & wait');
  await using _ = run;
  await client.until(() => numberIn(client.output, 'away') > 0);
  const away = markOf(numberIn(client.output, 'away'));
  const marker = `SIGNALBOX_RUN=${run.options.nonce}`;
  expect(findMarkedProcesses(marker)).toContainEqual(expect.objectContaining(away));
  expect(findMarkedProcesses(`${marker}0`)).toEqual([]);
  // The holder is not part of what it holds.
  expect(findMarkedProcesses(marker).map(({ pid }) => pid)).not.toContain(run.holderPid);
  expect(await endProcesses(findMarkedProcesses(marker), 1_000)).toEqual([]);
  expect(isSameProcess(away.pid, away.startTime)).toBe(false);
  await client.exit;
});
