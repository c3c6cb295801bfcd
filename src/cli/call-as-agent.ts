import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { openConnection } from '../wire/connection.ts';
import { placesOf } from '../wire/places.ts';
import type { AgentRequestName, Params, Result } from '../wire/requests.ts';
import { findDaemon } from './connect-daemon.ts';
import { startDaemon } from './start-daemon.ts';
import { type Shell, remark } from './shell.ts';

/** How long an agent's command looks for a daemon that has gone, ms, and how often. */
const patienceMs = 60_000;
const lookMs = 250;

/** Who calls. With `until` the call is given up when that is aborted; without it only the time without a daemon counts. */
export interface Caller extends Shell {
  readonly until?: AbortSignal;
}

/**
 * One call of an agent on its session's socket. Survives the daemon: it is started again where that is possible, and
 * the same call is repeated under the same id, so that it acts once. `params` is asked anew for each attempt.
 * @throws Fault the daemon's refusal, or 'daemon' when none came back in time.
 */
export async function callAsAgent<Name extends AgentRequestName>(
  caller: Caller,
  name: Name,
  params: (request: string) => Params<Name>,
): Promise<Result<Name>> {
  const socket = caller.env['SIGNALBOX_SESSION'] ?? '';
  const request = randomUUID();
  let lostAt: number | null = null;
  for (;;) {
    // Whatever keeps us from it may pass: what counts is whether it is back in time.
    const connection = await openConnection(socket).catch(() => null);
    if (connection !== null) {
      lostAt = null;
      const giveUp = () => connection.close();
      caller.until?.addEventListener('abort', giveUp);
      try {
        return await connection.request(name, params(request));
      } catch (thrown) {
        if (!(thrown instanceof Fault) || thrown.code !== 'daemon') throw thrown;
      } finally {
        caller.until?.removeEventListener('abort', giveUp);
        connection.close();
      }
    }
    lostAt ??= Date.now();
    if (caller.until?.aborted === true) throw unanswered();
    if (Date.now() - lostAt > patienceMs) throw nobody(socket);
    await revive(caller);
    await pause(lookMs);
  }
}

/** Starts the daemon where this process may; a sandbox that forbids it leaves that to somebody else. */
async function revive(shell: Shell): Promise<void> {
  try {
    const running = await findDaemon(shell);
    if (running === null) await startDaemon(placesOf(shell.env), shell.env);
    else running.close();
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    remark(shell, `signalbox: the daemon is away, waiting for it (${thrown.message})`);
  }
}

function unanswered(): Fault {
  return new Fault({ code: 'daemon', message: 'Signalbox has not answered in time', hint: 'make the same call again' });
}

function nobody(socket: string): Fault {
  return new Fault({
    code: 'daemon',
    message: `nobody listens on ${socket}`,
    hint: 'the session may be over: end here',
  });
}
