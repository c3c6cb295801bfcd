import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { printJson, printRaw } from '../shell.ts';

/** Prints what a session's judged work changes on the target. */
export const diffCommand = commandEntry({
  name: 'diff',
  words: '<id> [path]',
  does: "the session's work as a patch on the target",
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    const path = words[1] ?? null;
    const diff = await withDaemon(shell, (connection) => connection.request('session/diff', { session, path }));
    if (json) printJson(shell, { session, ...diff });
    else printRaw(shell, diff.patch);
  },
});
