import { z } from 'zod';
import { measureDefinitions } from '../../core/measures/definitions.ts';
import { statsOf } from '../../core/measures/stats.ts';
import { windowNames } from '../../core/measures/windows.ts';
import { chooseGlyphs } from '../../ui/glyphs.ts';
import { definitionLines, plainLines, statsLines } from '../../ui/panes/stats/stats-lines.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { repositoryHere } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { localZone } from '../time-words.ts';

/** Lines are this long when they do not go to a terminal. */
const plainWidth = 100;

/** Prints what is measured: of the repository it stands in, or of all of them. */
export const statsCommand = commandEntry({
  name: 'stats',
  does: 'what landed, where the time went, how you review, what failed and why',
  audience: 'anyone',
  flags: [
    { flags: '--window <name>', does: 'how far back it looks (7d by itself)', choices: windowNames },
    { flags: '--all', does: 'of every repository' },
    { flags: '--define', does: 'what each number is' },
  ],
  options: z.object({
    window: z.enum(windowNames).default('7d'),
    all: z.boolean().default(false),
    define: z.boolean().default(false),
  }),
  async run({ shell, options, json }) {
    const columns = shell.stdout.isTTY ? shell.stdout.columns : plainWidth;
    if (options.define) {
      if (json) printJson(shell, measureDefinitions);
      else print(shell, ...plainLines(definitionLines(columns)));
      return;
    }
    const { world, here } = await withDaemon(shell, async (connection) => {
      const repo = options.all ? null : await repositoryHere(connection, shell);
      return { ...(await connection.request('world/get', {})), here: repo };
    });
    const repo = here?.id ?? null;
    const stats = statsOf(world, { name: options.window, repo, now: Date.now(), zone: localZone() });
    if (json) {
      printJson(shell, stats);
      return;
    }
    const where = here === null ? 'every repository' : here.name;
    print(shell, `${where}, ${options.window === 'all' ? 'all the time' : options.window}`, '');
    print(shell, ...plainLines(statsLines(stats, { columns, glyphs: chooseGlyphs(shell.env) })));
  },
});
