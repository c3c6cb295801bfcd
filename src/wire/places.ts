import { createHash } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Fault } from '../core/fault.ts';

/** Where everything of one user's Signalbox lives. All paths are absolute. */
export interface Places {
  /** State: journal, logs, sessions, worktrees. */
  readonly home: string;
  readonly journal: string;
  readonly daemonLog: string;
  /** Sockets; short, because a socket's path is limited to 108 bytes. */
  readonly runtime: string;
  readonly controlSocket: string;
  /** The person's own configuration file. */
  readonly userConfig: string;
  readonly worktrees: string;
  readonly gateWorktrees: string;
}

/** Longest socket name below the runtime folder: `/h-123456-1234.sock`. */
const socketNameBytes = 20;
const socketPathBytes = 107;

/**
 * `SIGNALBOX_HOME` moves all state; else the XDG folders are used.
 * @throws Fault 'environment' when no short enough place for sockets can be named.
 */
export function placesOf(env: Readonly<Record<string, string | undefined>>): Places {
  const moved = env['SIGNALBOX_HOME'];
  const userHome = folderIn(env, 'HOME') ?? homedir();
  const state = folderIn(env, 'XDG_STATE_HOME') ?? join(userHome, '.local', 'state');
  const home = moved ? resolve(moved) : join(state, 'signalbox');
  const runtime = moved ? runtimeFor(home) : (runtimeBelow(folderIn(env, 'XDG_RUNTIME_DIR')) ?? inTmp(''));
  if (!fits(runtime)) {
    throw new Fault({
      code: 'environment',
      message: `the socket folder ${runtime} has too long a path`,
      hint: 'set XDG_RUNTIME_DIR to a short path',
    });
  }
  return {
    home,
    journal: join(home, 'journal.db'),
    daemonLog: join(home, 'daemon.log'),
    runtime,
    controlSocket: join(runtime, 'control.sock'),
    userConfig: moved
      ? join(home, 'config.yaml')
      : join(folderIn(env, 'XDG_CONFIG_HOME') ?? join(userHome, '.config'), 'signalbox', 'config.yaml'),
    worktrees: join(home, 'worktrees'),
    gateWorktrees: join(home, 'gates'),
  };
}

/** The folder of one session: its logs, runs and drafts. */
export function sessionFolder(places: Places, session: number): string {
  return join(places.home, 'sessions', String(session));
}

/** The folder of one run of a session's agent: the holder's files. */
export function runFolder(places: Places, session: number, run: number): string {
  return join(sessionFolder(places, session), `run-${run}`);
}

/** The folder of one of the person's own terminals in a session's worktree. */
export function terminalFolder(places: Places, session: number, terminal: number): string {
  return join(sessionFolder(places, session), `terminal-${terminal}`);
}

/** The socket of the holder of such a terminal. */
export function terminalSocket(places: Places, terminal: number): string {
  return join(places.runtime, `t-${terminal}.sock`);
}

/** The socket on which one session's agent is heard. */
export function sessionSocket(places: Places, session: number): string {
  return join(places.runtime, `s-${session}.sock`);
}

/** The socket of the holder of one run. */
export function holderSocket(places: Places, session: number, run: number): string {
  return join(places.runtime, `h-${session}-${run}.sock`);
}

function runtimeFor(home: string): string {
  const below = join(home, 'run');
  if (fits(below)) return below;
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  return inTmp(`-${hash}`);
}

/** Not TMPDIR, which is another one in each login on some systems; and directly in it, where nobody can move it away. */
function inTmp(suffix: string): string {
  return join('/tmp', `signalbox-${userInfo().uid}${suffix}`);
}

/** A variable that names a folder; the XDG rules ignore one that is empty or relative. */
function folderIn(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const folder = env[name];
  return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}

function runtimeBelow(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : join(folder, 'signalbox');
}

function fits(folder: string): boolean {
  return Buffer.byteLength(folder) + socketNameBytes <= socketPathBytes;
}
