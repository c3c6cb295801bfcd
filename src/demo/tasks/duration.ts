import type { DemoTask } from '../demo-task.ts';

const source = (pad: string) => `export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  return \`\${minutes}:\${String(seconds % 60)${pad}}\`;
}
`;

const test = `import test from 'node:test';
import assert from 'node:assert/strict';
import { duration } from '../src/duration.js';

test('shows minutes and seconds', () => {
  assert.equal(duration(65), '1:05');
});
`;

/** Red once: the machine says so to the agent, and no person hears of it. */
export const duration: DemoTask = {
  title: 'track duration',
  prompt: 'Show the duration of a track as 1:05. src/duration.js, with a test.',
  kind: 'isolated',
  scope: ['src/duration.js', 'test/duration.test.js'],
  fate: 'landed',
  leaves: ['src/duration.js'],
  async play(agent) {
    await agent.write('test/duration.test.js', test);
    await agent.write('src/duration.js', source(''));
    const red = await agent.done('Durations as minutes and seconds.');
    if (red === null) return 0;
    await agent.say('The test is right: seconds below ten lack a zero.');
    await agent.write('src/duration.js', source(".padStart(2, '0')"));
    return (await agent.done('Durations as minutes and seconds, with the zero.')) === null ? 0 : 1;
  },
};
