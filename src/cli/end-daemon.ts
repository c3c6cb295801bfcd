import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../core/has-code.ts';
import { daemonStatus, findDaemon, stopDaemon } from './connect-daemon.ts';
import type { Shell } from './shell.ts';

/** Between two looks at a process that is ending, ms. */
const lookMs = 20;
const patienceMs = 5000;

/** Ends the daemon of this shell and waits until its process is gone. Says whether there was one. */
export async function endDaemon(shell: Shell, options: { agents: boolean }): Promise<boolean> {
  const connection = await findDaemon(shell);
  if (connection === null) return false;
  const { pid } = await daemonStatus(shell, connection);
  await stopDaemon(connection, options);
  const deadline = Date.now() + patienceMs;
  // Where nobody collects ended processes, one stays in the table for ever.
  while (isAlive(pid) && Date.now() < deadline) await pause(lookMs);
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'ESRCH')) return false;
    throw thrown;
  }
}
