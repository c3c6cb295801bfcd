import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

const files = { 'build.sh': 'echo built > built.txt; sleep 1000\n' };
const command = 'sh build.sh';
const typed = { shell: `signalbox job start --name web -- ${command}`, privileged: true } as const;
const called = { mcp: 'job_start', input: { name: 'web', command } } as const;

/** A job runs outside of whatever confines the agent: its command is asked for like any other. */
for (const [how, act, names] of [
  // The commands of Codex cannot reach us from its sandbox.
  ['by the command', typed, agentNames.filter((name) => name !== 'codex')],
  ['by the tool', called, agentNames],
] as const) {
  eachAgent(names, `a job that an agent starts ${how} waits for the permission that a command needs`, async (agent) => {
    await using story = await openAgentHouse({ agent, files, scenario: [act, { say: 'It is served.' }] });
    const { house } = story;
    const id = await story.start('serve it');
    const asked = await story.asks(id, /build\.sh|job_start/);
    expect(asked).toMatchObject({ about: 'permission', blocking: true });
    expect(house.session(id).terminals).toEqual([]);
    await story.permit(id, /build\.sh|job_start/);
    const job = await house.until('the job', (world) => world.sessions[id]?.terminals[0]);
    expect(job).toMatchObject({ name: 'web', command, by: 'agent' });
  });
}
