import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

/** Answers each line that it is sent. */
const parrot = `while read -r line; do echo "heard $line"; done`;

function runFile(house: House, id: number, name: string): string {
  return join(house.repo.folder, 'sb', 'sessions', String(id), 'run-1', name);
}

function socketFile(house: House, name: string): string {
  return join(house.repo.folder, 'sb', 'run', name);
}

/** The process number that a run's claim names. */
function claimed(house: House, id: number, key: 'pid' | 'holderPid'): number {
  const found = new RegExp(`"${key}":(\\d+)`).exec(readFileSync(runFile(house, id, 'hello.json'), 'utf8'))?.[1];
  if (found === undefined) throw new Error(`the claim of #${id} names no ${key}`);
  return Number(found);
}

async function startParrots(house: House, count: number): Promise<number[]> {
  const ids = [];
  for (let started = 0; started < count; started++) ids.push(await house.start('talk', { agent: 'parrot' }));
  for (const id of ids) await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.phase === 'alive');
  return ids;
}

/** It is the same agent as ever, and it is seen and heard. */
async function goesOn(house: House, id: number, word: string): Promise<void> {
  const screen = await WatchedScreen.watch(house.connection, id);
  await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.phase === 'alive');
  for (;;) {
    try {
      await screen.type(`${word}\n`);
      break;
    } catch {
      // Its holder has not been found again yet: that is what is waited for.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await screen.shows(`heard ${word}`);
  expect(house.session(id)).toMatchObject({ state: 'working', runs: 1 });
}

test('a claim, log, sizes or checkpoint that was spoilt while no daemon was there costs no agent', async () => {
  await using house = await openHouse({ agents: { parrot }, person: 'cap: 8\n' });
  const [emptied, garbled, gone, logless, huge, future, fine] = await startParrots(house, 7);
  if (fine === undefined || future === undefined || huge === undefined || logless === undefined) throw new Error('few');
  if (gone === undefined || garbled === undefined || emptied === undefined) throw new Error('few');
  const all = [emptied, garbled, gone, logless, huge, future, fine];
  for (const id of all) await goesOn(house, id, 'before');
  const pids = all.map((id) => claimed(house, id, 'pid'));
  await house.killDaemon();
  writeFileSync(runFile(house, emptied, 'hello.json'), '');
  writeFileSync(runFile(house, garbled, 'hello.json'), '{"pid": [1');
  rmSync(runFile(house, gone, '.'), { recursive: true });
  unlinkSync(runFile(house, logless, `output.${'0'.repeat(16)}.log`));
  // Such a screen would take all memory there is.
  writeFileSync(runFile(house, huge, 'sizes.jsonl'), '{"offset":0,"columns":65535,"rows":65535}\n');
  writeFileSync(runFile(house, huge, 'checkpoint'), '{"offset":1,"columns":60000,"rows":60000,"length":0}\n');
  writeFileSync(runFile(house, future, 'checkpoint'), '{"offset":999999,"columns":100,"rows":30,"length":5}\nnever');
  await house.connect();
  for (const id of all) await goesOn(house, id, 'after');
  expect(all.map((id) => claimed(house, id, 'pid'))).toEqual(pids);
  const screen = await WatchedScreen.watch(house.connection, future);
  await screen.shows('heard before');
  expect(screen.text).not.toContain('never');
  expect((await house.cli('daemon', 'stop', '--agents')).status).toBe(0);
  expect(pids.filter((pid) => isRunning(pid))).toEqual([]);
});

test('sockets that were removed are there again: of the daemon, of holders, of sessions', async () => {
  const asker = `signalbox ask --wait 'which?'; read -r _`;
  await using house = await openHouse({ agents: { parrot, asker } });
  const [id] = await startParrots(house, 1);
  if (id === undefined) throw new Error('few');
  const asking = await house.start('ask', { agent: 'asker' });
  await house.reaches(asking, 'asking');
  unlinkSync(socketFile(house, 'control.sock'));
  expect((await house.cli('list')).stdout).toContain('talk');
  rmSync(socketFile(house, '.'), { recursive: true });
  await house.killDaemon();
  await house.connect();
  await goesOn(house, id, 'still');
  expect((await house.cli('answer', String(asking), 'the blue one')).status).toBe(0);
  const screen = await WatchedScreen.watch(house.connection, asking);
  await screen.shows('the blue one');
});

test('a holder that is stopped holds up nothing else: no command, no restart, no other session, not its own end', async () => {
  await using house = await openHouse({ agents: { parrot } });
  const [id, other] = await startParrots(house, 2);
  if (id === undefined || other === undefined) throw new Error('few');
  const pids = [claimed(house, id, 'pid'), claimed(house, id, 'holderPid')];
  await house.killDaemon();
  process.kill(claimed(house, id, 'holderPid'), 'SIGSTOP');
  await house.connect();
  await goesOn(house, other, 'first');
  expect((await house.cli('daemon', 'restart')).status).toBe(0);
  await house.connect();
  await goesOn(house, other, 'second');
  expect((await house.cli('stop', String(id))).status).toBe(0);
  await house.until(`#${id} without a process`, (world) => world.sessions[id]?.run === null);
  // A holder says its last word before it ends.
  await expect.poll(() => pids.filter((pid) => isRunning(pid)), { timeout: 30_000 }).toEqual([]);
});
