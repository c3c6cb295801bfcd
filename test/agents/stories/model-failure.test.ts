import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

eachAgent(
  agentNames,
  'a model that refuses is shown as such, not as finished work, and a word of the person goes on',
  async (agent) => {
    await using story = await openAgentHouse({
      agent,
      scenario: {
        conversations: [
          {
            turns: [{ does: [{ fail: 'forbidden', message: 'the account is closed' }], times: 1000 }],
            reactions: [
              { when: '^user.*try again now', does: [{ write: 'news.txt', content: 'one\n' }] },
              { when: '^tool', does: [{ say: 'Now it is written.' }] },
            ],
          },
        ],
      },
    });
    const { house } = story;
    const id = await story.start('write a file');
    const stuck = await house.reaches(id, 'stuck', 'ready', 'failed');
    expect(stuck.state).toBe('stuck');
    expect(stuck.reason).toMatch(/account is closed|403|forbidden/i);
    await house.connection.request('session/resume', { session: id, note: 'please try again now' });
    const ready = await house.reaches(id, 'ready');
    expect(house.repo.read('news.txt', ready.worktree?.path)).toBe('one\n');
    expect(ready.runs).toBe(1);
  },
);
