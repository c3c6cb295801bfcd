import { join } from 'node:path';

/** Files of one run of Codex, in the run's folder. */

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
