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

test('an agent asks for a wider boundary, and works within it once the person agrees', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: {
      writer: `
        mkdir -p docs && echo page > docs/page.md && echo index > index.md
        signalbox ask --wait --widen index.md --widen 'notes/**' 'the page needs its place in the index' > "$HOUSE_STEPS/answer"
        signalbox done --summary 'a page'`,
    },
  });
  const id = await house.start('a page', { agent: 'writer', scope: ['docs/**'] });
  await house.reaches(id, 'asking');
  expect(house.session(id).questions[0]).toMatchObject({ about: 'scope', detail: 'index.md\nnotes/**' });
  expect((await house.cli('answer', String(id), '1')).status).toBe(0);
  const ready = await house.reaches(id, 'ready');
  expect(ready.task.scope).toEqual(['docs/**', 'index.md', 'notes/**']);
  expect(ready.round).toBe(1);
  expect(house.repo.read('steps/answer', house.repo.folder)).toBe('widen the boundary\n');
});

test('a boundary that is kept stays, and a task without one refuses the question', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: {
      writer: `
        echo index > index.md
        if signalbox ask --wait --widen index.md 'more room' > "$HOUSE_STEPS/answer" 2>&1; then rm index.md; mkdir docs; echo page > docs/page.md; fi`,
    },
  });
  const bounded = await house.start('a page', { agent: 'writer', scope: ['docs/**'] });
  await house.reaches(bounded, 'asking');
  await house.cli('answer', String(bounded), 'no: leave the index alone');
  const ready = await house.reaches(bounded, 'ready');
  expect(ready.task.scope).toEqual(['docs/**']);
  expect(house.repo.read('steps/answer', house.repo.folder)).toBe('no: leave the index alone\n');
  const free = await house.start('anything', { agent: 'writer' });
  expect((await house.reaches(free, 'ready')).verdict?.files.map((file) => file.path)).toEqual(['index.md']);
  expect(house.repo.read('steps/answer', house.repo.folder)).toContain('this task has no boundary');
});
