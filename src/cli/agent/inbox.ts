import { z } from 'zod';
import { callAsAgent } from '../call-as-agent.ts';
import { commandEntry } from '../command-entry.ts';
import { print, printJson } from '../shell.ts';

/** Takes the answers and feedback that have not been taken yet. */
export const inboxCommand = commandEntry({
  name: 'inbox',
  does: 'in a session: answers and feedback not yet taken, each once',
  audience: 'agent',
  flags: [{ flags: '--wait', does: 'wait until there is something' }],
  options: z.object({ wait: z.boolean().default(false) }),
  async run({ shell, options, json }) {
    const { messages } = await callAsAgent(shell, 'agent/inbox', (request) => ({ request, wait: options.wait }));
    if (json) printJson(shell, { messages });
    else if (messages.length > 0) print(shell, messages.join('\n\n'));
  },
});
