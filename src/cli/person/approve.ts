import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Approves a session's round; the landing goes on in the background. */
export const approveCommand = commandEntry({
  name: 'approve',
  words: '<id>',
  does: 'approve the round; it lands in the background',
  audience: 'person',
  flags: [{ flags: '--acknowledge', does: 'although nothing was verified, or files are unread' }],
  options: z.object({ acknowledge: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const acknowledged = options.acknowledge ? ['unchecked', 'unread'] : [];
    await withDaemon(shell, (connection) => connection.request('review/approve', { session, acknowledged }));
    if (json) printJson(shell, { session, decided: 'approved' });
    else print(shell, `approved #${session}: it lands now`);
  },
});
