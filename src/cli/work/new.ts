import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { waitsFor } from '../../core/rules/admission.ts';
import { Fault } from '../../core/fault.ts';
import { kindSchema } from '../../core/model/task.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId, parseNumber } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { type Shell, environmentOf, print, printJson } from '../shell.ts';

const options = z.object({
  prompt: z.string().optional(),
  promptFile: z.string().optional(),
  agent: z.string().optional(),
  kind: kindSchema.default('isolated'),
  scope: z.array(z.string()),
  check: z.array(z.string()),
  stop: z.array(z.string()),
  after: z.array(z.string()),
  priority: z.string().default('0'),
});
type Options = z.infer<typeof options>;

const priorityLimit = 1_000_000;

/** Queues a task and prints its number. */
export const newCommand = commandEntry({
  name: 'new',
  words: '<title>',
  does: 'queue a task; prints its number',
  audience: 'person',
  flags: [
    { flags: '--prompt <text>', does: 'what to do; otherwise the title says it' },
    { flags: '--prompt-file <file>', does: 'the same from a file; - is standard input' },
    { flags: '--agent <name>', does: 'who does it; otherwise the configured default' },
    {
      flags: '--kind <kind>',
      does: 'isolated (default) runs in the background, judgement one at a time',
      choices: kindSchema.options,
    },
    { flags: '--scope <glob>', does: 'paths that it may touch', repeat: true },
    { flags: '--check <name>', does: 'checks that count; otherwise all', repeat: true },
    { flags: '--stop <text>', does: 'when to stop and report', repeat: true },
    { flags: '--after <id>', does: 'a session that must have landed first', repeat: true },
    { flags: '--priority <number>', does: 'higher goes first' },
  ],
  options,
  run: createTask,
});

async function createTask({ shell, words, options: chosen, json }: Call<Options>): Promise<void> {
  const title = words[0] ?? '';
  const task = {
    title,
    prompt: promptOf(shell, chosen) ?? title,
    kind: chosen.kind,
    scope: chosen.scope,
    checks: chosen.check,
    stop: chosen.stop,
    agent: chosen.agent ?? null,
    priority: parseNumber(chosen.priority, { name: '--priority', min: -priorityLimit, max: priorityLimit }),
    after: chosen.after.map(parseId),
  };
  const env = environmentOf(shell);
  await withDaemon(shell, async (connection) => {
    const { session: id } = await connection.request('task/create', { path: shell.cwd, env, ...task });
    const { world } = await connection.request('world/get', {});
    const session = sessionIn(world, id);
    if (json) printJson(shell, { id, state: session.state, waits: waitsFor(world, session) });
    else print(shell, String(id));
  });
}

function promptOf(shell: Shell, { prompt, promptFile }: Options): string | null {
  if (prompt !== undefined && promptFile !== undefined) {
    throw new Fault({
      code: 'usage',
      message: '--prompt and --prompt-file cannot be given together',
      hint: 'choose one',
    });
  }
  if (promptFile === undefined) return prompt ?? null;
  try {
    return readFileSync(promptFile === '-' ? 0 : resolve(shell.cwd, promptFile), 'utf8');
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault({ code: 'usage', message: '--prompt-file cannot be read', hint: why }, { cause: thrown });
  }
}
