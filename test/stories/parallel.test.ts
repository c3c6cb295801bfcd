import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';

test('checks that may run at once need not wait for each other', async () => {
  await using house = await openHouse({
    config: `checks:
  - { name: one, parallel: true, run: 'echo one > "$HOUSE_STEPS/there"; read -r _ < "$HOUSE_STEPS/back"' }
  - { name: two, parallel: true, run: 'read -r _ < "$HOUSE_STEPS/there"; echo two > "$HOUSE_STEPS/back"' }`,
    agents: { writer: 'echo work > work.txt' },
  });
  for (const name of ['there', 'back']) house.prepareStep(name);
  const id = await house.start('work', { agent: 'writer' });
  const ready = await house.reaches(id, 'ready');
  expect(ready.verdict?.checks.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['one', 'green'],
    ['two', 'green'],
  ]);
});

test('a gate that is broken off leaves no process, also none that left its session on purpose', async () => {
  await using house = await openHouse({
    checks: {
      long: `setsid sh -c 'echo $$ > "$HOUSE_STEPS/pid"; echo on > "$HOUSE_STEPS/running"; sleep 600' & hold never; reach running`,
    },
    agents: { writer: 'echo work > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reached('running');
  const pid = house.repo.read('steps/pid', house.repo.folder).trim();
  expect(isRunning(pid)).toBe(true);
  await house.cli('stop', String(id));
  await house.reaches(id, 'stopped');
  // No other gate follows that could end it: only the end of this one does.
  while (isRunning(pid)) await pause(20);
});
