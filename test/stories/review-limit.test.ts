import { expect, test } from 'vitest';
import { waitsFor } from '../../src/core/rules/admission.ts';
import { openHouse } from '../kit/house.ts';

test('waiting reviews hold new starts, rework goes first all the same, and a decision lets the next one in', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt || ls work-*.txt' },
    agents: { writer: 'echo "$SIGNALBOX_ROUND" > "work-$SIGNALBOX_ID.txt"' },
    person: 'cap: 1\nreview_limit: 1\n',
  });
  await house.start('one', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.start('two', { agent: 'writer' });
  await house.until('the free place', (world) => world.sessions[1]?.run === null);
  expect(waitsFor(house.world, house.session(2))).toBe('1 review waiting, limit 1');
  expect((await house.cli('list')).stdout).toContain('1 review waiting, limit 1');

  const admitted: number[] = [];
  house.watch((world) => {
    for (const session of Object.values(world.sessions)) {
      if (session.state === 'working' && admitted.at(-1) !== session.id) admitted.push(session.id);
    }
  });
  await house.cli('review', '1');
  expect((await house.cli('reject', '1', '--note', 'again')).status).toBe(0);
  const again = await house.until('#1 ready again', (world) =>
    world.sessions[1]?.state === 'ready' && world.sessions[1].round === 2 ? world.sessions[1] : null,
  );
  expect(again.runs).toBe(2);
  expect(admitted[0]).toBe(1);
  expect(house.session(2).state).toBe('queued');

  expect((await house.cli('approve', '1')).status).toBe(0);
  await house.reaches(2, 'ready');
  expect(house.session(1).state).toBe('landed');
});
