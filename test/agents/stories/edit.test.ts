import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

eachAgent(agentNames, 'a task is worked on, checked, approved and landed', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    checks: { greets: 'grep -q hello greeting.txt' },
    scenario: [{ write: 'greeting.txt', content: 'hello\n' }, { say: 'I wrote the greeting.' }],
  });
  const { house, model } = story;
  const id = await story.start('write a greeting');
  const ready = await house.reaches(id, 'ready');
  expect(ready).toMatchObject({ runs: 1, round: 1, verdict: { kind: 'green' } });
  expect(ready.lastWords).toBe('I wrote the greeting.');
  expect(house.repo.read('greeting.txt', ready.worktree?.path)).toBe('hello\n');
  expect(model.requests[0]?.said.join('\n')).toContain('please: write a greeting');
  expect(model.complaints).toEqual([]);

  await story.approve(id);
  expect(house.repo.read('greeting.txt')).toBe('hello\n');
});
