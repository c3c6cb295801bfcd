import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('ask --wait holds the agent until its answers are given, and prints them', async () => {
  await using house = await openHouse({
    agents: {
      asker: `
        printf -- '- { text: which port?, options: ["80", "8080"], default: "80" }\\n- { text: which host? }\\n' > "$HOUSE_STEPS/q.yaml"
        signalbox ask --wait --file "$HOUSE_STEPS/q.yaml" > answers.txt`,
    },
  });
  const id = await house.start('configure it', { agent: 'asker' });
  await house.reaches(id, 'asking');

  const asked: unknown = JSON.parse((await house.cli('questions', '--json')).stdout);
  expect(asked).toMatchObject([
    { session: id, number: 1, text: 'which port?', options: ['80', '8080'], default: '80' },
    { session: id, number: 2, text: 'which host?', options: [], default: null },
  ]);
  const unclear = await house.cli('answer', String(id), '8080');
  expect(unclear).toMatchObject({ status: 1 });
  expect(unclear.stderr).toContain('--question 1, --question 2');

  expect((await house.cli('answer', String(id), '--question', '1', '8080')).stdout).toContain('1 still open');
  expect(house.session(id).state).toBe('asking');
  expect((await house.cli('answer', String(id), 'localhost')).status).toBe(0);
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('answers.txt', ready.worktree?.path)).toBe('8080\nlocalhost\n');
  expect(ready).toMatchObject({ runs: 1, round: 1 });
});

test('an agent that asked and ended is started again with the answers, in the same round', async () => {
  await using house = await openHouse({
    agents: {
      asker: `
        if [ -e asked ]; then printf '%s' "$SIGNALBOX_PROMPT" > prompt.txt; exit 0; fi
        touch asked
        signalbox ask 'tabs or spaces?' --option tabs --option spaces --default tabs`,
    },
  });
  const id = await house.start('format it', { agent: 'asker' });
  await house.until('asking without a process', (world) => {
    const session = world.sessions[id];
    return session?.state === 'asking' && session.run === null;
  });
  expect((await house.cli('answer', String(id), 'spaces')).status).toBe(0);
  const ready = await house.reaches(id, 'ready');

  expect(ready).toMatchObject({ runs: 2, round: 1 });
  expect(house.repo.read('prompt.txt', ready.worktree?.path)).toContain('tabs or spaces?\n-> spaces');
  expect(ready.messages).toMatchObject([{ kind: 'answers', delivered: { by: 'start' } }]);
  expect((await house.cli('answer', String(id), 'tabs')).stderr).toContain(`#${id} has no open question`);
});

test('the inbox gives each answer once, also one that nobody waited for', async () => {
  await using house = await openHouse({
    agents: {
      asker: `
        signalbox ask 'how?' --non-blocking > first.txt
        hold answered
        signalbox inbox > second.txt
        signalbox inbox > third.txt`,
    },
  });
  const id = await house.start('do it', { agent: 'asker' });
  await house.until('the question', (world) => world.sessions[id]?.questions.length === 1);
  expect(house.session(id).state).toBe('working');
  expect((await house.cli('answer', String(id), 'slowly')).status).toBe(0);
  await house.release('answered');
  const { worktree } = await house.reaches(id, 'ready');

  expect(house.repo.read('first.txt', worktree?.path)).toBe('queued\n');
  expect(house.repo.read('second.txt', worktree?.path)).toBe('how?\n-> slowly\n');
  expect(house.repo.read('third.txt', worktree?.path)).toBe('');
});
