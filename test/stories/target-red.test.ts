import { expect, test } from 'vitest';
import { reviewsWaiting } from '../../src/core/model/world.ts';
import { openHouse } from '../kit/house.ts';

const checks = { sound: 'test ! -e bad.txt' };
const agents = { writer: 'echo work > "work-$SIGNALBOX_ID.txt"; signalbox done --summary \'It works.\'' };
const words = 'main itself is red: check sound';

test('on a target that is red itself work waits without a place or a word, and is judged again when that moves', async () => {
  await using house = await openHouse({ files: { 'bad.txt': 'x\n' }, checks, agents, person: 'cap: 1\n' });
  for (const title of ['one', 'two']) await house.start(title, { agent: 'writer' });
  for (const id of [1, 2]) {
    const waiting = await house.until(`#${id} waits`, (world) => {
      const session = world.sessions[id];
      return session?.verdict?.kind === 'target-red' && session.run === null && session;
    });
    expect(waiting).toMatchObject({ state: 'checking', reds: 0, messages: [], round: 1 });
  }
  expect(reviewsWaiting(house.world)).toBe(0);
  // Said once, however many wait.
  expect((await house.cli('list')).stdout.split(words)).toHaveLength(2);
  const before = house.session(1).verdict;
  expect((await house.cli('resume', '1')).status).toBe(0);
  await house.until('judged again', (world) => {
    const session = world.sessions[1];
    return session?.gate === null && session.verdict?.finishedAt !== before?.finishedAt;
  });
  expect(house.session(1)).toMatchObject({ state: 'checking', verdict: { kind: 'target-red' } });

  house.repo.git(['rm', '--quiet', 'bad.txt']);
  house.repo.git(['commit', '--quiet', '-m', 'repair']);
  for (const id of [1, 2]) expect(await house.reaches(id, 'ready')).toMatchObject({ round: 1, runs: 1, messages: [] });
  expect((await house.cli('list')).stdout).not.toContain(words);
});

test('a target that turns red holds approvals and landings back, and tells why', async () => {
  await using house = await openHouse({ files: { 'a.txt': 'a\n' }, checks, agents });
  await house.start('one', { agent: 'writer' });
  await house.reaches(1, 'ready');
  house.repo.commit({ 'bad.txt': 'x\n' });
  const outlook = await house.until('an outlook', (world) => world.sessions[1]?.outlook);
  expect(outlook).toMatchObject({ kind: 'target-red', why: words });
  const refused = await house.cli('approve', '1');
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.stderr).toContain(`#1 cannot land: ${words}`);
  const repaired = (): void => {
    house.repo.git(['rm', '--quiet', 'bad.txt']);
    house.repo.git(['commit', '--quiet', '-m', 'repair']);
  };
  repaired();
  await house.until('the outlook gone', (world) => world.sessions[1]?.outlook === null);
  await house.cli('review', '1');
  const red = house.repo.commit({ 'bad.txt': 'x\n' });
  expect((await house.cli('approve', '1')).status).toBe(0);
  expect(await house.until('it waits', (world) => world.sessions[1]?.landing?.waits)).toBe(words);
  expect(house.repo.git(['rev-parse', 'main'])).toBe(red);
  repaired();
  await house.reaches(1, 'landed');
  expect(house.repo.read('work-1.txt')).toBe('work\n');
});
