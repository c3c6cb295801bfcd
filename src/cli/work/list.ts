import { z } from 'zod';
import { type ListedSession, listSession } from '../../core/listing.ts';
import { sessionsOf } from '../../core/world.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { repositoryHere } from '../repository-here.ts';
import { type Shell, print, printJson } from '../shell.ts';
import { type Column, table } from '../table.ts';
import { type DiscardedSession, discardedColumns, discardedRow, discardedSessions } from './discarded.ts';

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
  flags: [
    { flags: '--all', does: 'of every repository' },
    { flags: '--discarded', does: 'those that signalbox restore brings back, with age and size' },
  ],
  options: z.object({ all: z.boolean().default(false), discarded: z.boolean().default(false) }),
  async run({ shell, options, json }) {
    const { world, here } = await withDaemon(shell, async (connection) => {
      const repo = options.all ? null : await repositoryHere(connection, shell);
      return { ...(await connection.request('world/get', {})), here: repo };
    });
    const all = sessionsOf(world);
    const sessions = all.filter((session) => here === null || session.repo === here.id);
    if (options.discarded) {
      printDiscarded(shell, discardedSessions(sessions), json);
      return;
    }
    const listed = sessions.map((session) => listSession(world, session));
    if (json) {
      printJson(shell, listed);
      return;
    }
    const shown = listed.filter((session) => session.state !== 'discarded');
    if (shown.length === 0) print(shell, 'no sessions here: signalbox new "what to do" starts one');
    else print(shell, ...table(columns, shown.map(row), shell.stdout.isTTY ? shell.stdout.columns : plainWidth));
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
    session.waits ?? session.activity,
  ];
}

function printDiscarded(shell: Shell, sessions: readonly DiscardedSession[], json: boolean): void {
  if (json) printJson(shell, sessions);
  else if (sessions.length === 0) print(shell, 'nothing here can be restored');
  else {
    const rows = sessions.map((session) => discardedRow(session, Date.now()));
    print(shell, ...table(discardedColumns, rows, shell.stdout.isTTY ? shell.stdout.columns : plainWidth));
  }
}
