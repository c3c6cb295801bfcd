import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('stopped, resumed with a word, and discarded: the process ends, the work stays, the target is untouched', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: {
      writer: `
        echo run >> runs.txt
        printf '%s' "$SIGNALBOX_PROMPT" > prompt.txt
        reach begun
        hold never`,
    },
  });
  const before = house.repo.git(['rev-parse', 'main']);
  const id = await house.start('work', { agent: 'writer' });
  await house.reached('begun');
  expect((await house.cli('stop', '#1')).stdout).toBe('stopped #1: signalbox resume 1 goes on with it\n');
  const stopped = await house.until('the process gone', (world) =>
    world.sessions[id]?.run === null ? world.sessions[id] : null,
  );
  expect(stopped.state).toBe('stopped');
  expect((await house.cli('stop', '1')).stderr).toBe('signalbox: #1 is stopped already\n');

  expect((await house.cli('resume', '1', '--note', 'mind the gap')).status).toBe(0);
  await house.reached('begun');
  expect(house.repo.read('prompt.txt', stopped.worktree?.path)).toContain('mind the gap');
  expect((await house.cli('discard', '1')).status).toBe(0);
  await house.until('gone again', (world) => world.sessions[id]?.run === null);
  expect(house.session(id).state).toBe('discarded');
  expect(house.repo.read('runs.txt', stopped.worktree?.path)).toBe('run\nrun\n');
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  expect((await house.cli('discard', '1')).stderr).toBe('signalbox: #1 is discarded already\n');
});

test('what is waited for and was given up is said to the person', async () => {
  await using house = await openHouse({ agents: { writer: 'hold never' } });
  await house.start('one', { agent: 'writer' });
  await house.start('two', { agent: 'writer', after: [1] });
  expect((await house.cli('list')).stdout).toContain('after #1');
  await house.cli('discard', '1');
  expect((await house.cli('list')).stdout).toContain('needs you: #1 was discarded');
});
