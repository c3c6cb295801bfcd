import { z } from 'zod';
import { type ListedSession, listSession } from '../../core/listing.ts';
import { repoRedWords } from '../../core/target-red.ts';
import { sessionsOf } from '../../core/world.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { repositoryHere } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { type Column, table } from '../table.ts';

/** Lines are this long when they do not go to a terminal. */
const plainWidth = 200;

const columns: readonly Column[] = [
  { heading: 'id', align: 'right' },
  { heading: 'state' },
  { heading: 'title', least: 16 },
  { heading: 'kind', least: 4 },
  { heading: 'agent', least: 6 },
  { heading: 'round', align: 'right', least: 2 },
  { heading: 'changed', least: 6 },
  { heading: 'asks', align: 'right', least: 2 },
  { heading: 'now', least: 8 },
];

/** Lists the sessions of the repository it stands in, or of all of them. */
export const listCommand = commandEntry({
  name: 'list',
  does: 'the sessions of this repository',
  audience: 'anyone',
  flags: [{ flags: '--all', does: 'of every repository' }],
  options: z.object({ all: z.boolean().default(false) }),
  async run({ shell, options, json }) {
    const { world, here } = await withDaemon(shell, async (connection) => {
      const repo = options.all ? null : await repositoryHere(connection, shell);
      return { ...(await connection.request('world/get', {})), here: repo };
    });
    const all = sessionsOf(world);
    const sessions = all.filter((session) => here === null || session.repo === here.id);
    const listed = sessions.map((session) => listSession(world, session));
    if (json) {
      printJson(shell, listed);
      return;
    }
    const shown = listed.filter((session) => session.state !== 'discarded');
    if (shown.length === 0) print(shell, 'no sessions here: signalbox new "what to do" starts one');
    else print(shell, ...table(columns, shown.map(row), shell.stdout.isTTY ? shell.stdout.columns : plainWidth));
    const red = Object.values(world.repos).filter((repo) => here === null || repo.id === here.id);
    for (const words of red.flatMap((repo) => repoRedWords(repo) ?? [])) print(shell, words);
    const elsewhere = all.length - sessions.length;
    if (elsewhere > 0) print(shell, `${elsewhere} more in other repositories: signalbox list --all`);
  },
});

function row(session: ListedSession): string[] {
  const { files, added, removed } = session;
  return [
    `#${session.id}`,
    session.state,
    session.title,
    session.kind,
    session.agent,
    String(session.round),
    files === 0 ? '' : `${files}f +${added} -${removed}`,
    session.questions === 0 ? '' : String(session.questions),
    // Why the target is red is said once, below.
    session.state === 'checking' ? session.activity : (session.waits ?? session.activity),
  ];
}
