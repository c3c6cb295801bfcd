import { sessionsOf } from '../core/model/world.ts';
import type { Connection } from '../wire/connection.ts';
import { connectDaemon, findDaemon, inTime, stopDaemon } from './connect-daemon.ts';
import type { Shell } from './shell.ts';

/**
 * Ends the daemon and starts it anew. Agents go on in their holders, dashboards connect again by themselves.
 * @throws Fault 'daemon' when it does not end or none can be started
 */
export async function restartDaemon(shell: Shell): Promise<{ was: number | null; pid: number; live: number }> {
  const before = await findDaemon(shell);
  const was = before === null ? null : await endPolitely(shell, before);
  const connection = await connectDaemon(shell);
  try {
    const { pid } = await connection.request('daemon/status', {});
    const { world } = await connection.request('world/get', {});
    return { was, pid, live: sessionsOf(world).filter((session) => session.run !== null).length };
  } finally {
    connection.close();
  }
}

async function endPolitely(shell: Shell, connection: Connection): Promise<number> {
  const stop = async (): Promise<number> => {
    const { pid } = await connection.request('daemon/status', {});
    await stopDaemon(connection, { agents: false });
    return pid;
  };
  return inTime(shell, { connection, work: stop() });
}
