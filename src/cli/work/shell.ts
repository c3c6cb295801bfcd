import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { openDashboardHere } from '../open-dashboard-here.ts';
import { parseId } from '../parse-words.ts';

/** Opens the person's shell in a session's worktree, in the dashboard; it goes on when they leave it. */
export const shellCommand = commandEntry({
  name: 'shell',
  words: '<id>',
  does: "open your shell in this session's worktree, in the dashboard",
  audience: 'person',
  options: z.object({}),
  run: ({ shell, words }) => openDashboardHere(shell, { session: parseId(words[0]), sideTerminal: { kind: 'shell' } }),
});
