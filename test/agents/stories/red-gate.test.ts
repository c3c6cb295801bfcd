import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

eachAgent(agentNames, 'a red gate is corrected by the agent itself, in the same conversation', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    checks: { greets: 'cat greeting.txt && grep -q hello greeting.txt' },
    scenario: [
      { write: 'greeting.txt', content: 'good day\n' },
      { say: 'I wrote the greeting.' },
      { when: 'greets', does: [{ write: 'greeting.txt', content: 'hello\n' }] },
      { say: 'Now it says hello.' },
    ],
  });
  const { house, model } = story;
  const id = await story.start('write a greeting');
  const ready = await house.reaches(id, 'ready', 'stuck');
  expect(ready).toMatchObject({ state: 'ready', runs: 1, verdict: { kind: 'green' } });
  expect(house.repo.read('greeting.txt', ready.worktree?.path)).toBe('hello\n');
  expect(ready.messages).toMatchObject([{ kind: 'red', unconfirmed: false }]);
  // The reasons were told once.
  const told = model.requests.filter((asked) => asked.lastIs === 'user' && asked.last.includes('good day'));
  expect(told).toHaveLength(1);
  expect(model.complaints).toEqual([]);
});
