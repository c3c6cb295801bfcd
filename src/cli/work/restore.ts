import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Brings a discarded or cleaned session back. */
export const restoreCommand = commandEntry({
  name: 'restore',
  words: '<id>',
  does: 'bring a discarded or cleaned session’s worktree back; signalbox resume then goes on with it',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    const { path, branch } = await withDaemon(shell, (connection) =>
      connection.request('session/restore', { session }),
    );
    if (json) printJson(shell, { session, state: 'stopped', path, branch });
    else print(shell, `restored #${session} on ${branch}: ${path}`, `go on with it: signalbox resume ${session}`);
  },
});
