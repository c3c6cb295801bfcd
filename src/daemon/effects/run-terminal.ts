import { mkdirSync, rmSync } from 'node:fs';
import { Fault, describeFault } from '../../core/fault.ts';
import { tileSize } from '../../core/picture.ts';
import { isToEnd } from '../../core/rules/jobs.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import { inspectRun } from '../../runner/find-run.ts';
import { endProcessGroup } from '../../runner/process/process-tree.ts';
import { startHolder } from '../../runner/start-holder.ts';
import { terminalFolder, terminalSocket } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { endGhost, endIdleHolder, endLeftovers } from './end-agent.ts';
import { followRun, showEndedRun } from './follow-run.ts';
import { dropOldLogs } from './job-logs.ts';
import { terminalCommand } from './terminal-command.ts';

type RunEffect = Extract<Effect, { kind: 'terminal.run' }>;
type EndEffect = Extract<Effect, { kind: 'terminal.end' }>;

/** Lines of the last screen that say how it ended. */
const keptLines = { side: 5, job: 10 };
/** Between TERM and KILL, ms: a shell asks its jobs, an editor saves what it can recover from, a server closes its files. */
const graceMs = { side: 2000, job: 5000 };
/** What is kept of a job's output, bytes: it may print for days, and ends with its session at the latest. */
const jobLog = {
  segmentBytes: 1024 * 1024,
  keptBytes: 8 * 1024 * 1024,
  ceilingBytes: 64 * 1024 * 1024,
};

/** Sees a person's terminal in a worktree, or a job, through, like an agent's run: it survives dashboard and daemon. */
export async function runTerminal(crew: Crew, effect: RunEffect, signal: AbortSignal): Promise<void> {
  const { session: id, terminal: number } = effect;
  const session = crew.ledger.session(id);
  const terminal = session.terminals.find((known) => known.number === number);
  if (terminal === undefined) return;
  const isJob = terminal.kind === 'job';
  const runDir = terminalFolder(crew.places, id, number);
  const followed = { screen: number, runDir, socket: terminalSocket(crew.places, number) };
  if (inspectRun(runDir).kind === 'none') {
    if (isToEnd(session, terminal) || session.worktree === null) {
      record(crew, effect, { exit: null, signal: null });
      return;
    }
    if (isJob) dropOldLogs(crew, session);
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    const { socket } = followed;
    const { argv, env } = terminalCommand(crew, session, terminal);
    const about = {
      id: String(isJob ? id : number),
      nonce: runDir,
      cwd: session.worktree.path,
      argv,
      env,
    };
    try {
      await startHolder({ runDir, socket, ...about, ...(isJob ? jobLog : {}), ...tileSize });
    } catch (thrown) {
      // Nobody is helped by trying this again and again: whoever opened it is told.
      if (!(thrown instanceof Fault)) throw thrown;
      crew.screens.begin(number);
      crew.screens.feed(number, describeFault(thrown));
      record(crew, effect, { exit: null, signal: null });
      return;
    }
  }
  // What a job prints is no sign of life of the agent.
  const onStirred = isJob ? () => {} : () => crew.stirred(id);
  const outcome = await followRun(crew, followed, { signal, onAttached: () => {}, onStirred });
  if (outcome === 'broken off') return;
  const left = inspectRun(runDir);
  if (left.kind === 'alive') throw new Error(`the holder in ${runDir} runs and does not answer`);
  if (outcome === 'gone') showEndedRun(crew, followed);
  await endGhost(left);
  await endLeftovers(runDir);
  record(crew, effect, left.kind === 'exited' ? left.exit : { exit: null, signal: null });
  crew.screens.drop(number);
  // What a job printed stays to be read.
  if (!isJob) rmSync(runDir, { recursive: true, force: true });
}

/** Ends a terminal's program as a closed window does. */
export async function endTerminal(crew: Crew, { session, terminal }: EndEffect): Promise<void> {
  const folder = terminalFolder(crew.places, session, terminal);
  const run = inspectRun(folder);
  if (run.kind !== 'alive') return;
  const { pid, startTime } = run.hello;
  const kind = kindOf(crew, session, terminal);
  if (pid !== null && startTime !== null) await endProcessGroup({ pid, startTime, graceMs: graceMs[kind] });
  await endIdleHolder(folder);
}

function record(
  crew: Crew,
  { session, terminal }: RunEffect,
  { exit, signal }: { exit: number | null; signal: string | null },
): void {
  const screen = crew.screens.lastLines(terminal, keptLines[kindOf(crew, session, terminal)]);
  crew.ledger.append({ type: 'terminal.ended', session, terminal, exit, signal, screen });
}

function kindOf(crew: Crew, session: number, terminal: number): 'side' | 'job' {
  const found = crew.ledger.session(session).terminals.find(({ number }) => number === terminal);
  return found?.kind === 'job' ? 'job' : 'side';
}
