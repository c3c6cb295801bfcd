import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Gives an agent a fresh context; its work stays. */
export const resetCommand = commandEntry({
  name: 'reset',
  words: '<id>',
  does: 'end the agent and start it with a fresh context, told what was decided and done; its work and jobs stay',
  audience: 'person',
  flags: [{ flags: '--note <text>', does: 'a word to it' }],
  options: z.object({ note: z.string().optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const note = options.note ?? null;
    await withDaemon(shell, (connection) => connection.request('session/reset', { session, note }));
    if (json) printJson(shell, { session, reset: true });
    else print(shell, `#${session} starts with a fresh context: signalbox show ${session} has its hand-over`);
  },
});
