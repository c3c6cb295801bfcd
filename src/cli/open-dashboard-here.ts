import { join } from 'node:path';
import { Fault } from '../core/fault.ts';
import type { SideKind } from '../core/model/terminals.ts';
import type { KeptRecord } from '../tty/modes/terminal-record.ts';
import { setBlocking } from '../tty/set-blocking.ts';
import { placesOf } from '../wire/places.ts';
import { connectDaemon } from './connect-daemon.ts';
import { terminalsIn } from './setup/terminal.ts';
import { loadDashboard } from './load-dashboard.ts';
import { type Shell, isInteractive } from './shell.ts';
import { takeTerminal } from './take-terminal.ts';

/** Where the dashboard begins. */
export interface OpenWith {
  readonly session?: number | null;
  /** In the worktree of `session`. */
  readonly sideTerminal?: { readonly kind: SideKind; readonly file?: string; readonly line?: number } | null;
  readonly all?: boolean;
  /** Of the terminal, where it has been taken already. */
  readonly record?: KeptRecord | undefined;
}

/**
 * Opens the dashboard on the repository the shell stands in, or zoomed into one session, until the person leaves it.
 * @throws Fault 'usage' without a terminal, 'config' when the person's own configuration is wrong
 */
export async function openDashboardHere(
  shell: Shell,
  { session = null, sideTerminal = null, all = false, record }: OpenWith,
): Promise<void> {
  if (!isInteractive(shell)) {
    throw new Fault({
      code: 'usage',
      message: session === null ? 'the dashboard needs a terminal' : 'this opens the dashboard, which needs a terminal',
      hint: 'signalbox list and show print for a pipe',
    });
  }
  // Libraries show the cursor there when the program ends; a terminal that is stopped must not hold that up.
  setBlocking(shell.stderr, false);
  const kept = record ?? takeTerminal(terminalsIn(shell.env));
  // While the daemon answers, or starts.
  const loading = loadDashboard();
  loading.catch(() => undefined);
  const connection = await connectDaemon(shell);
  try {
    const settings = await connection.request('settings/get', {});
    const { openDashboard } = await loading;
    await openDashboard({
      ...settings,
      connection,
      reconnect: () => connectDaemon(shell),
      path: shell.cwd,
      env: shell.env,
      stdin: process.stdin,
      stdout: process.stdout,
      draftsFile: join(placesOf(shell.env).home, 'drafts.json'),
      record: kept,
      session,
      sideTerminal,
      all,
    });
  } finally {
    connection.close();
  }
}
