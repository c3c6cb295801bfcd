import type { DemoTask } from '../demo-task.ts';

const crashStatus = 3;

/** Dies half-way: its status and last screen are kept, nothing of it lands, and the person gives it up. */
export const telemetry: DemoTask = {
  title: 'telemetry',
  prompt: 'Count what is played. src/telemetry.js.',
  kind: 'isolated',
  scope: ['src/telemetry.js'],
  fate: 'discarded',
  leaves: ['src/telemetry.js'],
  async play(agent) {
    await agent.write('src/telemetry.js', 'export const played = [];\n');
    await agent.say('out of memory');
    return crashStatus;
  },
};
