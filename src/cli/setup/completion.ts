import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { commandEntry } from '../command-entry.ts';
import { completionScript, completionShells } from '../completion-script.ts';
import { printJson } from '../shell.ts';

/** Prints a completion script, made from the commands themselves. */
export const completionCommand = commandEntry({
  name: 'completion',
  words: '<shell>',
  does: `print a completion script for ${completionShells.join(', ')}`,
  audience: 'anyone',
  options: z.object({}),
  run({ shell, words, json, program }) {
    const wanted = completionShells.find((name) => name === words[0]);
    if (wanted === undefined) {
      throw new Fault({
        code: 'usage',
        message: `there is no completion for ${JSON.stringify(words[0] ?? '')}`,
        hint: `one of ${completionShells.join(', ')}`,
      });
    }
    const script = completionScript(wanted, program);
    if (json) printJson(shell, { shell: wanted, script });
    else shell.stdout.write(script);
    return Promise.resolve();
  },
});
