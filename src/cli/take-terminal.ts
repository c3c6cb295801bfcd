import { Fault } from '../core/fault.ts';
import { keepLineAtExit } from '../tty/modes/line-settings.ts';
import { repairAfterKill } from '../tty/modes/repair-terminal.ts';
import { KeptRecord } from '../tty/modes/terminal-record.ts';

/**
 * Puts the terminal right where the last dashboard on it was killed, and gives what the next one notes about it.
 * @throws Fault 'environment' where this Node cannot go on after that
 */
export function takeTerminal(folder: string): KeptRecord {
  const place = { folder, fd: process.stdin.fd, output: process.stdout.fd };
  if (repairAfterKill(place) === 'line') beginAgain();
  return new KeptRecord(place);
}

/** Node noted when it began how to leave the terminal, and that was how the killed dashboard had left it. */
function beginAgain(): never {
  // There from Node 22.15 on; the same process goes on as if it had just been started.
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], process.env);
  keepLineAtExit();
  throw new Fault({
    code: 'environment',
    message: 'the last dashboard here was killed, and the terminal has been put right',
    hint: 'start again',
  });
}
