import { resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import type { Result } from '../../wire/requests.ts';
import { flaggedTask, promptOf, readText, taskFlags, taskOptions } from '../backlog/task-flags.ts';
import { callAsAgent } from '../call-as-agent.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { print, printJson } from '../shell.ts';

const options = taskOptions.extend({ why: z.string().optional(), file: z.string().optional() });

const afterFlag = {
  flags: '--after <proposal>',
  does: 'a proposal that must have landed first: number or title',
  repeat: true,
} as const;

/** A lead proposes one task, or a file of them. */
export const proposeCommand = commandEntry({
  name: 'propose',
  words: '[title]',
  does: 'in a lead session: propose a task, which a person accepts or refuses; prints the number of the proposal',
  audience: 'agent',
  flags: [
    ...taskFlags.map((flag) => (flag.flags.startsWith('--after') ? afterFlag : flag)),
    { flags: '--why <text>', does: 'why it is needed, for the person' },
    { flags: '--file <file>', does: 'several at once: tasks in YAML or Markdown, as of signalbox new --file' },
  ],
  options,
  run: propose,
});

async function propose({ shell, words, options: chosen, json }: Call<z.infer<typeof options>>): Promise<void> {
  const title = words[0] ?? '';
  if ((chosen.file === undefined) === (title.trim() === ''))
    throw new Fault({
      code: 'usage',
      message: 'propose needs a title, or --file',
      hint: 'signalbox propose "title" --prompt "what to do" --scope GLOB',
    });
  const why = chosen.why ?? null;
  const file =
    chosen.file === undefined
      ? null
      : { name: resolve(shell.cwd, chosen.file), text: readText(shell, chosen.file, '--file'), why };
  const task = {
    title,
    prompt: promptOf(shell, chosen) ?? title,
    ...flaggedTask(chosen),
    after: chosen.after,
    why,
  };
  const tasks = file === null ? [task] : [];
  const result = await callAsAgent(shell, 'agent/propose', (request) => ({ request, tasks, file }));
  if (json) printJson(shell, result);
  else print(shell, ...proposedLines(result));
}

/** What a lead reads of its proposals. */
export function proposedLines({ proposals }: Result<'agent/propose'>): string[] {
  return proposals.flatMap(({ number, title, lint }) => [
    `proposal ${number}: ${title}`,
    ...lint.map((finding) => `  lint: ${finding}`),
  ]);
}
