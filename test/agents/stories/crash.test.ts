import { expect } from 'vitest';
import { isRunning } from '../../kit/is-running.ts';
import { type AgentHouse, openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { holderOf } from '../kit/holder-of.ts';
import { agentNames } from '../kit/versions.ts';

const scenario = {
  conversations: [
    {
      turns: [
        [{ write: 'first.txt', content: 'one\n' }],
        [{ say: 'I am about to go on, and' }, { hold: 'here' }],
        { when: 'word of mine', does: [{ write: 'second.txt', content: 'two\n' }] },
        { say: 'Both are written.' },
      ],
    },
  ],
};

/** Its process is alive and the model is in the middle of an answer. */
async function inTheMiddle(story: AgentHouse, id: number): Promise<number> {
  await story.model.reached('here');
  return story.house.until('its process', (world) => world.sessions[id]?.run?.pid);
}

/** The person resumes it; it goes on in the same conversation, and is ready with what it had and what came new. */
async function resumes(story: AgentHouse, id: number): Promise<void> {
  const { house, model } = story;
  const before = house.session(id).conversation;
  await house.connection.request('session/resume', { session: id, note: 'a word of mine' });
  await model.heard(/word of mine/);
  const ready = await house.reaches(id, 'ready');
  expect(ready).toMatchObject({ runs: 2, conversation: before });
  expect(house.repo.read('first.txt', ready.worktree?.path)).toBe('one\n');
  expect(house.repo.read('second.txt', ready.worktree?.path)).toBe('two\n');
  // It was the same conversation: the model still knows the task, and was told it once.
  const said = model.requests.at(-1)?.said.join('\n') ?? '';
  expect(said.split('please: write two files')).toHaveLength(2);
}

eachAgent(
  agentNames,
  'an agent is killed in the middle of its turn, and its conversation is resumed',
  async (agent) => {
    await using story = await openAgentHouse({ agent, scenario });
    const { house } = story;
    const id = await story.start('write two files');
    process.kill(await inTheMiddle(story, id), 'SIGKILL');
    const failed = await house.reaches(id, 'failed');
    expect(failed.reason).toContain('SIGKILL');
    await resumes(story, id);
  },
);

eachAgent(
  agentNames,
  'a holder is killed, its agent does not go on unseen, and the conversation is resumed',
  async (agent) => {
    await using story = await openAgentHouse({ agent, scenario });
    const { house } = story;
    const id = await story.start('write two files');
    const pid = await inTheMiddle(story, id);
    process.kill(holderOf(house, id), 'SIGKILL');
    const failed = await house.reaches(id, 'failed');
    expect(failed.reason).toContain('holder');
    await house.until('its process gone', () => !isRunning(pid));
    await resumes(story, id);
  },
);

eachAgent(
  agentNames,
  'the daemon is killed in the middle of a turn: the agent goes on and is judged',
  async (agent) => {
    await using story = await openAgentHouse({
      agent,
      scenario: [[{ write: 'news.txt', content: 'one\n' }], [{ say: 'Nearly' }, { hold: 'here' }, { say: ' done.' }]],
    });
    const { house, model } = story;
    const id = await story.start('write a file');
    const pid = await inTheMiddle(story, id);
    await house.killDaemon();
    await house.connect();
    expect(house.session(id).state).toBe('working');
    model.release('here');
    const ready = await house.reaches(id, 'ready');
    expect(ready).toMatchObject({ runs: 1, round: 1 });
    expect(ready.history.filter((entry) => entry.what.startsWith('agent started'))).toHaveLength(1);
    expect(pid).toBeGreaterThan(1);
  },
);

eachAgent(agentNames, 'a turn that ends while no daemon runs is judged by the next one', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    scenario: [[{ write: 'news.txt', content: 'one\n' }], [{ say: 'Nearly' }, { hold: 'here' }, { say: ' done.' }]],
  });
  const { house, model } = story;
  const id = await story.start('write a file');
  await inTheMiddle(story, id);
  await house.killDaemon();
  model.release('here');
  await house.connect();
  expect(await house.reaches(id, 'ready')).toMatchObject({ runs: 1, round: 1 });
});

eachAgent(
  agentNames,
  'the daemon is killed while a permission is asked for: the answer still reaches the agent',
  async (agent) => {
    await using story = await openAgentHouse({
      agent,
      files: { 'build.sh': 'echo built > built.txt\n' },
      scenario: [{ shell: 'sh build.sh', privileged: true }, { say: 'It is built.' }],
    });
    const { house } = story;
    const id = await story.start('build it');
    await story.asks(id, /sh build\.sh/);
    await house.killDaemon();
    await house.connect();
    await story.permit(id, /sh build\.sh/);
    const ready = await house.reaches(id, 'ready');
    expect(house.repo.read('built.txt', ready.worktree?.path)).toBe('built\n');
    expect(ready.runs).toBe(1);
  },
);
