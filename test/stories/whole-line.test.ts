import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('a task goes its whole way: queued, worked on, green, approved by command, landed', async () => {
  await using house = await openHouse({
    checks: { greets: 'grep -q hello greeting.txt' },
    agents: {
      writer: `
        echo hello > greeting.txt
        signalbox progress 'greeting written'
        signalbox done --summary 'It greets.'`,
    },
  });
  const made = await house.cli('new', 'say hello', '--prompt', 'greet the reader', '--scope', 'greeting.txt');
  expect(made).toMatchObject({ status: 0, stdout: '1\n' });
  expect(made.stderr).toContain('no stop condition');

  const ready = await house.reaches(1, 'ready');
  expect(ready.verdict).toMatchObject({ kind: 'green', files: [{ path: 'greeting.txt', status: 'added' }] });
  expect(ready).toMatchObject({ summary: 'It greets.', progress: 'greeting written', round: 1 });

  const approved = await house.cli('approve', '1');
  expect(approved).toMatchObject({ status: 0, stdout: 'approved #1: it lands now\n' });
  const landed = await house.reaches(1, 'landed');
  await house.until('its process to be gone', (world) => world.sessions[1]?.run === null);

  expect(house.repo.git(['rev-parse', 'main'])).toBe(landed.landed?.commit);
  expect(house.repo.read('greeting.txt')).toBe('hello\n');
  expect(house.repo.git(['rev-list', '--count', 'main~1..main'])).toBe('1');
  expect(house.repo.git(['log', '-1', '--format=%B'])).toContain('Signalbox-Task: #1');
  expect(house.repo.git(['status', '--porcelain'])).toBe('');
});

test('work that nothing verified is not approved by the way', async () => {
  await using house = await openHouse({ agents: { writer: 'echo hello > greeting.txt' } });
  const id = await house.start('say hello', { agent: 'writer' });
  expect((await house.reaches(id, 'ready')).verdict?.kind).toBe('unchecked');

  const refused = await house.cli('approve', '1');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toBe(
    'signalbox: #1 needs your word: nothing was verified: no check is configured: approve it all the same with --acknowledge\n',
  );
  expect((await house.cli('approve', '1', '--acknowledge')).status).toBe(0);
  await house.reaches(id, 'landed');
});
