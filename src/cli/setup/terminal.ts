import { isatty } from 'node:tty';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { keepLineAtExit } from '../../tty/modes/line-settings.ts';
import { resetTerminal } from '../../tty/modes/repair-terminal.ts';
import { placesOf } from '../../wire/places.ts';
import { commandEntry, commandGroup } from '../command-entry.ts';
import { print, printJson } from '../shell.ts';

const sentences = {
  saved: 'the terminal has the settings back that it had before the dashboard',
  sane: 'the terminal has sane settings (stty sane)',
  failed: 'the screen is back, but stty could not set the line: try reset',
} as const;

const reset = commandEntry({
  name: 'reset',
  does: 'put this terminal right after a dashboard that was killed; end it with Ctrl-J where Enter does nothing',
  audience: 'anyone',
  options: z.object({}),
  run({ shell, json }) {
    const fd = [0, 1, 2].find((one) => isatty(one));
    const output = [1, 2, 0].find((one) => isatty(one));
    if (fd === undefined || output === undefined) {
      throw new Fault({
        code: 'usage',
        message: 'there is no terminal here to put right',
        hint: 'run it in the terminal that a dashboard left behind',
      });
    }
    const line = resetTerminal({ folder: terminalsIn(shell.env), fd, output });
    if (json) printJson(shell, { line });
    else print(shell, sentences[line]);
    keepLineAtExit();
    return Promise.resolve();
  },
});

/** The terminal itself, not what is shown on it. */
export const terminalCommand = commandGroup({
  name: 'terminal',
  does: 'the terminal after a dashboard that was killed: reset',
  commands: [reset],
});

/** Where it is noted how terminals were before their dashboards. */
export function terminalsIn(env: NodeJS.ProcessEnv): string {
  return join(placesOf(env).home, 'terminals');
}
