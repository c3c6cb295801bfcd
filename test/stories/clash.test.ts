import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

const lines = (word: string): string => [1, 2, 3, 4, 5].map((line) => (line === 3 ? word : `${line}`)).join('\\n');

test('two agents at the same lines: both tiles know, and the younger agent is told once the elder has handed in', async () => {
  await using house = await openHouse({
    files: { 'shared.txt': '1\n2\n3\n4\n5\n', 'other.txt': 'o\n' },
    checks: { there: 'test -e shared.txt' },
    agents: {
      elder: `printf '${lines('elder')}\\n' > shared.txt; hold handin`,
      younger: `
        case "$SIGNALBOX_ROUND" in
          1) printf '${lines('younger')}\\n' > shared.txt; echo mine > own.txt; hold told
             signalbox inbox > "$HOUSE_STEPS/inbox" ;;
        esac`,
    },
  });
  await house.start('the elder one', { agent: 'elder' });
  await house.start('the younger one', { agent: 'younger' });
  const clash = { session: 2, with: 1, files: ['shared.txt'] };
  const forecast = await house.until('a forecast', (world) => {
    const repo = Object.values(world.repos)[0];
    return repo?.forecast.length === 1 ? repo.forecast : null;
  });
  expect(forecast).toEqual([clash]);
  // Nobody is told while the elder one may still change its mind.
  expect(house.session(2).messages).toEqual([]);
  await house.release('handin');
  await house.reaches(1, 'ready');
  const told = await house.until('#2 is told', (world) => world.sessions[2]?.messages[0]);
  expect(told).toMatchObject({ kind: 'note' });
  expect(told.text).toBe(
    'Your work will be in conflict with #1 "the elder one", which is handed in and came before yours, in shared.txt. ' +
      'Keep to your own part of the task there and leave alone what you need not change. ' +
      'When #1 has landed, run `git merge main` in your worktree and resolve what is left.',
  );
  await house.killDaemon();
  await house.connect();
  // It says so again only if something else comes up: a conflict with the person's own change does not.
  house.repo.write({ 'own.txt': 'of the person\n' });
  await house.release('told');
  await house.until('the person is in the forecast', (world) =>
    Object.values(world.repos)[0]?.forecast.some((one) => one.with === 'you' && one.files.includes('own.txt')),
  );
  await house.reaches(2, 'ready');
  expect(house.session(2).messages).toHaveLength(1);
  expect(house.repo.read('../steps/inbox')).toContain('shared.txt');
  // Nothing of it lies in the repository.
  expect(house.repo.git(['for-each-ref', '--format=%(refname)', 'refs/signalbox/items/2'])).toBe(
    'refs/signalbox/items/2/cand\nrefs/signalbox/items/2/snap',
  );
  for (const id of ['1', '2']) {
    await house.cli('review', id);
    await house.cli('discard', id);
  }
  await house.until('nothing is forecast', (world) => Object.values(world.repos)[0]?.forecast.length === 0);
  const scratch = join(house.repo.folder, 'sb', 'forecast');
  expect(existsSync(scratch) ? readdirSync(scratch, { recursive: true }).length : 0).toBeLessThan(3);
});
