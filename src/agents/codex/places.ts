import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

/** The files of one run of Codex, in the run's folder, and of its session. */

/**
 * Where its app-server is told to listen. However long this path is: Codex puts the socket into
 * `/tmp/codex-daemon-UID/` and makes this a link to it.
 */
export function socketIn(runDir: string): string {
  return join(runDir, 'codex.sock');
}

/** What the app-server prints. */
export function logIn(runDir: string): string {
  return join(runDir, 'codex-app-server.log');
}

export function planIn(runDir: string): string {
  return join(runDir, 'codex-plan.json');
}

/** A prompt that is too long for an argument. */
export function promptIn(runDir: string): string {
  return join(runDir, 'codex-prompt.md');
}

/** The id of the last turn whose end was reported: a later daemon reports those that it finds ended since. */
export function reportedIn(runDir: string): string {
  return join(runDir, 'codex-reported-turn');
}

/** In the session's folder: what a run was started with and has not taken. A start may fail, and nothing is lost by it. */
export function untoldIn(stateDir: string): string {
  return join(stateDir, 'codex-untold.md');
}

/** The text of such a file; null when it is not there. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}
