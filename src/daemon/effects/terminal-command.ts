import { basename } from 'node:path';
import type { Session } from '../../core/model/session.ts';
import type { SideTerminal } from '../../core/model/terminals.ts';
import { sessionSocket } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { portEnvironment } from '../ports/give-ports.ts';

interface Command {
  readonly argv: [string, ...string[]];
  readonly env: Record<string, string>;
}

/** Editors that take `+LINE` before a file's name. */
const takesLine = /^(vi|vim|nvim|view|nano|pico|emacs|emacsclient|joe|jed|mg|ne|micro|kak)$/;

/** What a terminal runs: the person's shell or editor as their environment names it, or a job's command. */
export function terminalCommand(crew: Crew, session: Session, terminal: SideTerminal): Command {
  const { kind, number, command } = terminal;
  if (command !== undefined) return jobCommand(crew, session, { ...terminal, command });
  const env = { ...crew.journal.environment(number), ...portEnvironment(session.ports) };
  // An empty variable names nothing, as one that is not set.
  const named = (...names: string[]): string | undefined => names.map((name) => env[name]).find((value) => value);
  if (kind === 'shell') return { argv: [named('SHELL') ?? '/bin/sh'], env };
  return { argv: editorCommand(named('VISUAL', 'EDITOR') ?? 'vi', terminal), env };
}

function editorCommand(editor: string, { file, line }: SideTerminal): [string, ...string[]] {
  const program = basename(editor.split(' ')[0] ?? editor);
  const at = line !== null && takesLine.test(program) ? [`+${line}`] : [];
  // The variable may hold a command with arguments, which is the shell's to split.
  return ['/bin/sh', '-c', `exec ${editor} "$@"`, 'sh', ...at, file ?? '.'];
}

/** A job has the agent's surroundings, whoever starts it: what runs in it may do no more than the agent. */
function jobCommand(crew: Crew, session: Session, { command, port }: SideTerminal & { command: string }): Command {
  const base = crew.journal.environment(session.id);
  const env = {
    ...base,
    PATH: `${crew.ownCommands}:${base['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
    ...portEnvironment(session.ports),
    ...(port === null || port === undefined ? {} : { SIGNALBOX_JOB_PORT: String(port) }),
    SIGNALBOX_SESSION: sessionSocket(crew.places, session.id),
    ...(crew.movedHome === null ? {} : { SIGNALBOX_HOME: crew.movedHome }),
  };
  return { argv: ['/bin/sh', '-c', command], env };
}
