import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import type { Params } from '../../wire/requests.ts';
import { callAsAgent } from '../call-as-agent.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { print, printJson } from '../shell.ts';

const options = z.object({
  option: z.array(z.string()),
  default: z.string().optional(),
  widen: z.array(z.string()),
  /** Commander's name for --non-blocking. */
  nonBlocking: z.boolean().default(false),
  wait: z.boolean().default(false),
  file: z.string().optional(),
});

type Asked = Params<'agent/ask'>['questions'];

/** Puts one question or a file of them to the person. */
export const askCommand = commandEntry({
  name: 'ask',
  words: '[text]',
  does: 'in a session: ask the person; "queued" at once, or the answer with --wait',
  audience: 'agent',
  flags: [
    { flags: '--option <text>', does: 'a possible answer', repeat: true },
    { flags: '--default <text>', does: 'the answer you recommend' },
    {
      flags: '--widen <glob>',
      does: 'ask to change these files beyond your boundary; the text says why',
      repeat: true,
    },
    { flags: '--non-blocking', does: 'you can go on without the answer' },
    { flags: '--wait', does: 'wait for the answer and print it' },
    { flags: '--file <questions.yaml>', does: 'several at once: a list of {text, options, default, blocking, widens}' },
  ],
  options,
  run: ask,
});

async function ask({ shell, words, options: chosen, json }: Call<z.infer<typeof options>>): Promise<void> {
  const questions =
    chosen.file === undefined ? [one(words[0], chosen)] : several(words, resolve(shell.cwd, chosen.file));
  const result = await callAsAgent(shell, 'agent/ask', (request) => ({ request, questions, wait: chosen.wait }));
  if (json) printJson(shell, result);
  else if (result.answers === null) print(shell, 'queued');
  else print(shell, ...result.answers.map((answer) => answer.text));
}

function one(text: string | undefined, chosen: z.infer<typeof options>): Asked[number] {
  if (text === undefined || text.trim() === '') {
    throw new Fault({ code: 'usage', message: 'ask needs a question', hint: 'signalbox ask "which one?" --option A' });
  }
  if (chosen.widen.length > 0 && (chosen.option.length > 0 || chosen.default !== undefined)) {
    throw new Fault({
      code: 'usage',
      message: '--widen has answers of its own and takes no --option or --default',
      hint: 'ask the other question on its own',
    });
  }
  const blocking = !chosen.nonBlocking;
  return { text, options: chosen.option, default: chosen.default ?? null, blocking, widens: chosen.widen };
}

const fileSchema = z
  .array(
    z.strictObject({
      text: z.string().min(1),
      options: z.array(z.string()).default([]),
      default: z.string().nullable().default(null),
      blocking: z.boolean().default(true),
      widens: z.array(z.string().min(1)).default([]),
    }),
  )
  .min(1);

function several(words: readonly string[], path: string): Asked {
  if (words.length > 0) {
    throw new Fault({ code: 'usage', message: 'a question and --file cannot be given together', hint: 'choose one' });
  }
  const parsed = fileSchema.safeParse(readYaml(path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Fault({
    code: 'usage',
    message: `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
    hint: 'it must be a list of {text, options, default, blocking, widens}',
  });
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.message.split('\n', 1)[0] ?? '') : String(thrown);
    throw new Fault({ code: 'usage', message: `${path} cannot be read`, hint: why }, { cause: thrown });
  }
}
