import { expect, test } from 'vitest';
import { placesTaken } from '../../src/core/rules/admission.ts';
import { openHouse } from '../kit/house.ts';

const tasks = ['one', 'two', 'three', 'four', 'five', 'six'];

test('six tasks, cap 3: never more than three at once, and all get their turn', async () => {
  await using house = await openHouse({
    checks: { there: 'test -n "$(ls *.txt)"' },
    agents: { writer: 'echo "$SIGNALBOX_TITLE" > "$SIGNALBOX_TITLE.txt"' },
    person: 'review_limit: 10\n',
  });
  let most = 0;
  house.watch((world) => (most = Math.max(most, placesTaken(world))));
  for (const title of tasks) await house.start(title, { agent: 'writer' });
  for (let id = 1; id <= tasks.length; id++) await house.reaches(id, 'ready');
  expect(most).toBe(3);
});

test('a lowered cap ends nobody and starts nobody; a raised one fills up at once', async () => {
  await using house = await openHouse({ agents: { waiter: 'hold a' } });
  for (const title of tasks.slice(0, 4)) await house.start(title, { agent: 'waiter' });
  const live = () => Object.values(house.world.sessions).map((session) => session.state);
  for (const id of [1, 2, 3]) await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.phase === 'alive');

  expect((await house.cli('cap', '1')).stdout).toBe('cap 1, 3 taken; review limit 3\n');
  expect(live()).toEqual(['working', 'working', 'working', 'queued']);
  const listed: unknown = JSON.parse((await house.cli('list', '--json')).stdout);
  expect(listed).toMatchObject([{}, {}, {}, { id: 4, state: 'queued', waits: 'cap 3/1' }]);

  await house.cli('stop', '1');
  await house.until('#1 gone', (world) => world.sessions[1]?.run === null);
  expect(house.session(4).state).toBe('queued');
  await house.cli('cap', '4');
  await house.until('#4 alive', (world) => world.sessions[4]?.run?.phase === 'alive');
});

test('a wrong cap is refused in one sentence', async () => {
  await using house = await openHouse({ agents: { waiter: 'true' } });
  expect(await house.cli('cap', '0')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'signalbox: the cap cannot be "0": give a whole number from 1 to 64, or auto\n',
  });
  expect(house.world.cap).toBe(3);
});
