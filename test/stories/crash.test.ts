import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test("an agent that dies keeps its exit status, its last screen and its work, and is nobody's review", async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: { faller: 'echo half > half.txt; echo "out of paper"; exit 7' },
  });
  const id = await house.start('print it', { agent: 'faller' });
  const failed = await house.reaches(id, 'failed');
  expect(failed).toMatchObject({
    reason: 'the agent exited with status 7',
    exit: { exit: 7, signal: null },
    verdict: null,
  });
  expect(failed.exit?.screen.join('\n')).toContain('out of paper');
  expect(house.repo.read('half.txt', failed.worktree?.path)).toBe('half\n');

  expect((await house.cli('show', String(id))).stdout).toContain('  | out of paper');
  expect((await house.cli('log', String(id))).stdout).toContain('out of paper');
  expect(JSON.parse((await house.cli('list', '--json')).stdout)).toMatchObject([{ state: 'failed', exit: 7 }]);
  expect(await house.cli('review')).toMatchObject({
    status: 1,
    stderr: 'signalbox: nothing is ready for review: signalbox list shows what is going on\n',
  });
});

test('an agent that cannot be started says which command', async () => {
  await using house = await openHouse({
    agents: { unused: 'true' },
    person: 'agents:\n  ghost: { command: [signalbox-test-no-such-program] }\n',
  });
  const id = await house.start('haunt', { agent: 'ghost' });
  const failed = await house.reaches(id, 'failed', 'stuck');
  const said = `${failed.reason ?? ''} ${failed.exit?.screen.join(' ') ?? ''}`;
  expect(said).toContain('signalbox-test-no-such-program');
});
