import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { openDashboardHere } from '../open-dashboard-here.ts';
import { parseId } from '../parse-words.ts';

/** Opens the dashboard on one session's terminal. */
export const attachCommand = commandEntry({
  name: 'attach',
  words: '<id>',
  does: "open the dashboard on this session's terminal",
  audience: 'person',
  options: z.object({}),
  run: ({ shell, words }) => openDashboardHere(shell, { session: parseId(words[0]) }),
});
