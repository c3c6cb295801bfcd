import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { openDashboardHere } from '../open-dashboard-here.ts';
import { parseId } from '../parse-words.ts';

/** Opens the person's editor on a file of a session's worktree, in the dashboard. */
export const editCommand = commandEntry({
  name: 'edit',
  words: '<id> [file[:line]]',
  does: "open your editor in this session's worktree, in the dashboard",
  audience: 'person',
  options: z.object({}),
  run: ({ shell, words }) => {
    const [, file, line] = /^(.+?)(?::(\d+))?$/.exec(words[1] ?? '') ?? [];
    return openDashboardHere(shell, {
      session: parseId(words[0]),
      sideTerminal: {
        kind: 'editor',
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line: Number(line) }),
      },
    });
  },
});
