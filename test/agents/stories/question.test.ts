import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

const database = { question: 'Which database?', header: 'Database', options: ['SQLite', 'Postgres'] };
const port = { question: 'Which port?', header: 'Port', options: ['80', '8080'] };

eachAgent(agentNames, 'a question is answered in the dashboard, and the agent gets the answer', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    scenario: [
      { ask: [database] },
      { when: 'Postgres', does: [{ write: 'database.txt', content: 'Postgres\n' }] },
      { say: 'As you wish.' },
    ],
  });
  const { house, model } = story;
  const id = await story.start('set the database up');
  const asked = await story.asks(id, /Which database\?/);
  expect(asked).toMatchObject({ about: 'question', options: ['SQLite', 'Postgres'], blocking: true });
  await house.reaches(id, 'asking');
  await story.answer(id, asked.number, 'Postgres');
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('database.txt', ready.worktree?.path)).toBe('Postgres\n');
  expect(ready).toMatchObject({ runs: 1, questions: [{ answer: { text: 'Postgres' } }] });
  expect(model.complaints).toEqual([]);
});

eachAgent(agentNames, 'two questions and a permission in one turn: each gets its own answer', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    files: { 'build.sh': 'echo built > built.txt\n' },
    scenario: [[{ ask: [database, port] }, { shell: 'sh build.sh', privileged: true }], { say: 'All set.' }],
  });
  const { house, model } = story;
  const id = await story.start('set it up');
  const answers = async () => {
    const first = await story.asks(id, /Which database\?/);
    await story.answer(id, first.number, 'SQLite');
    const second = await story.asks(id, /Which port\?/);
    await story.answer(id, second.number, '8080');
  };
  // The agent decides what it shows first, or at once.
  await Promise.all([answers(), story.permit(id, /sh build\.sh/)]);
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('built.txt', ready.worktree?.path)).toBe('built\n');
  const heard = model.requests.flatMap((asked) => (asked.lastIs === 'tool' ? [asked.last] : [])).join('\n');
  expect(heard).toContain('SQLite');
  expect(heard).toContain('8080');
  expect(heard).not.toContain('Postgres');
  expect(ready.questions).toHaveLength(3);
  expect(model.complaints).toEqual([]);
});
