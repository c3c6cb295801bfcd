import { z } from 'zod';
import { queueOf } from '../../core/rules/admission.ts';
import { sessionsOf } from '../../core/model/world.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { listLines, repositoryLines } from '../list-lines.ts';
import { printedSession } from '../printed-session.ts';
import { repositoryHere } from '../repository-here.ts';
import { type Shell, print, printJson } from '../shell.ts';
import { table } from '../table.ts';
import { type DiscardedSession, discardedColumns, discardedRow, discardedSessions } from './discarded.ts';

/** Lines are this long when they do not go to a terminal. */
const plainWidth = 200;

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
    if (json) {
      printJson(
        shell,
        sessions.map((session) => printedSession(world, session)),
      );
      return;
    }
    // What waits to start stands in the order in which it will.
    const queue = queueOf(world).filter(({ queuedAs }) => queuedAs === 'start');
    const placed = [
      ...sessions.filter((session) => !queue.includes(session)),
      ...queue.filter((one) => sessions.includes(one)),
    ];
    const shown = placed.filter((session) => session.state !== 'discarded');
    if (shown.length === 0) print(shell, 'no sessions here: signalbox new "what to do" starts one');
    else print(shell, ...listLines(world, shown, shell.stdout.isTTY ? shell.stdout.columns : plainWidth));
    const repos = Object.values(world.repos).filter((repo) => here === null || repo.id === here.id);
    print(shell, ...repos.flatMap((repo) => repositoryLines(repo)));
    const elsewhere = all.length - sessions.length;
    if (elsewhere > 0) print(shell, `${elsewhere} more in other repositories: signalbox list --all`);
  },
});

function printDiscarded(shell: Shell, sessions: readonly DiscardedSession[], json: boolean): void {
  if (json) printJson(shell, sessions);
  else if (sessions.length === 0) print(shell, 'nothing here can be restored');
  else {
    const rows = sessions.map((session) => discardedRow(session, Date.now()));
    print(shell, ...table(discardedColumns, rows, shell.stdout.isTTY ? shell.stdout.columns : plainWidth));
  }
}
