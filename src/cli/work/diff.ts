import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { printJson, printRaw, remark } from '../shell.ts';

/** Prints what a session's judged work changes on the target. */
export const diffCommand = commandEntry({
  name: 'diff',
  words: '<id> [path]',
  does: "the session's work as a patch on the target",
  audience: 'anyone',
  flags: [{ flags: '--since-review', does: 'only what the agent changed since you decided about it last' }],
  options: z.object({ sinceReview: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const path = words[1] ?? null;
    const since = options.sinceReview ? 'reviewed' : 'target';
    const diff = await withDaemon(shell, (connection) => connection.request('session/diff', { session, path, since }));
    if (json) printJson(shell, { session, since, ...diff });
    else {
      for (const mixed of diff.mixed)
        remark(shell, `${mixed}: cannot be separated from what the target brought, shown against the target`);
      printRaw(shell, diff.patch);
    }
  },
});
