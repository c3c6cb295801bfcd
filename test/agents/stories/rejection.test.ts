import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

const note = `Too cold. Please:

- say "hello" first,
  with two spaces here;
- leave \`!bash\`, /help and @paths alone: $HOME stays $HOME

\tand a tab. The last line: 漢字 ✓`;

eachAgent(
  agentNames,
  'a rejection in several lines reaches the agent exactly and once, and its next round lands',
  async (agent) => {
    await using story = await openAgentHouse({
      agent,
      checks: { greets: 'test -e greeting.txt' },
      scenario: [
        { write: 'greeting.txt', content: 'good day\n' },
        { say: 'I wrote the greeting.' },
        { when: 'Too cold', does: [{ write: 'warmer.txt', content: 'hello\n' }] },
        { say: 'Now it is warmer.' },
      ],
    });
    const { house, model } = story;
    const id = await story.start('write a greeting');
    await house.reaches(id, 'ready');
    await story.reject(id, note);
    await model.heard(/Too cold/);
    const second = await house.until('the second round is ready', (world) => {
      const session = world.sessions[id];
      return session?.state === 'ready' && session.round === 2 ? session : null;
    });
    const said = model.requests.at(-1)?.said.filter((text) => text.includes('Too cold')) ?? [];
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(note);
    expect(second.messages).toMatchObject([{ kind: 'rejected', unconfirmed: false }]);
    expect(model.complaints).toEqual([]);

    await story.approve(id);
    expect(house.repo.read('warmer.txt')).toBe('hello\n');
  },
);
