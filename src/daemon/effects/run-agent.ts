import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPlainCommand } from '../../agents/plain-command.ts';
import { briefing, feedback } from '../../core/briefing.ts';
import { deliver } from '../../core/decide/agent.ts';
import { tileSize } from '../../core/picture.ts';
import { Fault } from '../../core/fault.ts';
import { type Session, heldMessages } from '../../core/session.ts';
import type { Effect } from '../../core/wanted.ts';
import { attachHolder } from '../../runner/attach-holder.ts';
import { type RunState, inspectRun } from '../../runner/find-run.ts';
import type { Hello } from '../../runner/protocol/holder-messages.ts';
import { openLog } from '../../runner/log/log-reader.ts';
import { replayLog } from '../../runner/log/replay-log.ts';
import { startHolder } from '../../runner/start-holder.ts';
import { holderSocket, runFolder, sessionSocket } from '../../wire/places.ts';
import { agentCommand } from '../setting/agent-command.ts';
import type { Crew } from '../crew.ts';
import { endLeftovers } from './end-agent.ts';

type RunEffect = Extract<Effect, { kind: 'agent.run' }>;

/** Lines of the last screen that are kept when an agent ends. */
const keptLines = 40;

/**
 * Sees one run of an agent through: starts its holder unless it was started before, follows its output, records its
 * end. After a crash of the daemon the same effect finds the holder again and goes on.
 */
export async function runAgent(crew: Crew, effect: RunEffect, signal: AbortSignal): Promise<void> {
  const folder = runFolder(crew.places, effect.session, effect.run);
  if (inspectRun(folder).kind === 'none' && !(await start(crew, effect, folder))) return;
  const state = inspectRun(folder);
  crew.screens.begin(effect.session);
  if (state.kind === 'alive') {
    const outcome = await follow(crew, effect, { hello: state.hello, signal });
    if (outcome === 'broken off') return;
  } else {
    replayLog({
      runDir: folder,
      from: 0,
      onOutput: (_offset, bytes) => crew.screens.feed(effect.session, bytes, true),
    });
  }
  const left = inspectRun(folder);
  if (left.kind === 'alive') throw new Error(`the holder in ${folder} runs and does not answer`);
  // Before its place is given away, nothing of it may be left running.
  await endLeftovers(folder);
  record(crew, effect, left);
}

/** Starts the holder; false when there is nothing to start, and that has been recorded. */
async function start(crew: Crew, effect: RunEffect, folder: string): Promise<boolean> {
  const session = crew.ledger.session(effect.session);
  const { run } = effect;
  if (session.run?.phase === 'alive') {
    // It was seen running and its files are gone: nothing is known about how it ended.
    crew.ledger.append({ type: 'agent.lost', session: session.id, run, screen: [] });
    return false;
  }
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
  const command = agentCommand(crew.places, { config: repo.config, name: session.task.agent });
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

/** Follows a run until it has ended, or until this is broken off: then the holder and its agent go on. */
async function follow(
  crew: Crew,
  effect: RunEffect,
  { hello, signal }: { hello: Hello; signal: AbortSignal },
): Promise<'ended' | 'broken off'> {
  const { session, run } = effect;
  const folder = runFolder(crew.places, session, run);
  const known = crew.ledger.session(session).run;
  const replayed = known?.phase === 'alive' ? openLog(folder).end : 0;
  const ended = Promise.withResolvers<void>();
  const holder = await attachHolder({
    socket: holderSocket(crew.places, session, run),
    // The folder names one run for good: the holder of another run, or of another home, does not answer to it.
    nonce: folder,
    from: 0,
    onOutput: (offset, bytes) => {
      crew.screens.feed(session, bytes, offset < replayed);
      crew.stirred(session);
    },
    onExit: () => ended.resolve(),
    onClosed: () => ended.resolve(),
  });
  if (holder.kind === 'gone') return 'ended';
  if (known?.phase === 'wanted') {
    crew.ledger.append({ type: 'agent.started', session, run, pid: holder.hello.pid ?? hello.holderPid });
  }
  crew.screens.connect(session, holder);
  const stop = () => ended.resolve();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await ended.promise;
  signal.removeEventListener('abort', stop);
  crew.screens.connect(session, null);
  if (!signal.aborted) holder.acknowledgeExit();
  holder.close();
  return signal.aborted ? 'broken off' : 'ended';
}

/** Writes down how the run ended, by what its holder left on disk: that stays until the session is forgotten. */
function record(crew: Crew, { session, run }: RunEffect, state: Exclude<RunState, { kind: 'alive' }>): void {
  const screen = crew.screens.lastLines(session, keptLines);
  if (state.kind === 'exited') {
    const { exit, signal } = state.exit;
    crew.ledger.append({ type: 'agent.exited', session, run, exit, signal, screen });
    return;
  }
  crew.log(`the agent of #${session} run ${run} is ${state.kind}`);
  crew.ledger.append({ type: 'agent.lost', session, run, screen });
}

function nonEmpty(argv: readonly string[]): [string, ...string[]] {
  const [program, ...rest] = argv;
  if (program === undefined)
    throw new Fault({ code: 'config', message: 'the agent has no command', hint: 'give it one under agents:' });
  return [program, ...rest];
}
