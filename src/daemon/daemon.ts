import { mkdirSync } from 'node:fs';
import type { UserConfig } from '../core/model/config.ts';
import { configuredLimits } from '../core/decide/pace.ts';
import { Fault } from '../core/fault.ts';
import type { Session } from '../core/model/session.ts';
import type { Effect } from '../core/rules/wanted.ts';
import { sessionsOf } from '../core/model/world.ts';
import type { Journal } from '../journal/journal.ts';
import type { Places } from '../wire/places.ts';
import { buildOf, packageVersion } from '../wire/build.ts';
import type { ControlRequestName } from '../wire/requests.ts';
import { type Answers, serve } from '../wire/serve.ts';
import { jobAnswers } from './answers/jobs.ts';
import { conventionAnswers } from './answers/conventions.ts';
import { attentionAnswers } from './answers/attention.ts';
import { backlogAnswers } from './answers/backlog.ts';
import { logAnswers } from './answers/logs.ts';
import { lookAnswers } from './answers/looks.ts';
import { paceAnswers } from './answers/pace.ts';
import { reviewLookAnswers } from './answers/review-looks.ts';
import { reviewNoteAnswers } from './answers/review-notes.ts';
import { measureAnswers } from './answers/measures.ts';
import { resetAnswers } from './answers/reset.ts';
import { reviewAnswers } from './answers/reviews.ts';
import { setupAnswers } from './answers/setup.ts';
import { taskAnswers } from './answers/tasks.ts';
import { undoAnswers } from './answers/undo.ts';
import { worktreeAnswers } from './answers/worktrees.ts';
import { Attentions } from './attentions.ts';
import type { Crew } from './crew.ts';
import { carryOutBatch } from './effects/carry-out-batch.ts';
import { carryOutLanding } from './effects/carry-out-landing.ts';
import { carryOutPullRequest } from './effects/carry-out-pull-request.ts';
import { Channels } from './channels/channels.ts';
import { HookPort } from './channels/hook-port.ts';
import { answerDialog } from './effects/answer-dialog.ts';
import { deliverMessage } from './effects/deliver-message.ts';
import { endAgent } from './effects/end-agent.ts';
import { prepareWorktree } from './effects/prepare-worktree.ts';
import { runAgent } from './effects/run-agent.ts';
import { runBatch } from './effects/run-batch.ts';
import { runGate } from './effects/run-gate.ts';
import { endTerminal, runTerminal } from './effects/run-terminal.ts';
import { ConventionsWatch } from './conventions-watch.ts';
import { ForecastWatch } from './forecast-watch.ts';
import { DiskWatch } from './disk-watch.ts';
import { GateSlots } from './gate-slots.ts';
import { GuardWatch } from './guard-watch.ts';
import { Ledger } from './ledger.ts';
import type { Log } from './log.ts';
import { NoticeWatch } from './notice-watch.ts';
import { Observer } from './observe.ts';
import { PaceWatch } from './pace-watch.ts';
import { provideOwnCommand } from './setting/own-command.ts';
import { readUserConfig } from './setting/read-config.ts';
import { Screens } from './picture/screens.ts';
import { endStrays } from './reconcile.ts';
import { SessionSockets } from './session-sockets.ts';
import { SnapshotWatch } from './snapshot-watch.ts';
import { Supervisor } from './supervisor.ts';

