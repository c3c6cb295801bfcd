import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Takes a landing back, through the same gate. */
export const undoCommand = commandEntry({
  name: 'undo',
  words: '<id>',
  does: 'take a landing back: its reversal lands through the same gate',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const undoes = parseId(words[0]);
    const { session } = await withDaemon(shell, (connection) =>
      connection.request('session/undo', { session: undoes }),
    );
    if (json) printJson(shell, { session, undoes });
    else print(shell, `#${session} takes #${undoes} back: it lands when its gate is green`);
  },
});
