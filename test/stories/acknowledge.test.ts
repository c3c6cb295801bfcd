import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('what is found is named when the work is approved, and it lands only when the person says that they know', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e a.txt' },
    agents: { writer: 'ln -s /etc/hosts hosts' },
  });
  await house.start('a link', { agent: 'writer' });
  const ready = await house.reaches(1, 'ready');
  const found = ready.verdict?.findings.find(({ policy }) => policy === 'acknowledge');
  expect(found).toMatchObject({ rule: 'link-out-of-tree', file: 'hosts' });
  const before = house.repo.git(['rev-parse', 'main']);
  const refused = await house.cli('approve', '1');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toBe(
    `signalbox: #1 needs your word: hosts: ${found?.says}: approve it all the same with --acknowledge\n`,
  );
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  const approved = await house.cli('approve', '1', '--acknowledge');
  expect(approved.status).toBe(0);
  expect(approved.stdout).toBe(`acknowledged: hosts: ${found?.says}\napproved #1: it lands now\n`);
  expect((await house.reaches(1, 'landed')).approval?.acknowledged).toContain('findings');

  // Whoever takes it back, and takes that back, has asked for all that this brings with it.
  expect((await house.cli('undo', '1')).status).toBe(0);
  await house.reaches(2, 'landed');
  expect(existsSync(join(house.repo.root, 'hosts'))).toBe(false);
  expect((await house.cli('undo', '2')).status).toBe(0);
  const again = await house.reaches(3, 'landed');
  expect(again.verdict?.findings.some(({ policy }) => policy === 'acknowledge')).toBe(true);
});
