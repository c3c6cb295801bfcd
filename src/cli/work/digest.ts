import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { lastLook } from '../../core/measures/happenings.ts';
import { digestOf, digestStart } from '../../core/words/digest.ts';
import { chooseGlyphs } from '../../ui/glyphs.ts';
import { digestLines } from '../../ui/panes/digest/digest-lines.ts';
import { plainLines } from '../../ui/panes/stats/stats-lines.ts';
import { fit } from '../../ui/text/fit.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { repositoryHere, sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { moment, momentSaid } from '../time-words.ts';

/** Prints what happened while nobody looked, and what waits for the person. */
export const digestCommand = commandEntry({
  name: 'digest',
  words: '[id]',
  does: 'what waits for you, and what happened since you left; of one session, since you looked',
  audience: 'anyone',
  flags: [
    { flags: '--since <time>', does: 'from when on: 2h, 30m, 1d, 14:30, or a date' },
    { flags: '--all', does: 'of every repository' },
  ],
  options: z.object({ since: z.string().optional(), all: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const now = Date.now();
    const only = words[0] === undefined ? null : parseId(words[0]);
    const said = options.since === undefined ? null : startOf(options.since, now);
    const { world, here } = await withDaemon(shell, async (connection) => {
      const repo = options.all || only !== null ? null : await repositoryHere(connection, shell);
      return { ...(await connection.request('world/get', {})), here: repo };
    });
    const one = only === null ? null : sessionIn(world, only);
    const since = said ?? (one === null ? digestStart(world.person, now) : lastLook(one));
    const digest = digestOf(world, { since, now, repo: here?.id ?? null, only });
    if (json) {
      printJson(shell, digest);
      return;
    }
    const lines = plainLines(digestLines(digest, { glyphs: chooseGlyphs(shell.env), now, rows: null }));
    const { isTTY, columns } = shell.stdout;
    print(shell, `since ${moment(since)}`, '', ...(isTTY ? lines.map((line) => fit(line, columns)) : lines));
  },
});

function startOf(text: string, now: number): number {
  const at = momentSaid(text, now);
  if (at !== null) return at;
  throw new Fault({
    code: 'usage',
    message: `--since cannot be ${JSON.stringify(text)}`,
    hint: 'give a span (2h, 30m, 1d), a time of day (14:30) or a date (2026-03-01) that has passed',
  });
}
