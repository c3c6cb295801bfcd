import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { rejectionReasonSchema } from '../../core/model/task.ts';
import { counted } from '../../core/words/counted.ts';
import { unsentComments } from '../../core/words/rejection-message.ts';
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
    { flags: '--note <text>', does: 'what is wrong; reaches the agent once, with the comments' },
    { flags: '--reason <reason>', does: 'why it went wrong', choices: rejectionReasonSchema.options },
  ],
  options: z.object({ note: z.string().optional(), reason: rejectionReasonSchema.optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const note = options.note ?? '';
    const reason = options.reason ?? null;
    const comments = await withDaemon(shell, async (connection) => {
      const { world } = await connection.request('world/get', {});
      const unsent = unsentComments(world.sessions[session]?.comments ?? []).length;
      if (note.trim() === '' && unsent === 0) {
        throw new Fault({
          code: 'usage',
          message: 'a rejection needs a note or a comment',
          hint: `signalbox reject ${session} --note "what is wrong"`,
        });
      }
      await connection.request('review/reject', { session, note, reason });
      return unsent;
    });
    const along = comments === 0 ? '' : ` with ${counted(comments, 'comment')}`;
    if (json) printJson(shell, { session, decided: 'rejected', comments });
    else print(shell, `rejected #${session}${along}: it goes back to its agent`);
  },
});