/** What a daemon is made of. `movedHome`: the value of SIGNALBOX_HOME, when it is set. */
export interface DaemonOptions {
  readonly places: Places;
  readonly journal: Journal;
  readonly movedHome: string | null;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Starts supervising: takes up what the journal says is going on, and answers clients. `ended` resolves when a client
 * has asked it to stop and everything is put away; agents go on unless the client said otherwise.
 */
export async function startDaemon(options: DaemonOptions): Promise<{ ended: Promise<void>; stop(): void }> {
  const { places, journal, log, now } = options;
  mkdirSync(places.home, { recursive: true, mode: 0o700 });
  const ledger = new Ledger(journal, now);
  const screens = new Screens({
    signalled: (session, signal) => {
      if (signal.kind === 'emulator-failed') log(`the picture of #${session} may be wrong`, signal.error);
      else channels.signalled(session, signal);
    },
    shown: (session) => channels.shown(session),
  });
  const ended = Promise.withResolvers<void>();
  const crew: Crew = {
    get channels() {
      return channels;
    },
    get hooks() {
      return hooks;
    },
    ledger,
    journal,
    places,
    screens,
    attentions: new Attentions({ ledger, log, now }),
    log,
    now,
    gates: new GateSlots(),
    guards: new GuardWatch({ ledger, log }),
    conventions: new ConventionsWatch({ ledger, log }),
    ownCommands: provideOwnCommand(places),
    movedHome: options.movedHome,
    hear: (session) => sockets.ensure(session),
    stirred: (session) => observer.stir(session),
    counted: (session, changed) => forecasts.counted(session, changed),
    judging: (session, snapshot) => snapshots.judging(session, snapshot),
  };
  const channels = new Channels(crew);
  const hooks = await HookPort.listen(crew);
  const observer = new Observer(crew);
  const forecasts = new ForecastWatch(crew);
  const disks = new DiskWatch(crew);
  const notices = new NoticeWatch(crew);
  const paces = new PaceWatch(crew);
  const supervisor = new Supervisor({ ledger, log, carryOut: (effect, signal) => carryOut(crew, effect, signal) });
  const snapshots = new SnapshotWatch(crew, (session) => supervisor.restartGate(session));
  const sockets = new SessionSockets(crew, snapshots);

  await endStrays(crew);
  applyLimits(crew);
  forgetWaits(crew);
  returnUnsettled(crew);
  ledger.onRecorded(
    () => void sockets.follow(ledger.world).catch((thrown: unknown) => log('closing a socket failed', thrown)),
  );
  for (const session of sessionsOf(ledger.world)) if (session.run !== null) await sockets.ensure(session.id);

  let stopping = false;
  const stop = async (agents: boolean) => {
    if (stopping) return;
    stopping = true;
    if (agents) {
      supervisor.windDown();
      await endAllAgents(crew);
    }
    crew.attentions.stop();
    await notices.stop();
    await observer.stop();
    await disks.stop();
    paces.stop();
    await supervisor.stop();
    await forecasts.stop();
    await crew.guards.stop();
    crew.conventions.stop();
    await sockets.close();
    await hooks.close();
    await control.close();
    screens.dispose();
    journal.close();
    ended.resolve();
  };
  const startedAt = now();
  const answers: Answers<ControlRequestName> = {
    ...attentionAnswers(crew, notices),
    ...lookAnswers(crew),
    ...jobAnswers(crew),
    ...conventionAnswers(crew),
    ...logAnswers(crew),
    ...measureAnswers(crew),
    ...resetAnswers(crew),
    ...paceAnswers(crew),
    ...reviewAnswers(crew),
    ...reviewLookAnswers(crew),
    ...reviewNoteAnswers(crew),
    ...setupAnswers(crew),
    ...taskAnswers(crew),
    ...undoAnswers(crew),
    ...worktreeAnswers(crew),
    ...backlogAnswers(crew),
    'daemon/status': () => ({ pid: process.pid, version: packageVersion(), build, home: places.home, startedAt }),
    'daemon/stop': ({ agents }) => {
      // After the answer is on its way: the client must hear of it.
      setImmediate(() => void stop(agents).catch((thrown: unknown) => ended.reject(thrown)));
      return {};
    },
  };
  const build = buildOf();
  const control = await serve({
    path: places.controlSocket,
    answers,
    onBug: (thrown) => log('a request broke down', thrown),
  });
  crew.guards.start();
  crew.conventions.start();
  supervisor.start();
  observer.start();
  forecasts.start();
  disks.start();
  crew.attentions.start();
  notices.start();
  paces.start();
  return { ended: ended.promise, stop: () => void stop(false).catch((thrown: unknown) => ended.reject(thrown)) };
}

function carryOut(crew: Crew, effect: Effect, signal: AbortSignal): Promise<void> {
  switch (effect.kind) {
    case 'worktree.prepare':
      return prepareWorktree(crew, effect, signal);
    case 'agent.run':
      return runAgent(crew, effect, signal);
    case 'agent.end':
      return endAgent(crew, effect, signal);
    case 'message.deliver':
      return deliverMessage(crew, effect);
    case 'dialog.answer':
      return answerDialog(crew, effect);
    case 'terminal.run':
      return runTerminal(crew, effect, signal);
    case 'terminal.end':
      return endTerminal(crew, effect);
    case 'gate.run':
      return runGate(crew, effect, signal);
    case 'landing.carry-out':
      return carryOutLanding(crew, effect, signal);
    case 'batch.run':
      return runBatch(crew, effect, signal);
    case 'batch.carry-out':
      return carryOutBatch(crew, effect, signal);
    case 'pull-request.carry-out':
      return carryOutPullRequest(crew, effect, signal);
  }
}

/** The person's own configuration sets the limits, once per start; `signalbox cap` overrides until the next change of it. */
function applyLimits({ ledger, places, log }: Crew): void {
  let config: UserConfig;
  try {
    config = readUserConfig(places.userConfig);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    // A wrong file must not keep the daemon from running: the limits stay as they were, and `doctor` says why.
    log('the configuration is wrong, limits stay as they were', thrown);
    return;
  }
  const change = configuredLimits(ledger.world, config);
  if (change !== null) ledger.append(change);
}

/** Calls that waited inside an earlier daemon come again by themselves. */
function forgetWaits({ ledger }: Crew): void {
  for (const session of sessionsOf(ledger.world)) {
    if (session.run?.waiting === true) ledger.append({ type: 'agent.waited', session: session.id, waiting: false });
  }
}

/** What an earlier daemon was about to say may have arrived: the person is asked. */
function returnUnsettled({ ledger }: Crew): void {
  for (const session of sessionsOf(ledger.world)) {
    const messages = session.messages.filter((message) => message.sending !== null).map((message) => message.number);
    if (messages.length > 0)
      ledger.append({ type: 'message.returned', session: session.id, messages, unconfirmed: true });
  }
}

/**
 * Stops every session that has a process, and waits until the processes are gone. Their places may be given away
 * meanwhile: what is admitted then has no process yet, and gets one from the next daemon.
 */
async function endAllAgents({ ledger }: Crew): Promise<void> {
  for (const session of sessionsOf(ledger.world)) {
    if (session.run !== null && session.ending?.why !== 'stopped') {
      ledger.append({ type: 'session.stopped', session: session.id, reason: 'the daemon was stopped with its agents' });
    }
    for (const { number } of session.terminals)
      ledger.append({ type: 'terminal.closed', session: session.id, terminal: number });
  }
  await ledger.until((world) => (sessionsOf(world).every(hasNoProcess) ? true : null), new AbortController().signal);
}

function hasNoProcess({ run, ending, terminals }: Session): boolean {
  if (terminals.length > 0) return false;
  return run === null || (run.phase === 'wanted' && ending === null);
}
