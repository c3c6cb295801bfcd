import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../core/has-code.ts';
import { Fault } from '../core/fault.ts';
import { buildOf } from '../wire/build.ts';
import { Connection, openConnection } from '../wire/connection.ts';
import type { Result as Answer } from '../wire/requests.ts';
import { placesOf } from '../wire/places.ts';
import { startDaemon } from './start-daemon.ts';
import type { Shell } from './shell.ts';

/** How long a daemon that has just been started or asked to end may take, ms. */
const patienceMs = 15_000;
/** Between two looks at a daemon that is starting or ending beside us, ms. */
const lookMs = 50;

/**
 * Connects to the daemon. Starts one when none is there, and replaces one of another build: its agents go on.
 * @throws Fault 'daemon' when none can be reached.
 */
export async function connectDaemon(shell: Shell): Promise<Connection> {
  const connection = await reachDaemon(shell);
  const { build } = await daemonStatus(shell, connection);
  if (build === buildOf()) return connection;
  await stopDaemon(connection, { agents: false });
  return reachDaemon(shell);
}

/** Connects to a daemon that runs; null when none does. */
export async function findDaemon(shell: Shell): Promise<Connection | null> {
  try {
    return await openConnection(placesOf(shell.env).controlSocket);
  } catch (thrown) {
    if (isNobody(thrown)) return null;
    throw new Fault(
      {
        code: 'daemon',
        message: `the daemon cannot be reached: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        hint: 'signalbox doctor looks closer',
      },
      { cause: thrown },
    );
  }
}

/**
 * What a daemon says of itself. @throws Fault 'daemon' when it says nothing: one that is stopped takes connections all the
 * same. Then the connection is closed. `patience` in ms.
 */
export async function daemonStatus(
  shell: Shell,
  connection: Connection,
  patience = patienceMs,
): Promise<Answer<'daemon/status'>> {
  return inTime(shell, { connection, work: connection.request('daemon/status', {}), patience });
}

/** What comes of asking a daemon. @throws Fault 'daemon' when nothing does; then the connection is closed. */
export async function inTime<Answered extends object | number>(
  shell: Shell,
  { connection, work, patience = patienceMs }: { connection: Connection; work: Promise<Answered>; patience?: number },
): Promise<Answered> {
  const answered = new AbortController();
  const silence = pause(patience, null, { signal: answered.signal }).catch(() => null);
  const answer = await Promise.race([work, silence]).finally(() => answered.abort());
  if (answer !== null) return answer;
  connection.close();
  work.catch(() => undefined);
  throw silentDaemon(shell);
}

/** A daemon that takes connections and does not answer: it is stopped, or hangs. */
function silentDaemon(shell: Shell): Fault {
  return new Fault({
    code: 'daemon',
    message: 'the daemon does not answer and does not end',
    hint: `kill it by hand (kill -9; agents go on), then run this again; its log is ${placesOf(shell.env).daemonLog}`,
  });
}

/** Asks a daemon to end and waits until it has let go of its clients. */
export async function stopDaemon(connection: Connection, options: { agents: boolean }): Promise<void> {
  await connection.request('daemon/stop', options);
  await connection.closed;
}

/** Runs `work` with a connection that is closed afterwards, whatever happens. */
export async function withDaemon<Result>(
  shell: Shell,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectDaemon(shell);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

async function reachDaemon(shell: Shell): Promise<Connection> {
  const places = placesOf(shell.env);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const connection = await findDaemon(shell);
    if (connection !== null) return connection;
    const started = await startDaemon(places, shell.env);
    if (started === 'ready') continue;
    // Another one holds the journal and does not listen: it is about to, or it is ending and will make room for ours.
    if (Date.now() > deadline) {
      throw new Fault({
        code: 'daemon',
        message: 'a daemon is running and does not answer',
        hint: `its log is ${places.daemonLog}`,
      });
    }
    await pause(lookMs);
  }
}

function isNobody(thrown: unknown): boolean {
  return hasCode(thrown, 'ENOENT', 'ECONNREFUSED');
}
