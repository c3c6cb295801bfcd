import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Puts the item in hand back behind the others, or takes an approval back whose landing has not begun. */
export const deferCommand = commandEntry({
  name: 'defer',
  words: '<id>',
  does: 'put the item in hand back, behind the others; or take an approval back before it lands',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    await withDaemon(shell, (connection) => connection.request('review/defer', { session }));
    if (json) printJson(shell, { session, decided: 'deferred' });
    else print(shell, `deferred #${session}`);
  },
});
