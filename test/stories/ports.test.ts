import { expect, test } from 'vitest';
import type { Session } from '../../src/core/model/session.ts';
import { type House, openHouse } from '../kit/house.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

const say = 'echo "$SIGNALBOX_PORT $SIGNALBOX_PORTS" >';

const words = ({ ports }: Session): string => `${ports?.first} ${ports?.count}\n`;

async function atWork(house: House, agent: string): Promise<Session> {
  const id = await house.start('work', { agent });
  await house.reached('begun');
  return house.session(id);
}

test('each session and each gate has ports of its own, which everything in it is told, also after a restart', async () => {
  await using house = await openHouse({
    // A step each: two that held at one would both be let go when the first writer closes it.
    agents: {
      one: `${say} agent.txt; reach begun; hold one`,
      two: `${say} agent.txt; reach begun; hold two`,
    },
    checks: { told: `${say} "$HOUSE_STEPS/gate"` },
    config: `ports: 7\nsetup: ['${say} setup.txt']`,
  });
  const one = await atWork(house, 'one');
  const two = await atWork(house, 'two');
  for (const session of [one, two]) {
    expect(session.ports?.count).toBe(7);
    expect(house.repo.read('setup.txt', session.worktree?.path)).toBe(words(session));
    expect(house.repo.read('agent.txt', session.worktree?.path)).toBe(words(session));
  }
  expect(Math.abs((one.ports?.first ?? 0) - (two.ports?.first ?? 0))).toBeGreaterThanOrEqual(7);
  const env = { ...house.env, SHELL: '/bin/sh', PS1: 'here> ' };
  const opened = { session: one.id, kind: 'shell', file: null, line: null, env } as const;
  const { terminal } = await house.connection.request('terminal/open', opened);
  const shell = await WatchedScreen.watch(house.connection, terminal);
  await shell.shows('here>');
  await shell.type('echo "port $SIGNALBOX_PORT $SIGNALBOX_PORTS"\r');
  await shell.shows(`port ${words(one)}`);
  await house.killDaemon();
  await house.connect();
  await house.release('one');
  await house.release('two');
  await house.reaches(one.id, 'ready');
  await house.reaches(two.id, 'ready');
  expect(house.session(one.id).ports).toEqual(one.ports);
  const [first, count] = house.repo.read('gate', house.env['HOUSE_STEPS']).trim().split(' ').map(Number);
  expect(count).toBe(7);
  expect(first).toBeGreaterThanOrEqual(30_000);
});
