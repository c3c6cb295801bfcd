import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test("the person's own changes are in the way: the landing waits, says so, and goes on when they are gone", async () => {
  await using house = await openHouse({
    files: { 'work.txt': 'old\n' },
    checks: { there: 'test -e work.txt' },
    agents: { writer: 'echo new > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  house.repo.write({ 'work.txt': 'mine, not committed\n' });
  const before = house.repo.git(['rev-parse', 'main']);
  await house.cli('approve', String(id));
  const waiting = await house.until('the landing to wait', (world) => world.sessions[id]?.landing?.waits);
  expect(waiting).toContain('work.txt');
  expect((await house.cli('list')).stdout).toContain(waiting);
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  expect(house.repo.read('work.txt')).toBe('mine, not committed\n');

  house.repo.git(['checkout', '--', 'work.txt']);
  await house.reaches(id, 'landed');
  expect(house.repo.read('work.txt')).toBe('new\n');
});

test("changes elsewhere in the person's checkout stay as they are", async () => {
  await using house = await openHouse({
    files: { 'mine.txt': 'old\n' },
    checks: { there: 'test -e work.txt' },
    agents: { writer: 'echo new > work.txt' },
  });
  house.repo.write({ 'mine.txt': 'changed\n', 'untracked.txt': 'mine\n' });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  await house.cli('approve', String(id));
  await house.reaches(id, 'landed');
  expect(house.repo.read('work.txt')).toBe('new\n');
  expect(house.repo.read('mine.txt')).toBe('changed\n');
  expect(house.repo.git(['status', '--porcelain'])).toBe(' M mine.txt\n?? untracked.txt');
});
