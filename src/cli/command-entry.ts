import { Command, Option } from 'commander';
import type { z } from 'zod';
import { Fault } from '../core/fault.ts';
import type { Shell } from './shell.ts';

/**
 * Who a command is for. `person`: a decision, refused inside a session, where agents run. `agent`: works inside a
 * session only. `anyone`: looking does no harm.
 */
type Audience = 'person' | 'agent' | 'anyone';

interface Flag {
  /** As commander writes it: `--prompt <text>`. */
  readonly flags: string;
  readonly does: string;
  /** May be given several times; the option is then a list. */
  readonly repeat?: true;
  readonly choices?: readonly string[];
}

/** One call of a command: its positional arguments and its options, already parsed. */
export interface Call<Options> {
  readonly shell: Shell;
  readonly words: readonly string[];
  readonly options: Options;
  /** Print JSON instead of text. */
  readonly json: boolean;
  /** The whole command line that this is a part of. */
  readonly program: Command;
}

/** What makes a command; `build` turns it into commander's. */
export interface CommandEntry {
  readonly name: string;
  build(shell: Shell): Command;
}

interface Parts<Schema extends z.ZodType> {
  readonly name: string;
  /** Positional arguments as commander writes them: `<id> [text]`. */
  readonly words?: string;
  readonly does: string;
  readonly audience: Audience;
  readonly flags?: readonly Flag[];
  readonly options: Schema;
  run(call: Call<z.infer<Schema>>): Promise<void>;
}

/** Defines one command. */
export function commandEntry<Schema extends z.ZodType>(parts: Parts<Schema>): CommandEntry {
  return { name: parts.name, build: (shell) => buildCommand(parts, shell) };
}

/** A command that only holds others: `signalbox daemon start`. */
export function commandGroup(parts: {
  name: string;
  does: string;
  commands: readonly CommandEntry[];
  /** What it does when none of them is named. */
  otherwise?: CommandEntry;
}): CommandEntry {
  return {
    name: parts.name,
    build(shell) {
      const group = new Command(parts.name).description(parts.does).helpCommand(false);
      for (const entry of parts.commands) {
        group.addCommand(entry.build(shell), { isDefault: entry === parts.otherwise });
      }
      return group;
    },
  };
}

function buildCommand<Schema extends z.ZodType>(parts: Parts<Schema>, shell: Shell): Command {
  const command = new Command(parts.name).description(parts.does);
  for (const word of parts.words?.split(' ') ?? []) command.argument(word);
  for (const flag of parts.flags ?? []) command.addOption(toOption(flag));
  command.option('--json', 'print JSON');
  command.action(async () => {
    checkAudience(parts, shell);
    const given: Record<string, unknown> = command.opts();
    await parts.run({
      shell,
      words: command.args,
      options: parts.options.parse(given),
      json: given['json'] === true,
      program: rootOf(command),
    });
  });
  return command;
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function toOption(flag: Flag): Option {
  const option = new Option(flag.flags, flag.does);
  if (flag.choices !== undefined) option.choices(flag.choices);
  // Commander's own variadic options would swallow the positional arguments that follow them.
  if (flag.repeat) option.default([], 'none').argParser(collect);
  return option;
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

/** Refuses a decision inside a session, where agents run. @throws Fault 'refused' */
export function checkOutsideSession(what: string, shell: Shell): void {
  if (!isInsideSession(shell)) return;
  throw new Fault({
    code: 'refused',
    message: `${what} is the person's to decide and is refused inside a session`,
    hint: 'a session has ask, inbox, done, blocked, progress and job',
  });
}

function checkAudience({ name, audience }: { name: string; audience: Audience }, shell: Shell): void {
  if (audience === 'person') checkOutsideSession(name, shell);
  if (audience === 'agent' && !isInsideSession(shell)) {
    throw new Fault({
      code: 'usage',
      message: `${name} is for agents inside a session, and SIGNALBOX_SESSION is not set`,
      hint: 'signalbox --help shows the commands for you',
    });
  }
}

/** Whether this is run by an agent, or by what an agent started. */
export function isInsideSession(shell: Shell): boolean {
  return (shell.env['SIGNALBOX_SESSION'] ?? '') !== '';
}
