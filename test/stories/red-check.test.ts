import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('a red check goes back to the agent, not to the person', async () => {
  await using house = await openHouse({
    checks: { greets: 'grep -q hello greeting.txt' },
    agents: {
      writer: `
        echo hullo > greeting.txt
        signalbox done --summary 'first try' > ../verdict-$SIGNALBOX_ID.txt || {
          echo "status $?" >> ../verdict-$SIGNALBOX_ID.txt
          echo hello > greeting.txt
          signalbox done --summary 'second try'
        }`,
    },
  });
  const seen: string[] = [];
  house.watch((world) => {
    const state = world.sessions[1]?.state;
    if (state !== undefined && seen.at(-1) !== state) seen.push(state);
  });
  const id = await house.start('say hello', { agent: 'writer' });
  const ready = await house.reaches(id, 'ready');

  expect(ready).toMatchObject({ round: 2, summary: 'second try', runs: 1 });
  expect(seen).toEqual(['queued', 'preparing', 'working', 'checking', 'working', 'checking', 'ready']);
  const verdict = house.repo.read(`../verdict-${id}.txt`, ready.worktree?.path);
  expect(verdict).toContain('red: check failed: greets (exit status 1)');
  expect(verdict).toContain('status 1');
});

test('a command that ended is started again with the reasons, and is stuck when it is red too often', async () => {
  await using house = await openHouse({
    checks: { greets: 'grep -q hello greeting.txt' },
    config: 'rounds: 2',
    agents: {
      stubborn: `
        echo "round $SIGNALBOX_ROUND" >> greeting.txt
        printf '%s\\n' "$SIGNALBOX_FEEDBACK" > "$HOUSE_STEPS/feedback-$SIGNALBOX_ROUND"`,
    },
  });
  const id = await house.start('say hello', { agent: 'stubborn' });
  const stuck = await house.reaches(id, 'stuck');

  expect(stuck).toMatchObject({ runs: 2, reds: 2, round: 2 });
  expect(stuck.reason).toContain('red 2 times, last: check failed: greets');
  expect(house.repo.read('steps/feedback-1', house.repo.folder)).toBe('\n');
  expect(house.repo.read('steps/feedback-2', house.repo.folder)).toContain('check failed: greets (exit status 1)');
  expect((await house.cli('approve', String(id))).stderr).toContain(`#${id} is not in hand: it is stuck`);
});
