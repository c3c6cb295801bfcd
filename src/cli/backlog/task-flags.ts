import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { kindSchema } from '../../core/model/task.ts';
import { type World, sessionsOf } from '../../core/model/world.ts';
import { parseId, parseNumber } from '../parse-words.ts';
import type { Shell } from '../shell.ts';

/** Flags by which a task is written, in `new` and `task`. */
export const taskFlags = [
  { flags: '--prompt <text>', does: 'what to do: what should be different afterwards' },
  { flags: '--prompt-file <file>', does: 'the same from a file; - is standard input' },
  { flags: '--agent <name>', does: 'who does it; otherwise the configured default' },
  {
    flags: '--kind <kind>',
    does: 'isolated (default) runs in the background, judgement one at a time',
    choices: kindSchema.options,
  },
  { flags: '--scope <glob>', does: 'paths that it may touch', repeat: true },
  { flags: '--check <name>', does: 'checks that count; otherwise all', repeat: true },
  { flags: '--done <text>', does: 'when it is done, beyond the checks: a sentence', repeat: true },
  { flags: '--stop <text>', does: 'when to stop and report', repeat: true },
  { flags: '--after <id>', does: 'what must have landed first: a number, or a title', repeat: true },
  { flags: '--priority <number>', does: 'higher goes first' },
] as const;

export const taskOptions = z.object({
  prompt: z.string().optional(),
  promptFile: z.string().optional(),
  agent: z.string().optional(),
  kind: kindSchema.optional(),
  scope: z.array(z.string()),
  check: z.array(z.string()),
  done: z.array(z.string()),
  stop: z.array(z.string()),
  after: z.array(z.string()),
  priority: z.string().optional(),
});

const priorityLimit = 1_000_000;

/** A priority as it was typed. @throws Fault 'usage' */
export function parsePriority(text: string): number {
  return parseNumber(text, { name: '--priority', min: -priorityLimit, max: priorityLimit });
}

/** The prompt of the command line or of a file; null when neither gives one. @throws Fault 'usage' */
export function promptOf(
  shell: Shell,
  { prompt, promptFile }: { prompt?: string | undefined; promptFile?: string | undefined },
): string | null {
  if (prompt !== undefined && promptFile !== undefined) {
    throw new Fault({
      code: 'usage',
      message: '--prompt and --prompt-file cannot be given together',
      hint: 'choose one',
    });
  }
  return promptFile === undefined ? (prompt ?? null) : readText(shell, promptFile, '--prompt-file');
}

/** What the flags of a whole task say, but for its goal and what it comes after. @throws Fault 'usage' */
export function flaggedTask({ kind, scope, check, done, stop, agent, priority }: z.infer<typeof taskOptions>) {
  return {
    kind: kind ?? kindSchema.enum.isolated,
    scope,
    checks: check,
    done,
    stop,
    agent: agent ?? null,
    priority: parsePriority(priority ?? '0'),
  };
}

/** A file of the command line; `-` is standard input. @throws Fault 'usage' */
export function readText(shell: Shell, file: string, flag: string): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(shell.cwd, file), 'utf8');
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault({ code: 'usage', message: `${flag} cannot be read`, hint: why }, { cause: thrown });
  }
}

/** Whether titles are among what something comes after: then the world is needed to understand them. */
export function namesTitles(after: readonly string[]): boolean {
  return after.some((word) => !isNumber(word));
}

/** Sessions by number or title, the newest that is not over first. @throws Fault 'usage', 'not-found' */
export function sessionsNamed(
  world: World | null,
  { after, repo }: { after: readonly string[]; repo: string | null },
): number[] {
  return after.map((word) => {
    if (world === null || isNumber(word)) return parseId(word);
    const name = word.trim().toLowerCase();
    const titled = sessionsOf(world).filter(
      (session) => session.task.title.toLowerCase() === name && (repo === null || session.repo === repo),
    );
    const open = titled.filter(({ state }) => state !== 'discarded' && state !== 'landed');
    const [one, ...more] = open.length > 0 ? open : titled;
    if (one === undefined)
      throw new Fault({
        code: 'not-found',
        message: `there is no session called "${word}"`,
        hint: 'signalbox list shows them',
      });
    if (more.length === 0) return one.id;
    const numbers = [one, ...more].map(({ id }) => `#${id}`).join(', ');
    throw new Fault({
      code: 'refused',
      message: `several sessions are called "${word}"`,
      hint: `give the number: ${numbers}`,
    });
  });
}

function isNumber(word: string): boolean {
  return /^#?\d{1,9}$/u.test(word.trim());
}
