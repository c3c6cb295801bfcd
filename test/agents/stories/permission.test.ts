import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

const files = { 'build.sh': 'echo built > built.txt\n' };

eachAgent(agentNames, 'a command waits for the permission that the person gives in the dashboard', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    files,
    scenario: [{ shell: 'sh build.sh', privileged: true }, { say: 'It is built.' }],
  });
  const { house, model } = story;
  const id = await story.start('build it');
  const asked = await story.asks(id, /sh build\.sh/);
  expect(asked).toMatchObject({ about: 'permission', blocking: true });
  const asking = await house.reaches(id, 'asking');
  expect(house.repo.exists('built.txt', asking.worktree?.path)).toBe(false);
  expect(model.requests).toHaveLength(1);

  await story.permit(id, /sh build\.sh/);
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('built.txt', ready.worktree?.path)).toBe('built\n');
  expect(ready.questions).toMatchObject([{ about: 'permission', closedBy: 'signalbox' }]);
  expect(model.complaints).toEqual([]);
});

eachAgent(agentNames, 'a command that the person refuses is not run, and the agent goes on', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    files,
    scenario: [
      { shell: 'sh build.sh', privileged: true },
      { write: 'notes.txt', content: 'not built\n' },
      { say: 'I left it.' },
    ],
  });
  const { house } = story;
  const id = await story.start('build it');
  const asked = await story.asks(id, /sh build\.sh/);
  const refusing = asked.options.find((option) => /^(deny|no|reject|refuse|cancel|decline)/i.test(option));
  await story.answer(id, asked.number, refusing ?? `no option of ${asked.options.join(', ')}`);
  const after = await house.until('the answer has reached the agent', (world) =>
    world.sessions[id]?.questions[0]?.closedBy === 'signalbox' ? world.sessions[id] : null,
  );
  // Some agents go on with the refusal, others end their turn with it.
  const ended = await house.reaches(id, 'ready', 'stuck');
  expect(house.repo.exists('built.txt', ended.worktree?.path)).toBe(false);
  expect(after.questions).toHaveLength(1);
});
