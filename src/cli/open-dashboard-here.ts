import { Fault } from '../core/fault.ts';
import { type Shell, isInteractive } from './shell.ts';

/** Opens the dashboard on the repository the shell stands in, or zoomed into one session. @throws Fault 'usage' without a terminal */
export function openDashboardHere(shell: Shell, _options: { session: number | null }): Promise<void> {
  if (!isInteractive(shell)) throw noTerminal();
  throw new Fault({ code: 'refused', message: 'the dashboard is not there yet' });
}

function noTerminal(): Fault {
  return new Fault({
    code: 'usage',
    message: 'the dashboard needs a terminal',
    hint: 'signalbox list prints the same for a pipe',
  });
}
