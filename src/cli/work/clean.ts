import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { Result } from '../../wire/requests.ts';
import type { Cleaned } from '../../wire/worktree-requests.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { exitStatus } from '../exit-status.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

const options = z.object({
  all: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  keepBackup: z.boolean().default(false),
  logs: z.boolean().default(false),
});

/** Removes worktrees that are no longer needed, and says what the disk gets back. */
export const cleanCommand = commandEntry({
  name: 'clean',
  words: '[ids...]',
  does: 'remove the worktrees of what landed or was discarded (or of these sessions); other work in them is kept first',
  audience: 'person',
  flags: [
    { flags: '--all', does: 'of every repository' },
    { flags: '--dry-run', does: 'say what would be removed, and remove nothing' },
    { flags: '--keep-backup', does: 'also those that were changed since they landed: the changes are kept' },
    { flags: '--logs', does: 'the logs of ended sessions, too (evidence stays)' },
  ],
  options,
  async run({ shell, words, options: { all, dryRun, keepBackup, logs }, json }) {
    const sessions = words.map(parseId);
    if (all && sessions.length > 0) {
      throw new Fault({
        code: 'usage',
        message: '--all and numbers do not go together',
        hint: 'leave one of them out',
      });
    }
    const result = await withDaemon(shell, (connection) =>
      connection.request('worktrees/clean', {
        path: all || sessions.length > 0 ? null : shell.cwd,
        ...(sessions.length === 0 ? {} : { sessions }),
        dryRun,
        keepBackup,
        logs,
      }),
    );
    if (json) printJson(shell, result);
    else print(shell, ...lines(result, dryRun));
    // Somebody who named a session wanted it gone.
    const stays = result.cleaned.some(({ outcome }) => outcome === 'stays');
    if (stays && sessions.length > 0) shell.exit = exitStatus.refused;
  },
});

function lines({ cleaned, bytes }: Result<'worktrees/clean'>, dryRun: boolean): string[] {
  if (cleaned.length === 0) return ['nothing to clean up'];
  const total = dryRun ? `${shortBytes(bytes)} would be freed` : `${shortBytes(bytes)} freed`;
  return [...cleaned.flatMap(about), total];
}

function about({ session, what, path, outcome, why, freed, kept, branch }: Cleaned): string[] {
  const name = session === null ? `gate ${path}` : what === 'logs' ? `logs of #${session}` : `#${session} ${path}`;
  if (outcome === 'stays') return [`stays: ${name}`, `  ${why ?? ''}`];
  const restore = session === null ? '' : `: signalbox restore ${session}, or git branch NAME ${kept ?? ''}`;
  return [
    `${outcome}: ${name} (${shortBytes(freed)})`,
    ...(kept === null ? [] : [`  its work is kept as ${kept}${outcome === 'removed' ? restore : ''}`]),
    ...(branch === null ? [] : [`  the branch ${branch} stays: nothing else has its commits`]),
  ];
}
