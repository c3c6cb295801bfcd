import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test("a rejection's note reaches the agent once, and its second round lands", async () => {
  await using house = await openHouse({
    checks: { greets: 'test -e greeting.txt' },
    agents: {
      writer: `
        printf '%s\\n' "$SIGNALBOX_FEEDBACK" > "$HOUSE_STEPS/feedback-$SIGNALBOX_ROUND"
        signalbox inbox > "$HOUSE_STEPS/inbox-$SIGNALBOX_ROUND"
        echo "hello, round $SIGNALBOX_ROUND" > greeting.txt`,
    },
  });
  const id = await house.start('say hello', { agent: 'writer' });
  await house.reaches(id, 'ready');

  const early = await house.cli('reject', '1', '--note', 'too cold');
  expect(early).toMatchObject({ status: 1, stdout: '' });
  expect(early.stderr).toContain('#1 is not in hand');
  const taken = await house.cli('review');
  expect(taken.stdout).toContain('#1 say hello\nin hand, round 1\n');
  expect(taken.stdout).toContain('✓ greets  green');
  expect((await house.cli('reject', '1')).status).toBe(2);
  expect((await house.cli('reject', '1', '--note', 'too cold', '--reason', 'approach')).status).toBe(0);

  const second = await house.until('the second round', (world) =>
    world.sessions[id]?.state === 'ready' && world.sessions[id].round === 2 ? world.sessions[id] : null,
  );
  expect(house.repo.read('steps/feedback-1', house.repo.folder)).toBe('\n');
  expect(house.repo.read('steps/feedback-2', house.repo.folder)).toBe('too cold\n');
  expect(house.repo.read('steps/inbox-2', house.repo.folder)).toBe('');
  expect(second.messages).toMatchObject([{ kind: 'rejected', text: 'too cold', delivered: { by: 'start' } }]);
  expect((await house.cli('show', '1')).stdout).toContain('rejected (approach): too cold');

  await house.cli('approve', '1');
  await house.reaches(id, 'landed');
  expect(house.repo.read('greeting.txt')).toBe('hello, round 2\n');
});
