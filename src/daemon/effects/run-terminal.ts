import { mkdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault, describeFault } from '../../core/fault.ts';
import { tileSize } from '../../core/picture.ts';
import type { SideTerminal } from '../../core/model/terminals.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import { inspectRun } from '../../runner/find-run.ts';
import { endProcessGroup } from '../../runner/process/process-tree.ts';
import { startHolder } from '../../runner/start-holder.ts';
import { terminalFolder, terminalSocket } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { portEnvironment } from '../ports/give-ports.ts';
import { endGhost, endIdleHolder, endLeftovers } from './end-agent.ts';
import { followRun, showEndedRun } from './follow-run.ts';

type RunEffect = Extract<Effect, { kind: 'terminal.run' }>;
type EndEffect = Extract<Effect, { kind: 'terminal.end' }>;

/** Lines of the last screen that say how it ended. */
const keptLines = 5;
/** Between TERM and KILL, ms: a shell asks its jobs, an editor saves what it can recover from. */
const graceMs = 2000;
/** Editors that take `+LINE` before a file's name. */
const takesLine = /^(vi|vim|nvim|view|nano|pico|emacs|emacsclient|joe|jed|mg|ne|micro|kak)$/;

/** Sees a person's terminal in a worktree through, like an agent's run: it survives dashboard and daemon. */
export async function runTerminal(crew: Crew, effect: RunEffect, signal: AbortSignal): Promise<void> {
  const { session: id, terminal: number } = effect;
  const session = crew.ledger.session(id);
  const terminal = session.terminals.find((known) => known.number === number);
  if (terminal === undefined) return;
  const runDir = terminalFolder(crew.places, id, number);
  const followed = { screen: number, runDir, socket: terminalSocket(crew.places, number) };
  if (inspectRun(runDir).kind === 'none') {
    if (terminal.closing || session.worktree === null) {
      record(crew, effect, { exit: null, signal: null });
      return;
    }
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    const { socket } = followed;
    const { argv, env } = commandOf(
      { ...crew.journal.environment(number), ...portEnvironment(session.ports) },
      terminal,
    );
    const cwd = session.worktree.path;
    try {
      await startHolder({ runDir, socket, id: String(number), nonce: runDir, cwd, argv, env, ...tileSize });
    } catch (thrown) {
      // Nobody is helped by trying this again and again: whoever opened it is told.
      if (!(thrown instanceof Fault)) throw thrown;
      crew.screens.begin(number);
      crew.screens.feed(number, describeFault(thrown));
      record(crew, effect, { exit: null, signal: null });
      return;
    }
  }
  const outcome = await followRun(crew, followed, { signal, onAttached: () => {}, onStirred: () => crew.stirred(id) });
  if (outcome === 'broken off') return;
  const left = inspectRun(runDir);
  if (left.kind === 'alive') throw new Error(`the holder in ${runDir} runs and does not answer`);
  if (outcome === 'gone') showEndedRun(crew, followed);
  await endGhost(left);
  await endLeftovers(runDir);
  record(crew, effect, left.kind === 'exited' ? left.exit : { exit: null, signal: null });
  crew.screens.drop(number);
  rmSync(runDir, { recursive: true, force: true });
}

/** Ends a terminal's program as a closed window does. */
export async function endTerminal(crew: Crew, { session, terminal }: EndEffect): Promise<void> {
  const folder = terminalFolder(crew.places, session, terminal);
  const run = inspectRun(folder);
  if (run.kind !== 'alive') return;
  const { pid, startTime } = run.hello;
  if (pid !== null && startTime !== null) await endProcessGroup({ pid, startTime, graceMs });
  await endIdleHolder(folder);
}

function record(
  crew: Crew,
  { session, terminal }: RunEffect,
  { exit, signal }: { exit: number | null; signal: string | null },
): void {
  const screen = crew.screens.lastLines(terminal, keptLines);
  crew.ledger.append({ type: 'terminal.ended', session, terminal, exit, signal, screen });
}

/** The person's shell or editor as their environment names it. */
function commandOf(
  base: Readonly<Record<string, string>>,
  { kind, file, line }: SideTerminal,
): { argv: [string, ...string[]]; env: Record<string, string> } {
  const env = { ...base };
  // An empty variable names nothing, as one that is not set.
  const named = (...names: string[]): string | undefined => names.map((name) => env[name]).find((value) => value);
  if (kind === 'shell') return { argv: [named('SHELL') ?? '/bin/sh'], env };
  const editor = named('VISUAL', 'EDITOR') ?? 'vi';
  const program = basename(editor.split(' ')[0] ?? editor);
  const at = line !== null && takesLine.test(program) ? [`+${line}`] : [];
  // The variable may hold a command with arguments, which is the shell's to split.
  return { argv: ['/bin/sh', '-c', `exec ${editor} "$@"`, 'sh', ...at, file ?? '.'], env };
}
