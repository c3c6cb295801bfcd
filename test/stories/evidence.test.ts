import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('evidence is kept with its round, outlives the worktree, and a missing file is told the agent', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    files: { '.gitignore': 'out/\n' },
    agents: {
      writer: `
        mkdir -p out src
        echo work > src/work.txt
        echo "all 41 passed" > out/tests.log
        signalbox done --summary early --evidence out/none.png 2> "$HOUSE_STEPS/refused" || true
        cd src
        signalbox done --summary done --evidence ../out/tests.log --evidence ../out/tests.log`,
    },
  });
  const id = await house.start('work', { agent: 'writer' });
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('refused', house.env['HOUSE_STEPS'])).toMatch(/the evidence .*none\.png does not exist/);
  expect(ready.evidence).toMatchObject([{ name: 'out/tests.log', kind: 'text', bytes: 14, round: 1 }]);
  const path = ready.evidence[0]?.path ?? '';
  expect(readFileSync(path, 'utf8')).toBe('all 41 passed\n');
  expect((await house.cli('show', '1')).stdout).toContain('out/tests.log (text, 14 B');
  expect(JSON.parse((await house.cli('show', '1', '--json')).stdout).evidence).toEqual(ready.evidence);
  await house.cli('approve', '1');
  await house.reaches(id, 'landed');
  await house.until('its process to be gone', (world) => world.sessions[id]?.run === null);
  expect((await house.cli('clean', '--logs')).stdout).toContain('removed: #1');
  expect(existsSync(ready.worktree?.path ?? '')).toBe(false);
  const asked = { session: id, name: 'out/tests.log', round: 1 };
  expect(await house.connection.request('session/evidence', { ...asked, limit: 100 })).toEqual({
    text: 'all 41 passed\n',
    truncated: false,
  });
  expect(await house.connection.request('session/evidence', { ...asked, limit: 6 })).toEqual({
    text: 'all 41',
    truncated: true,
  });
  await expect(house.connection.request('session/evidence', { ...asked, round: 2, limit: 6 })).rejects.toThrow(
    'no out',
  );
});
