import { Fault } from '../../core/fault.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import { type RunState, inspectRun } from '../../runner/find-run.ts';
import { holderSocket, runFolder } from '../../wire/places.ts';
import type { SpokenRun } from '../channels/channels.ts';
import type { Crew } from '../crew.ts';
import { showLastPicture } from '../picture/last-picture.ts';
import type { ChosenAgent } from '../setting/agent-command.ts';
import { endGhost, endLeftovers } from './end-agent.ts';
import { followRun, showEndedRun } from './follow-run.ts';
import { agentOf, startAgent } from './start-agent.ts';

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
  if (!seen && inspectRun(folder).kind === 'none') {
    const repo = crew.ledger.world.repos[crew.ledger.session(session).repo];
    if (repo !== undefined) await crew.guards.begin(repo);
    if (!(await startAgent(crew, { id: session, run, folder }))) return;
  }
  let hangUp: (() => void) | null = null;
  const followed = { screen: session, runDir: folder, socket: holderSocket(crew.places, session, run) };
  const outcome = await followRun(crew, followed, {
    signal,
    onStirred: () => crew.stirred(session),
    onAttached: ({ hello }) => {
      hangUp = speak(crew, { session, run, runDir: folder, pid: hello.pid ?? hello.holderPid });
    },
  }).finally(() => hangUp?.());
  if (outcome === 'broken off') return;
  const left = inspectRun(folder);
  if (left.kind === 'alive') throw new Error(`the holder in ${folder} runs and does not answer`);
  if (!showLastPicture(crew, followed) && outcome === 'gone') showEndedRun(crew, followed);
  // Before its place is given away, nothing of it may be left running.
  await endGhost(left);
  await endLeftovers(folder);
  record(crew, effect, left);
}

/** Notes that the agent runs, and opens the way to it where there is one; the returned function closes that. */
function speak(crew: Crew, { pid, ...about }: Pick<SpokenRun, 'session' | 'run' | 'runDir' | 'pid'>): () => void {
  const { session, run } = about;
  const agent = agentIn(crew, session);
  if (crew.ledger.session(session).run?.phase === 'wanted')
    crew.ledger.append({ type: 'agent.started', session, run, pid, takes: agent?.adapter?.takes ?? null });
  if (agent?.adapter === undefined || agent.adapter === null) return () => {};
  return crew.channels.open({ ...about, pid, adapter: agent.adapter, options: agent.options });
}

/** Which agent it is; null when the configuration that said so is gone: it is then only looked at. */
function agentIn(crew: Crew, session: number): ChosenAgent | null {
  try {
    return agentOf(crew, crew.ledger.session(session));
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    crew.log(`the agent of #${session} cannot be spoken with`, thrown);
    return null;
  }
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
