import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';
import { chosenProposals } from './accept.ts';

/** Refuses proposals of a lead, which is told. */
export const refuseCommand = commandEntry({
  name: 'refuse',
  words: '<id> [proposals...]',
  does: 'refuse proposals of a lead session; it is told, with the note',
  audience: 'person',
  flags: [
    { flags: '--all', does: 'all that are undecided' },
    { flags: '--note <text>', does: 'why, and what would be better' },
  ],
  options: z.object({ all: z.boolean().default(false), note: z.string().optional() }),
  async run({ shell, words, options, json }) {
    const { session, numbers } = { session: parseId(words[0]), numbers: words.slice(1) };
    await withDaemon(shell, async (connection) => {
      const proposals = await chosenProposals(connection, { session, numbers, all: options.all });
      await connection.request('proposal/refuse', { session, proposals, note: options.note ?? null });
      if (json) printJson(shell, { session, refused: proposals });
      else
        print(
          shell,
          `refused ${proposals.length === 1 ? 'proposal' : 'proposals'} ${proposals.join(', ')} of #${session}`,
        );
    });
  },
});
