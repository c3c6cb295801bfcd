import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Puts a stuck, failed or stopped session back to work. */
export const resumeCommand = commandEntry({
  name: 'resume',
  words: '<id>',
  does: 'put a stuck, failed or stopped session back to work, or have one judged again whose target is red',
  audience: 'person',
  flags: [{ flags: '--note <text>', does: 'a word for the agent' }],
  options: z.object({ note: z.string().optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const note = options.note ?? null;
    await withDaemon(shell, (connection) => connection.request('session/resume', { session, note }));
    if (json) printJson(shell, { session, resumed: true });
    else print(shell, `resumed #${session}`);
  },
});
