import { z } from 'zod';
import { callAsAgent } from '../call-as-agent.ts';
import { commandEntry } from '../command-entry.ts';
import { print, printJson } from '../shell.ts';

/** Says that the agent cannot go on: a person has to look. */
export const blockedCommand = commandEntry({
  name: 'blocked',
  words: '<reason>',
  does: 'in a session: you cannot go on; a person looks at it',
  audience: 'agent',
  options: z.object({}),
  async run({ shell, words, json }) {
    const reason = words[0] ?? '';
    await callAsAgent(shell, 'agent/blocked', (request) => ({ request, reason }));
    if (json) printJson(shell, { blocked: reason });
    else print(shell, 'noted: a person will look at it');
  },
});
