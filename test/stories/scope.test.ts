import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('work outside of its scope is sent back and named; what is taken back passes', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e docs/page.md' },
    agents: {
      writer: `
        mkdir -p docs && echo page > docs/page.md && echo stray > stray.txt
        signalbox done --summary 'a page' > "$HOUSE_STEPS/verdict" || { rm stray.txt; signalbox done --summary 'a page'; }`,
    },
  });
  const id = await house.start('a page', { agent: 'writer', scope: ['docs/**'] });
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('steps/verdict', house.repo.folder)).toContain('red: out of scope: stray.txt');
  expect(ready.verdict?.files.map((file) => file.path)).toEqual(['docs/page.md']);
  expect(ready.round).toBe(2);
});

test('with scope_policy: note it is shown and not refused', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    config: 'scope_policy: note',
    agents: { writer: 'echo stray > stray.txt' },
  });
  const id = await house.start('a page', { agent: 'writer', scope: ['docs/**'] });
  const ready = await house.reaches(id, 'ready');
  expect(ready.verdict).toMatchObject({ kind: 'green' });
  expect(ready.verdict?.notes.join('\n')).toContain('stray.txt');
});
