import { type ExitStatus } from './exit-status.ts';
import type { Shell } from './shell.ts';

/**
 * Ends the program with this status once all that is under way has come to its end. Bytes that wait for a terminal are
 * given up: only the dashboard leaves such bytes, and only where the terminal takes none.
 */
export function endProgram({ stdout }: Shell, status: ExitStatus): void {
  process.exitCode = status;
  if (stdout.isTTY && stdout.writableLength > 0) process.exit();
}
