import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';

const leaving = `
  setsid sh -c 'read -r _ < "$HOUSE_STEPS/never"' &
  echo "$!" > "$HOUSE_STEPS/left"
  echo work > work.txt`;

test('what an agent leaves running ends with its run, and nothing of another home does', async () => {
  await using neighbour = await openHouse({ agents: { stayer: 'reach begun; hold never' } });
  await using house = await openHouse({ agents: { leaver: leaving } });
  house.prepareStep('never');
  // The same numbers in both homes: session 1, run 1.
  const other = await neighbour.start('stay', { agent: 'stayer' });
  await neighbour.reached('begun');
  const id = await house.start('work', { agent: 'leaver' });
  await house.until('the run to end', (world) => world.sessions[id]?.exit);

  const left = house.repo.read('steps/left', house.repo.folder).trim();
  expect(isRunning(left)).toBe(false);
  expect(other).toBe(id);
  expect(neighbour.session(other)).toMatchObject({ state: 'working', exit: null });
});

test('a check of a daemon that was killed is ended before the round is judged anew', async () => {
  await using house = await openHouse({
    checks: { slow: 'test -e "$HOUSE_STEPS/seen" || { echo $$ > "$HOUSE_STEPS/seen"; reach check; hold never; }' },
    agents: { writer: 'echo work > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reached('check');
  await house.killDaemon();
  const check = house.repo.read('steps/seen', house.repo.folder).trim();
  expect(isRunning(check)).toBe(true);
  await house.connect();
  await house.reaches(id, 'ready');
  expect(isRunning(check)).toBe(false);
});
