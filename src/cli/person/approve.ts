import { z } from 'zod';
import { stillToAcknowledge } from '../../core/rules/acknowledge.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';

/** Approves a session's round; the landing goes on in the background. */
export const approveCommand = commandEntry({
  name: 'approve',
  words: '<id>',
  does: 'approve the round; it lands in the background',
  audience: 'person',
  flags: [
    {
      flags: '--acknowledge',
      does: 'although nothing was verified, a check is flaky, or something was found: it is printed',
    },
  ],
  options: z.object({ acknowledge: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const id = parseId(words[0]);
    const asked = await withDaemon(shell, async (connection) => {
      const { world } = await connection.request('world/get', {});
      const { undoes, verdict } = sessionIn(world, id);
      const known = options.acknowledge ? stillToAcknowledge({ undoes, verdict }, []) : [];
      const acknowledged = [...new Set(known.map(({ word }) => word))];
      // What is acknowledged is what was judged then, and nothing that comes in this moment.
      const snapshot = options.acknowledge ? verdict?.snapshot : undefined;
      await connection.request('review/approve', { session: id, acknowledged, snapshot });
      return known;
    });
    const acknowledged = asked.map(({ word, says }) => ({ word, says }));
    if (json) printJson(shell, { session: id, decided: 'approved', acknowledged });
    else print(shell, ...asked.map(({ says }) => `acknowledged: ${says}`), `approved #${id}: it lands now`);
  },
});
