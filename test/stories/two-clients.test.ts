import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('two clients approve the same round: one decides, the other is refused, one commit lands', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt' },
    agents: { writer: 'echo work > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  const before = house.repo.git(['rev-parse', 'main']);

  const both = await Promise.all([house.cli('approve', '1'), house.cli('approve', '1')]);
  expect(both.map((outcome) => String(outcome.status)).toSorted()).toEqual(['0', '1']);
  expect(both.find((outcome) => outcome.status === 1)?.stderr).toMatch(/^signalbox: #1 .*(landing|landed).*\n$/);
  await house.reaches(id, 'landed');
  expect(house.repo.git(['rev-list', '--count', `${before}..main`])).toBe('1');
});

test('there is one item in hand, whoever asks', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: { writer: 'echo "$SIGNALBOX_ID" > "work-$SIGNALBOX_ID.txt"' },
  });
  for (const title of ['one', 'two']) await house.start(title, { agent: 'writer' });
  for (const id of [1, 2]) await house.reaches(id, 'ready');
  expect((await house.cli('review', '2')).status).toBe(0);

  const other = await house.cli('approve', '1');
  expect(other.status).toBe(1);
  expect(other.stderr).toMatch(/^signalbox: #2 is in hand since \d\d:\d\d: finish or defer it first\n$/);
  // Going on with what is in hand is no second review, from whichever terminal.
  expect((await house.cli('review')).stdout).toContain('#2 two');
  expect((await house.cli('defer', '2')).status).toBe(0);
  expect((await house.cli('approve', '1')).status).toBe(0);
  await house.reaches(1, 'landed');
});

test('many commands at the same instant on a home without a daemon: one daemon, and all are answered', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  await house.cli('daemon', 'stop');
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => house.cli('daemon', 'start', '--json')));
  expect(outcomes.map((outcome) => outcome.status)).toEqual([0, 0, 0, 0]);
  expect(new Set(outcomes.map((outcome) => outcome.stdout)).size).toBe(1);
});
