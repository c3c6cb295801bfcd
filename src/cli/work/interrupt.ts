import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Breaks off what an agent is at; it stays, and waits for a word. */
export const interruptCommand = commandEntry({
  name: 'interrupt',
  words: '<id>',
  does: "break the agent's turn off; it stays, and waits for a word in its terminal or by resume --note",
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    await withDaemon(shell, (connection) => connection.request('session/interrupt', { session }));
    if (json) printJson(shell, { session });
    else print(shell, `interrupted #${session}`);
  },
});
