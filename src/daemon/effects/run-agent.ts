import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPlainCommand } from '../../agents/plain-command.ts';
import { briefing, feedback } from '../../core/briefing.ts';
import { deliver } from '../../core/decide/agent.ts';
import { tileSize } from '../../core/picture.ts';
import { Fault } from '../../core/fault.ts';
import { type Session, heldMessages } from '../../core/session.ts';
import type { Effect } from '../../core/wanted.ts';
import { type RunState, inspectRun } from '../../runner/find-run.ts';
import { startHolder } from '../../runner/start-holder.ts';
import { holderSocket, runFolder, sessionSocket } from '../../wire/places.ts';
import { chooseAgent } from '../setting/agent-command.ts';
import type { Crew } from '../crew.ts';
import { endGhost, endLeftovers } from './end-agent.ts';
import { followRun, showEndedRun } from './follow-run.ts';

type RunEffect = Extract<Effect, { kind: 'agent.run' }>;

/** Lines of the last screen that are kept when an agent ends. */
const keptLines = 40;

/**
 * Sees one run of an agent through: starts its holder unless it was started before, follows its output, records its
 * end. After a crash of the daemon the same effect finds the holder again and goes on.
 */
export async function runAgent(crew: Crew, effect: RunEffect, signal: AbortSignal): Promise<void> {
  const folder = runFolder(crew.places, effect.session, effect.run);
  const { session, run } = effect;
  // One that was seen running and whose files are gone may go on all the same: its holder's socket tells.
  const seen = crew.ledger.session(session).run?.phase === 'alive';
  if (!seen && inspectRun(folder).kind === 'none' && !(await start(crew, effect, folder))) return;
  const followed = { screen: session, runDir: folder, socket: holderSocket(crew.places, session, run) };
  const outcome = await followRun(crew, followed, {
    signal,
    onStirred: () => crew.stirred(session),
    onAttached: ({ hello }) => {
      if (crew.ledger.session(session).run?.phase !== 'wanted') return;
      crew.ledger.append({ type: 'agent.started', session, run, pid: hello.pid ?? hello.holderPid });
    },
  });
  if (outcome === 'broken off') return;
  const left = inspectRun(folder);
  if (left.kind === 'alive') throw new Error(`the holder in ${folder} runs and does not answer`);
  if (outcome === 'gone') showEndedRun(crew, followed);
  // Before its place is given away, nothing of it may be left running.
  await endGhost(left);
  await endLeftovers(folder);
  record(crew, effect, left);
}

/** Starts the holder; false when there is nothing to start, and that has been recorded. */
async function start(crew: Crew, effect: RunEffect, folder: string): Promise<boolean> {
  const session = crew.ledger.session(effect.session);
  const { run } = effect;
  if (session.ending !== null || session.worktree === null) {
    crew.ledger.append({ type: 'agent.exited', session: session.id, run, exit: null, signal: null, screen: [] });
    return false;
  }
  // What is handed over with this start is journalled before it, so that no crash can make it arrive twice.
  crew.ledger.decide(() => deliver(session, { messages: heldMessages(session), by: 'start', request: `run-${run}` }));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await crew.hear(session.id);
  await startHolder({
    runDir: folder,
    socket: holderSocket(crew.places, effect.session, run),
    id: String(effect.session),
    nonce: folder,
    cwd: session.worktree.path,
    ...commandOf(crew, { session: crew.ledger.session(effect.session), folder }),
    ...tileSize,
  });
  return true;
}

function commandOf(crew: Crew, { session, folder }: { session: Session; folder: string }) {
  const repo = crew.ledger.world.repos[session.repo];
  if (repo?.config === null || repo === undefined)
    throw new Fault({ code: 'untrusted', message: 'the repository is not trusted any more', hint: 'signalbox trust' });
  const prompt = briefing(session, { config: repo.config, target: repo.target });
  const promptFile = join(folder, 'prompt.md');
  writeFileSync(promptFile, prompt, { mode: 0o600 });
  const { command } = chooseAgent(crew.places, { config: repo.config, name: session.task.agent });
  const { argv, env } = startPlainCommand(command, { session, prompt, feedback: feedback(session) });
  const base = crew.journal.environment(session.id);
  return {
    argv: nonEmpty(argv),
    env: {
      ...base,
      ...env,
      PATH: `${crew.ownCommands}:${base['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
      SIGNALBOX_PROMPT_FILE: promptFile,
      SIGNALBOX_SESSION: sessionSocket(crew.places, session.id),
      ...(crew.movedHome === null ? {} : { SIGNALBOX_HOME: crew.movedHome }),
    },
  };
}

/** Writes down how the run ended, by what its holder left on disk: that stays until the session is forgotten. */
function record(crew: Crew, { session, run }: RunEffect, state: Exclude<RunState, { kind: 'alive' }>): void {
  const screen = crew.screens.lastLines(session, keptLines);
  if (state.kind === 'exited') {
    const { exit, signal } = state.exit;
    crew.ledger.append({ type: 'agent.exited', session, run, exit, signal, screen });
    return;
  }
  const why = state.kind === 'lost' && state.rebooted ? 'rebooted' : 'killed';
  crew.log(`the agent of #${session} run ${run} is lost: ${why}`);
  crew.ledger.append({ type: 'agent.lost', session, run, why, screen });
}

function nonEmpty(argv: readonly string[]): [string, ...string[]] {
  const [program, ...rest] = argv;
  if (program === undefined)
    throw new Fault({ code: 'config', message: 'the agent has no command', hint: 'give it one under agents:' });
  return [program, ...rest];
}
