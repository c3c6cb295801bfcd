import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Start } from '../../agents/adapter.ts';
import { startPlainCommand } from '../../agents/plain-command.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import { briefing, feedback } from '../../core/words/briefing.ts';
import { deliver } from '../../core/decide/agent.ts';
import { Fault } from '../../core/fault.ts';
import { tileSize } from '../../core/picture.ts';
import { type Session, heldMessages } from '../../core/model/session.ts';
import type { Repo } from '../../core/model/world.ts';
import { startHolder } from '../../runner/start-holder.ts';
import { holderSocket, sessionFolder, sessionSocket } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { portEnvironment } from '../ports/give-ports.ts';
import { type ChosenAgent, chooseAgent } from '../setting/agent-command.ts';
import { hookCommand, quoted } from '../setting/own-command.ts';
import { keepStart } from './start-file.ts';

/** A run that is to be started. */
interface Starting {
  readonly id: number;
  readonly run: number;
  /** The run's folder. */
  readonly folder: string;
}

/** Starts the holder of a run; false when there is nothing to start, and that has been recorded. */
export async function startAgent(crew: Crew, starting: Starting): Promise<boolean> {
  const { id, run, folder } = starting;
  const session = crew.ledger.session(id);
  if (session.ending !== null || session.worktree === null) {
    crew.ledger.append({ type: 'agent.exited', session: id, run, exit: null, signal: null, screen: [] });
    return false;
  }
  // What is handed over with this start is journalled before it, so that no crash can make it arrive twice.
  const request = `run-${run}`;
  crew.ledger.decide(() => deliver(session, { messages: heldMessages(session), by: 'start', request }));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await crew.hear(id);
  const { argv, env } = await commandOf(crew, starting);
  keepStart(folder, env);
  await startHolder({
    runDir: folder,
    socket: holderSocket(crew.places, id, run),
    id: String(id),
    nonce: folder,
    cwd: session.worktree.path,
    argv: nonEmpty(argv),
    env,
    ...tileSize,
  });
  return true;
}

/** The agent of a session as the trusted configuration has it. @throws Fault 'untrusted', 'config' */
export function agentOf(crew: Crew, session: Session): ChosenAgent & { repo: Repo; config: RepositoryConfig } {
  const repo = crew.ledger.world.repos[session.repo];
  if (repo?.config === null || repo === undefined)
    throw new Fault({ code: 'untrusted', message: 'the repository is not trusted any more', hint: 'signalbox trust' });
  const { config } = repo;
  return { ...chooseAgent(crew.places, { config, name: session.task.agent }), repo, config };
}

/** argv and the whole environment. */
async function commandOf(crew: Crew, { id, run, folder }: Starting): Promise<Start> {
  crew.conventions.look(crew.ledger.session(id).repo);
  const session = crew.ledger.session(id);
  const { adapter, command, options, repo, config } = agentOf(crew, session);
  const prompt = briefing(session, { config, target: repo.target, conventions: repo.conventions });
  const promptFile = join(folder, 'prompt.md');
  writeFileSync(promptFile, prompt, { mode: 0o600 });
  const base = crew.journal.environment(id);
  const env = {
    ...base,
    PATH: `${crew.ownCommands}:${base['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
    ...portEnvironment(session.ports),
    SIGNALBOX_ID: String(id),
    SIGNALBOX_PROMPT_FILE: promptFile,
    SIGNALBOX_SESSION: sessionSocket(crew.places, id),
    ...(crew.movedHome === null ? {} : { SIGNALBOX_HOME: crew.movedHome }),
  };
  if (adapter === null) {
    const plain = startPlainCommand(command, { session, prompt, feedback: feedback(session) });
    return { argv: plain.argv, env: { ...env, ...plain.env } };
  }
  const news = session.messages.filter((message) => message.delivered?.request === `run-${run}`);
  const start = await adapter.start({
    session,
    run,
    command,
    options,
    env,
    worktree: session.worktree?.path ?? '',
    repository: repo.root,
    runDir: folder,
    stateDir: sessionFolder(crew.places, id),
    briefing: prompt,
    news: news.map((message) => message.text).join('\n\n'),
    conversation: session.conversation,
    hooks: {
      command: quoted(join(crew.ownCommands, hookCommand)),
      url: crew.hooks.url,
      token: crew.hooks.token(id),
    },
    mcp: {
      command: join(crew.ownCommands, 'signalbox'),
      args: session.task.lead === true ? ['mcp', '--lead'] : ['mcp'],
    },
  });
  return { argv: start.argv, env: { ...env, ...start.env } };
}

function nonEmpty(argv: readonly string[]): [string, ...string[]] {
  const [program, ...rest] = argv;
  if (program === undefined)
    throw new Fault({ code: 'config', message: 'the agent has no command', hint: 'give it one under agents:' });
  return [program, ...rest];
}
