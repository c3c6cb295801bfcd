import type { DemoTask } from '../demo-task.ts';

const source = (sentence: string) => `export function explain(file) {
  return ${sentence};
}
`;

/** Sent back by the person once; the second round starts with the note. */
export const errors: DemoTask = {
  title: 'error messages',
  prompt: 'Say it in a sentence when a file cannot be played. src/errors.js.',
  kind: 'isolated',
  scope: ['src/errors.js'],
  fate: 'landed',
  leaves: ['src/errors.js'],
  rejection: 'Name the file: nobody knows which one is meant.',
  async play(agent) {
    if (agent.round === 1) await agent.write('src/errors.js', source("'This cannot be played.'"));
    else {
      await agent.say(`Sent back: ${agent.feedback}`);
      await agent.write('src/errors.js', source('`${file} cannot be played.`'));
    }
    return (await agent.done('A sentence instead of a code.')) === null ? 0 : 1;
  },
};
