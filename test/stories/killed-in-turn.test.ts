import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRunning } from '../kit/is-running.ts';
import { type House, openHouse } from '../kit/house.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

const sessions = [1, 2, 3, 4, 5, 6, 7, 8];

/** Counts, with a breath after each hundred, until it is told to stop, and says how far it came. */
const counter = `
  i=0
  while [ ! -e "$HOUSE_STEPS/stop" ]; do
    i=$((i+1))
    echo "count $i of $SIGNALBOX_ID"
    [ $((i % 100)) -ne 0 ] || sleep 0.02
  done
  echo "last $i"
  reach "counted$SIGNALBOX_ID"
  hold "end$SIGNALBOX_ID"`;

interface Hello {
  readonly pid: number;
  readonly holderPid: number;
}

function helloOf(house: House, id: number): Hello {
  const path = join(house.repo.folder, 'sb', 'sessions', String(id), 'run-1', 'hello.json');
  const [, pid, holderPid] = /"pid":(\d+).*"holderPid":(\d+)/.exec(readFileSync(path, 'utf8')) ?? [];
  return { pid: Number(pid), holderPid: Number(holderPid) };
}

/** Everything a session has printed, from its byte log. */
async function printed(house: House, session: number): Promise<string> {
  const pieces: Buffer[] = [];
  for (let from = 0; ;) {
    const piece = await house.connection.request('screen/log', { session, from, limit: 1024 * 1024 });
    if (piece.from !== from) throw new Error(`the log of #${session} begins at ${piece.start} only`);
    const bytes = Buffer.from(piece.bytes, 'base64');
    if (bytes.length === 0) return Buffer.concat(pieces).toString();
    pieces.push(bytes);
    from += bytes.length;
  }
}

test('eight sessions write while daemon and viewers are killed again and again: no line is lost, doubled or torn', async () => {
  await using house = await openHouse({ agents: { counter }, person: 'cap: 8\n' });
  for (const id of sessions) {
    house.prepareStep(`counted${id}`);
    house.prepareStep(`end${id}`);
    await house.start(`count ${id}`, { agent: 'counter' });
  }
  const pids = new Map<number, number>();
  for (const id of sessions) {
    pids.set(id, await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.pid));
  }
  for (let round = 0; round < 5; round++) {
    for (const id of sessions) await (await WatchedScreen.watch(house.connection, id)).shows('count');
    await house.killDaemon();
    await house.connect();
  }
  writeFileSync(join(house.repo.folder, 'steps', 'stop'), '');
  await Promise.all(sessions.map((id) => house.reached(`counted${id}`)));

  for (const id of sessions) {
    const screen = await WatchedScreen.watch(house.connection, id);
    await screen.shows('last ');
    const lines = (await printed(house, id)).split('\r\n').filter((line) => line !== '');
    const last = Number(/^last (\d+)$/.exec(lines.at(-1) ?? '')?.[1]);
    expect(last).toBeGreaterThan(100);
    const wanted = [...Array.from({ length: last }, (_, i) => `count ${i + 1} of ${id}`), `last ${last}`];
    expect(lines.length).toBe(wanted.length);
    expect(lines.findIndex((line, index) => line !== wanted[index])).toBe(-1);
    // What a person sees is the end of it, as one daemon alone would have shown it.
    expect(screen.text.trimEnd().split('\n').slice(-5)).toEqual(wanted.slice(-5));
    expect(house.session(id).run).toMatchObject({ number: 1, pid: pids.get(id) });
  }
});

test('a holder killed under a writing agent costs that session only, and leaves no process and a whole log', async () => {
  await using house = await openHouse({ agents: { counter } });
  for (const id of [1, 2]) {
    house.prepareStep(`counted${id}`);
    house.prepareStep(`end${id}`);
    await house.start(`count ${id}`, { agent: 'counter' });
  }
  const screens = [];
  for (const id of [1, 2]) {
    await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.pid);
    const screen = await WatchedScreen.watch(house.connection, id);
    await screen.shows('count');
    screens.push(screen);
  }
  const { pid, holderPid } = helloOf(house, 1);
  process.kill(holderPid, 'SIGKILL');
  const failed = await house.reaches(1, 'failed');
  expect(failed.reason).toBe('the agent was killed together with its holder');
  expect([pid, holderPid].filter((each) => isRunning(String(each)))).toEqual([]);
  const lines = (await printed(house, 1)).split('\r\n').slice(0, -1);
  expect(lines.findIndex((line, index) => line !== `count ${index + 1} of 1`)).toBe(-1);
  expect(failed.exit?.screen.at(-1)).toMatch(/^count \d+ of 1|^co/);
  expect(house.session(2)).toMatchObject({ state: 'working', runs: 1 });
  writeFileSync(join(house.repo.folder, 'steps', 'stop'), '');
  await house.reached('counted2');
});
