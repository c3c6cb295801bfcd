import type { DemoTask } from '../demo-task.ts';

/** Nothing goes wrong here. */
export const playback: DemoTask = {
  title: 'playback buffer',
  prompt: 'Read ahead 8 MiB while playing. src/buffer.js, with a test.',
  kind: 'isolated',
  scope: ['src/buffer.js', 'test/buffer.test.js'],
  fate: 'landed',
  leaves: ['src/buffer.js', 'test/buffer.test.js'],
  async play(agent) {
    await agent.write(
      'src/buffer.js',
      `export const highWater = 8 * 1024 * 1024;

export function wants(buffered) {
  return buffered < highWater;
}
`,
    );
    await agent.write(
      'test/buffer.test.js',
      `import test from 'node:test';
import assert from 'node:assert/strict';
import { highWater, wants } from '../src/buffer.js';

test('reads ahead up to the high-water mark', () => {
  assert.ok(wants(0));
  assert.ok(!wants(highWater));
});
`,
    );
    await agent.run('node', '--test');
    return (await agent.done('Reads ahead up to 8 MiB.')) === null ? 0 : 1;
  },
};
