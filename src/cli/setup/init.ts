import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { askYesNo } from '../ask-yes-no.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { environmentOf, isInteractive, print, printJson } from '../shell.ts';

const options = z.object({ yes: z.boolean().default(false) });

/** Writes a configuration that fits the repository, and trusts it. */
export const initCommand = commandEntry({
  name: 'init',
  does: 'look at this repository, write .signalbox/config.yaml and trust it',
  audience: 'person',
  flags: [{ flags: '--yes', does: 'do not ask' }],
  options,
  run: init,
});

async function init({ shell, options: { yes }, json }: Call<z.infer<typeof options>>): Promise<void> {
  await withDaemon(shell, async (connection) => {
    const proposed = await connection.request('repo/propose', { path: shell.cwd, env: environmentOf(shell) });
    const { file: path, text, target, advice } = proposed;
    if (!json) print(shell, `${path}:`, '', text);
    if (!yes) {
      if (!isInteractive(shell)) {
        throw new Fault({
          code: 'refused',
          message: 'init asks before it writes and trusts this, and there is no terminal to ask on',
          hint: 'signalbox init --yes',
        });
      }
      if (!(await askYesNo(shell, 'write this file and let these commands run?'))) {
        throw new Fault({ code: 'refused', message: 'nothing was written' });
      }
    }
    const { commands } = await connection.request('repo/init', { path: shell.cwd, text });
    if (json) printJson(shell, { path, target, commands });
    else {
      print(shell, `written and trusted: ${path}`, ...commands.map((command) => `  ${command}`), ...advice);
    }
  });
}
