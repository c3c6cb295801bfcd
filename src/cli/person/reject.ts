import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { rejectionReasonSchema } from '../../core/model/task.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Sends the round in hand back to its agent. */
export const rejectCommand = commandEntry({
  name: 'reject',
  words: '<id>',
  does: 'send the round in hand back to its agent',
  audience: 'person',
  flags: [
    { flags: '--note <text>', does: 'what is wrong; reaches the agent once' },
    { flags: '--reason <reason>', does: 'why it went wrong', choices: rejectionReasonSchema.options },
  ],
  options: z.object({ note: z.string().optional(), reason: rejectionReasonSchema.optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    if (options.note === undefined) {
      throw new Fault({
        code: 'usage',
        message: 'a rejection needs a note',
        hint: `signalbox reject ${session} --note "what is wrong"`,
      });
    }
    const note = options.note;
    const reason = options.reason ?? null;
    await withDaemon(shell, (connection) => connection.request('review/reject', { session, note, reason }));
    if (json) printJson(shell, { session, decided: 'rejected' });
    else print(shell, `rejected #${session}: it goes back to its agent`);
  },
});
