import type { DemoTask } from '../demo-task.ts';

/** Leaves its scope, is sent back by the gate, and takes that part back. */
export const manual: DemoTask = {
  title: 'manual',
  prompt: 'Write a page on the keys: docs/keys.md.',
  kind: 'isolated',
  scope: ['docs/**'],
  fate: 'landed',
  leaves: ['docs/keys.md'],
  async play(agent) {
    await agent.write('docs/keys.md', '# Keys\n\nSpace plays and pauses.\n');
    const before = agent.read('src/player.js');
    await agent.write('src/player.js', `// See docs/keys.md.\n${before}`);
    const red = await agent.done('The keys are described.');
    if (red === null) return 0;
    await agent.say('src/player.js is not mine to change. I put it back.');
    await agent.run('git', 'checkout', '--', 'src/player.js');
    return (await agent.done('The keys are described.')) === null ? 0 : 1;
  },
};
