import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { printJson, printRaw, remark } from '../shell.ts';

/** The newest so many bytes are shown. */
const limit = 4 * 1024 * 1024;

/** Prints the agent's output, or a check's. */
export const logCommand = commandEntry({
  name: 'log',
  words: '<id>',
  does: "the agent's output as plain text, or a check's",
  audience: 'anyone',
  flags: [{ flags: '--check <name>', does: 'the log of this check' }],
  options: z.object({ check: z.string().optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const check = options.check ?? null;
    const log = await withDaemon(shell, (connection) => connection.request('session/log', { session, check, limit }));
    if (json) {
      printJson(shell, { session, check, ...log });
      return;
    }
    if (log.truncated) remark(shell, `signalbox: only the newest ${limit / 1024 / 1024} MiB are shown`);
    printRaw(shell, log.text === '' || log.text.endsWith('\n') ? log.text : `${log.text}\n`);
  },
});
