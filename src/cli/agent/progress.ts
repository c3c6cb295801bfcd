import { z } from 'zod';
import { callAsAgent } from '../call-as-agent.ts';
import { commandEntry } from '../command-entry.ts';
import { printJson } from '../shell.ts';

/** Says in a few words what the agent is at. Silent: it is no conversation. */
export const progressCommand = commandEntry({
  name: 'progress',
  words: '<text>',
  does: 'in a session: a word on where you are, shown on the tile',
  audience: 'agent',
  options: z.object({}),
  async run({ shell, words, json }) {
    const text = words[0] ?? '';
    await callAsAgent(shell, 'agent/progress', (request) => ({ request, text }));
    if (json) printJson(shell, { progress: text });
  },
});
