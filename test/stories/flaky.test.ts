import { expect, test } from 'vitest';
import { redOn, testThatRuns } from '../kit/counted-test.ts';
import { openHouse } from '../kit/house.ts';

const files = {
  'package.json': '{"type":"module"}',
  'lib.js': 'export function run() {}\n',
  'test/lib.test.js': testThatRuns('../lib.js'),
};

test('a new flake is not the agent’s to hide: a person decides, with the numbers before them', async () => {
  await using house = await openHouse({
    files,
    checks: { unit: 'node --test test/*.test.js' },
    agents: { racer: 'cp "$HOUSE_STEPS/racy.js" lib.js' },
  });
  house.repo.write({ 'steps/racy.js': redOn(house.repo, 'racy', [1]) }, house.repo.folder);
  const id = await house.start('make it faster', { agent: 'racer' });
  const ready = await house.reaches(id, 'ready');
  expect(ready.verdict).toMatchObject({ kind: 'flaky', reasons: [] });
  expect(ready.verdict?.checks[0]).toMatchObject({
    outcome: 'flaky',
    flake: { tests: [{ title: 'works' }], runs: 3, reds: 1, targetRuns: 3, targetReds: 0, known: null },
  });
  expect(ready.runs).toBe(1);
});
