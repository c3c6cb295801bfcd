import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { rejectionReasonSchema } from '../../core/model/task.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Says what the last failure of a session was due to. */
export const tagCommand = commandEntry({
  name: 'tag',
  words: '<id> <reason>',
  does: `say why a session was stuck, failed or given up: ${rejectionReasonSchema.options.join(', ')}`,
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const session = parseId(words[0]);
    const parsed = rejectionReasonSchema.safeParse(words[1]);
    if (!parsed.success) {
      throw new Fault({
        code: 'usage',
        message: `${JSON.stringify(words[1] ?? '')} is no reason`,
        hint: `the reasons are: ${rejectionReasonSchema.options.join(', ')}`,
      });
    }
    const reason = parsed.data;
    await withDaemon(shell, (connection) => connection.request('session/tag', { session, reason }));
    if (json) printJson(shell, { session, reason });
    else print(shell, `#${session}: ${reason}, as you say`);
  },
});
