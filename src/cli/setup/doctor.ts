import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { examine } from '../examine/examine.ts';
import { exitStatus } from '../exit-status.ts';
import { print, printJson } from '../shell.ts';

const words = { ok: 'ok', missing: 'missing', note: 'note' } as const;

/** Says what is there, what is missing, and how to get it. */
export const doctorCommand = commandEntry({
  name: 'doctor',
  does: 'what is missing here, and how to get it; exit status 1 when something needed is',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, json }) {
    const findings = await examine(shell);
    if (json) printJson(shell, findings);
    else {
      for (const finding of findings) {
        const remedy = finding.remedy === null ? '' : `: ${finding.remedy}`;
        print(shell, `${words[finding.state].padEnd(8)}${finding.what}${remedy}`);
      }
    }
    if (findings.some((finding) => finding.state === 'missing')) shell.exit = exitStatus.refused;
  },
});
