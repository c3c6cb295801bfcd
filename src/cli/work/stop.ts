import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Ends a session's agent; its work stays. */
export const stopCommand = commandEntry({
  name: 'stop',
  words: '<id>',
  does: 'end the agent and set the session aside; its work stays',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    await withDaemon(shell, (connection) => connection.request('session/stop', { session }));
    if (json) printJson(shell, { session, state: 'stopped' });
    else print(shell, `stopped #${session}: signalbox resume ${session} goes on with it`);
  },
});
