import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../core/has-code.ts';
import { findDaemon, stopDaemon } from './connect-daemon.ts';
import type { Shell } from './shell.ts';

/** Between two looks at a process that is ending, ms. */
const lookMs = 20;
const patienceMs = 5000;

/** Ends the daemon of this shell with all of its agents and waits until its process is gone; does nothing without one. */
export async function endDaemon(shell: Shell): Promise<void> {
  const connection = await findDaemon(shell);
  if (connection === null) return;
  const { pid } = await connection.request('daemon/status', {});
  await stopDaemon(connection, { agents: true });
  const deadline = Date.now() + patienceMs;
  // Where nobody collects ended processes, one stays in the table for ever.
  while (isAlive(pid) && Date.now() < deadline) await pause(lookMs);
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
