import type { DemoAgent } from '../demo-agent.ts';
import type { DemoTask } from '../demo-task.ts';

/** Two tasks that change the same line: what lands second gets the conflict back and resolves it itself. */
export const volumeSteps: DemoTask = {
  title: 'volume steps',
  prompt: 'The volume should move in steps of 2. It is in src/config.js.',
  kind: 'isolated',
  scope: ['src/config.js'],
  fate: 'landed',
  leaves: [],
  reviewedWith: 'volume limit',
  play: (agent) => changeVolume(agent, { from: 'step: 5', to: 'step: 2', summary: 'The volume moves in steps of 2.' }),
};

export const volumeLimit: DemoTask = {
  title: 'volume limit',
  prompt: 'Nobody should go deaf: the volume ends at 85. It is in src/config.js.',
  kind: 'isolated',
  scope: ['src/config.js'],
  fate: 'landed',
  leaves: [],
  reviewedWith: 'volume steps',
  play: (agent) => changeVolume(agent, { from: 'max: 100', to: 'max: 85', summary: 'The volume ends at 85.' }),
};

const path = 'src/config.js';

interface Change {
  readonly from: string;
  readonly to: string;
  readonly summary: string;
}

async function changeVolume(agent: DemoAgent, change: Change): Promise<number> {
  if (agent.feedback.includes('conflict')) await resolve(agent, change);
  else await agent.write(path, agent.read(path).replace(change.from, change.to));
  if ((await agent.done(change.summary)) === null) return 0;
  await resolve(agent, change);
  return (await agent.done(change.summary)) === null ? 0 : 1;
}

/** Takes the target's side and puts its own change on top: both intentions stay. */
async function resolve(agent: DemoAgent, change: Change): Promise<void> {
  await agent.say('Somebody else changed this line too. I keep both.');
  await agent.run('git', 'commit', '--quiet', '--all', '--message', change.summary);
  await agent.run('git', 'merge', '--quiet', '--no-commit', 'main');
  await agent.run('git', 'checkout', '--quiet', '--theirs', path);
  await agent.write(path, agent.read(path).replace(change.from, change.to));
  await agent.run('git', 'commit', '--quiet', '--all', '--message', `Merge main: ${change.summary}`);
}
