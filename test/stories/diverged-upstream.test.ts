import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('a target that is not one with its upstream is nobody’s fault: the work waits, and lands when they are brought together', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: { writer: 'echo work > work.txt; signalbox done --summary work' },
  });
  const { repo } = house;
  const remote = join(repo.folder, 'remote.git');
  repo.git(['clone', '--quiet', '--bare', repo.root, remote]);
  repo.git(['remote', 'add', 'origin', remote]);
  repo.git(['fetch', '--quiet', 'origin']);
  repo.git(['branch', '--quiet', '--set-upstream-to=origin/main', 'main']);
  const other = join(repo.folder, 'other');
  repo.git(['clone', '--quiet', remote, other]);
  repo.commit({ 'theirs.txt': 'theirs\n' }, other);
  repo.git(['push', '--quiet', 'origin', 'main'], other);
  repo.commit({ 'mine.txt': 'mine\n' });
  expect((await house.cli('trust')).status).toBe(0);

  const id = await house.start('work', { agent: 'writer' });
  const waiting = await house.until('it waits for the person', (world) => {
    const session = world.sessions[id];
    return session?.state === 'checking' && session.verdict?.kind === 'target-red' && session.run === null && session;
  });
  expect(waiting).toMatchObject({ reds: 0, round: 1, messages: [] });
  expect((await house.cli('list')).stdout).toMatch(/main and origin\/main have diverged: bring them together/);

  repo.git(['pull', '--quiet', '--no-rebase', '--no-edit']);
  await house.reaches(id, 'ready');
  expect((await house.cli('approve', String(id))).status).toBe(0);
  await house.reaches(id, 'landed');
  expect(['work.txt', 'theirs.txt', 'mine.txt'].map((path) => repo.exists(path))).toEqual([true, true, true]);
});
