import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Gives a session up. */
export const discardCommand = commandEntry({
  name: 'discard',
  words: '<id>',
  does: 'give the session up; a finished round must be in hand',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    await withDaemon(shell, (connection) => connection.request('session/discard', { session }));
    if (json) printJson(shell, { session, state: 'discarded' });
    else print(shell, `discarded #${session}`);
  },
});
