import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

/** Everything dies at once and the files say that it was before the machine's present start. */
async function loseMachine(house: House, id: number): Promise<void> {
  await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  const path = join(house.repo.folder, 'sb', 'sessions', String(id), 'run-1', 'hello.json');
  const hello = readFileSync(path, 'utf8');
  const pids = [...hello.matchAll(/"(?:pid|holderPid)":(\d+)/g)].map(([, pid]) => pid ?? '');
  expect(pids).toHaveLength(2);
  await house.killDaemon();
  for (const pid of pids.toReversed()) process.kill(Number(pid), 'SIGKILL');
  writeFileSync(path, hello.replaceAll(/"[0-9a-f]{8}:/g, '"00000000:'));
}

test('after a restart of the machine a session is offered with its last screen, and nothing starts unasked', async () => {
  await using house = await openHouse({
    agents: {
      worker: `
        [ -e begun ] && exit 0
        touch begun
        echo 'half of the work is done'
        reach half
        hold never`,
    },
  });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('half');
  const screen = await WatchedScreen.watch(house.connection, id);
  await screen.shows('half of the work');
  await loseMachine(house, id);

  await house.connect();
  const failed = await house.reaches(id, 'failed');
  expect(failed.reason).toBe('the agent was at work when the machine went down');
  expect(failed).toMatchObject({ runs: 1, run: null, exit: { lost: 'rebooted' } });
  expect(failed.exit?.screen.join('\n')).toContain('half of the work is done');
  const last = await WatchedScreen.watch(house.connection, id);
  await last.shows('half of the work is done');
  expect((await house.cli('resume', String(id))).status).toBe(0);
  expect((await house.reaches(id, 'ready', 'stuck')).runs).toBe(2);
});

test('a red round that was to be worked on again waits for the person when the machine went down meanwhile', async () => {
  await using house = await openHouse({
    checks: { absent: 'test ! -e work.txt' },
    agents: { worker: 'echo work > work.txt; signalbox done --summary done; reach red; hold never' },
  });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('red');
  await house.until('its run to be waited for', (world) => world.sessions[id]?.ending?.why === 'rework');
  await loseMachine(house, id);
  await house.connect();
  expect(await house.reaches(id, 'failed')).toMatchObject({ runs: 1, run: null });
});

test('a program whose holder was killed is ended before anything else touches its worktree', async () => {
  await using house = await openHouse({ agents: { worker: `trap '' HUP; reach begun; hold never` } });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  const path = join(house.repo.folder, 'sb', 'sessions', String(id), 'run-1', 'hello.json');
  const [, agent, , holder] = /"pid":(\d+).*"(holderPid)":(\d+)/.exec(readFileSync(path, 'utf8')) ?? [];
  await house.killDaemon();
  process.kill(Number(holder), 'SIGKILL');
  expect(isRunning(agent ?? '')).toBe(true);
  await house.connect();
  expect(isRunning(agent ?? '')).toBe(false);
  expect((await house.reaches(id, 'failed')).reason).toBe('the agent was killed together with its holder');
});

test('a holder that the journal knows nothing of is ended: it would work unseen, under a number given anew', async () => {
  await using house = await openHouse({ agents: { worker: 'reach begun; hold never' } });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  const pid = await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  await house.killDaemon();
  for (const end of ['', '-wal', '-shm']) writeFileSync(join(house.repo.folder, 'sb', `journal.db${end}`), '');
  await house.connect();
  expect(isRunning(String(pid))).toBe(false);
  expect(Object.keys(house.world.sessions)).toEqual([]);
});
