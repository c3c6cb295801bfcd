import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Fault } from '../core/fault.ts';
import { type Places } from '../wire/places.ts';

/** The daemon's program, built beside this one. */
const program = fileURLToPath(new URL('../daemon/daemon-main.js', import.meta.url));

/**
 * The room for young objects, MB for each of its parts. By default it grows to twice that in a flood of output and stays so;
 * with much less, collecting takes the time in which keys and commands wait.
 */
const youngRoom = '--max-semi-space-size=8';

/**
 * Starts the daemon, detached from this terminal, its errors going to its log. `ready`: it serves. `running`: another
 * one has the journal, and serves, is about to, or is ending.
 * @throws Fault 'daemon' when it cannot start.
 */
export async function startDaemon(places: Places, env: NodeJS.ProcessEnv): Promise<'ready' | 'running'> {
  mkdirSync(places.home, { recursive: true, mode: 0o700 });
  const log = openSync(places.daemonLog, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [youngRoom, program], {
      cwd: places.home,
      detached: true,
      env: daemonEnvironment(env),
      stdio: ['ignore', 'pipe', log],
    });
    const failed = once(child, 'error').then(([error]: unknown[]) => {
      throw notStarted(places, error instanceof Error ? error.message : String(error));
    });
    const said = await Promise.race([firstLine(child.stdout), failed]);
    child.stdout?.destroy();
    child.unref();
    if (said === 'ready' || said === 'running') return said;
    throw notStarted(places, said?.replace(/^failed: /, '') ?? 'it ended without a word');
  } finally {
    closeSync(log);
  }
}

/** The daemon belongs to no session and to no `npm run`: what those set must not live on in it. */
function daemonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        name === 'SIGNALBOX_HOME' || !/^(SIGNALBOX_|npm_|NODE_ENV$|NODE_OPTIONS$|NODE_CHANNEL_FD$)/.test(name),
    ),
  );
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string | null> {
  if (stream === null) return null;
  for await (const line of createInterface({ input: stream })) return line;
  return null;
}

function notStarted(places: Places, why: string): Fault {
  return new Fault({
    code: 'daemon',
    message: `the daemon did not start: ${why}`,
    hint: `its log is ${places.daemonLog}`,
  });
}
