import { resolve } from 'node:path';
import { z } from 'zod';
import { callAsAgent } from '../call-as-agent.ts';
import { commandEntry } from '../command-entry.ts';
import { exitStatus } from '../exit-status.ts';
import { parseNumber } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

const statusOf = { green: exitStatus.done, red: exitStatus.refused, running: exitStatus.running } as const;
const daySeconds = 86_400;

/** Hands the round in and waits for the gate's verdict. */
export const doneCommand = commandEntry({
  name: 'done',
  does: 'in a session: hand in the work and run the gate; exit status 0 green, 1 red, 4 still running',
  audience: 'agent',
  flags: [
    { flags: '--summary <text>', does: 'what was done and why' },
    {
      flags: '--evidence <file>',
      does: 'a file that shows it (screenshot, log): at most 20, 20 MB each',
      repeat: true,
    },
    { flags: '--wait <seconds>', does: 'wait no longer than this; otherwise as long as the gate takes' },
  ],
  options: z.object({
    summary: z.string().default(''),
    evidence: z.array(z.string()),
    wait: z.string().optional(),
  }),
  async run({ shell, options, json }) {
    const waitMs =
      options.wait === undefined ? null : parseNumber(options.wait, { name: '--wait', min: 0, max: daySeconds }) * 1000;
    const result = await callAsAgent(shell, 'agent/done', (request) => ({
      request,
      summary: options.summary,
      evidence: options.evidence.map((file) => resolve(shell.cwd, file)),
      waitMs,
    }));
    if (json) printJson(shell, result);
    else print(shell, `${result.outcome}: ${result.text}`);
    shell.exit = statusOf[result.outcome];
  },
});
