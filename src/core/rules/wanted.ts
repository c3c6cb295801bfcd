import { type Batch, nextBatch } from './batch.ts';
import { approvedOf, gateLine, goesByPullRequest, heldLine, isSettled, judgedOnOldTarget } from './landing-line.ts';
import { gatePurpose } from '../reduce/gate.ts';
import { isToEnd, waitsForOther } from './jobs.ts';
import { reviewQueue } from './review-queue.ts';
import type { GatePurpose } from '../model/round.ts';
import { type Session, heldMessages, openDialogs } from '../model/session.ts';
import { waitsForTarget } from './target-red.ts';
import { type World, sessionsOf } from '../model/world.ts';

/**
 * Effects that the world calls for now. Derived, never queued: after a crash the same world calls for the same
 * effects. `key` is the effect's identity: while it stays wanted it is carried out once; when it is no longer wanted
 * it is broken off.
 */
export type Effect =
  | { readonly kind: 'worktree.prepare'; readonly key: string; readonly session: number }
  | { readonly kind: 'agent.run'; readonly key: string; readonly session: number; readonly run: number }
  | {
      readonly kind: 'agent.end';
      readonly key: string;
      readonly session: number;
      readonly run: number;
      /** How long it may still end by itself, from `since`. */
      readonly patienceMs: number;
      readonly since: number;
    }
  /** Held messages are given to an agent that stays. */
  | {
      readonly kind: 'message.deliver';
      readonly key: string;
      readonly session: number;
      readonly run: number;
    }
  /** A dialog's questions are all answered. */
  | {
      readonly kind: 'dialog.answer';
      readonly key: string;
      readonly session: number;
      readonly run: number;
      readonly dialog: string;
    }
  | { readonly kind: 'terminal.run'; readonly key: string; readonly session: number; readonly terminal: number }
  | { readonly kind: 'terminal.end'; readonly key: string; readonly session: number; readonly terminal: number }
  | { readonly kind: 'gate.run'; readonly key: string; readonly session: number; readonly purpose: GatePurpose }
  | { readonly kind: 'landing.carry-out'; readonly key: string; readonly session: number }
  /** Several approved items are judged as one; `session`: the first of them. */
  | { readonly kind: 'batch.run'; readonly key: string; readonly session: number; readonly batch: Batch }
  | {
      readonly kind: 'batch.carry-out';
      readonly key: string;
      readonly session: number;
      readonly sessions: readonly number[];
    }
  /** A pull request is opened and followed until it is merged or closed. */
  | { readonly kind: 'pull-request.carry-out'; readonly key: string; readonly session: number };

/** Patience with a process that is to end: after green, after red or a rejection, when reset, and when stopped, ms. */
export const patienceMs = { finished: 10_000, rework: 30_000, reset: 0, stopped: 0 } as const;
/** An agent whose turn has just ended writes down its conversation, ms. */
const restMs = 1000;

/** Everything that ought to be going on. */
export function wanted(world: World): readonly Effect[] {
  const effects = sessionsOf(world).flatMap((session) => [
    ...prepareEffect(session),
    ...runEffects(session),
    ...messageEffects(session),
    ...dialogEffects(session),
    ...terminalEffects(session),
    ...roundEffect(world, session),
  ]);
  return [...effects, ...refreshEffects(world), ...landingEffects(world)];
}

function prepareEffect(session: Session): Effect[] {
  if (session.state !== 'preparing' || session.prepared) return [];
  return [{ kind: 'worktree.prepare', key: `worktree.prepare #${session.id}`, session: session.id }];
}

function runEffects(session: Session): Effect[] {
  const { run, ending, id } = session;
  if (run === null) return [];
  const effects: Effect[] = [
    { kind: 'agent.run', key: `agent.run #${id} run ${run.number}`, session: id, run: run.number },
  ];
  // An agent that stays does not end by itself: there is nothing to wait for once its turn is over.
  const atRest = run.takes !== null && run.activity.kind === 'resting';
  if (ending !== null && run.phase === 'alive') {
    effects.push({
      kind: 'agent.end',
      key: `agent.end #${id} run ${run.number} ${ending.why} ${ending.since}${atRest ? ' at rest' : ''}`,
      session: id,
      run: run.number,
      patienceMs: atRest ? restMs : patienceMs[ending.why],
      since: ending.since,
    });
  }
  return effects;
}

/** What is held goes to an agent that stays when it takes it; nothing is sent into an open dialog. */
function messageEffects(session: Session): Effect[] {
  const { run, ending, state, id } = session;
  if (run === null || run.phase !== 'alive' || run.takes === null || ending !== null) return [];
  if (state !== 'working' && state !== 'asking') return [];
  // Also while it is on its way: what was begun is not broken off.
  const sending = session.messages.some((message) => message.sending !== null);
  const { kind } = run.activity;
  const takes = kind === 'resting' || (run.takes === 'any time' && (kind === 'working' || kind === 'background'));
  // A call of its own that waits takes what it waits for itself.
  const ready = takes && !run.waiting && openDialogs(session).length === 0 && heldMessages(session).length > 0;
  if (!sending && !ready) return [];
  return [{ kind: 'message.deliver', key: `message.deliver #${id} run ${run.number}`, session: id, run: run.number }];
}

function dialogEffects(session: Session): Effect[] {
  const { run, id, questions } = session;
  if (run === null || run.phase !== 'alive' || run.takes === null) return [];
  const open = questions.filter((question) => question.dialog !== null && !question.sent && !question.withdrawn);
  const dialogs = new Set(open.map((question) => question.dialog ?? ''));
  return [...dialogs]
    .filter((dialog) => open.every((question) => question.dialog !== dialog || question.answer !== null))
    .map((dialog) => {
      const key = `dialog.answer #${id} run ${run.number} ${dialog}`;
      return { kind: 'dialog.answer', key, session: id, run: run.number, dialog };
    });
}

/** Terminals and jobs live until they are closed, at the latest as long as what they belong to goes on. */
function terminalEffects(session: Session): Effect[] {
  return session.terminals.flatMap((terminal): Effect[] => {
    if (waitsForOther(session, terminal)) return [];
    const { number } = terminal;
    const about = { session: session.id, terminal: number };
    const run: Effect = { kind: 'terminal.run', key: `terminal.run ${number}`, ...about };
    if (!isToEnd(session, terminal)) return [run];
    return [run, { kind: 'terminal.end', key: `terminal.end ${number}`, ...about }];
  });
}

function gateEffect(session: Session, purpose: GatePurpose): Effect {
  const key = `gate.run #${session.id} round ${session.round} ${purpose}`;
  return { kind: 'gate.run', key, session: session.id, purpose };
}

/** A round is judged when it is handed in; one that is not to blame, again when its target moves or the person asks. */
function roundEffect(world: World, session: Session): Effect[] {
  if (gatePurpose(session) !== 'round') return [];
  const settled = waitsForTarget(session) && session.gate === null && !judgedOnOldTarget(world, session);
  return settled ? [] : [gateEffect(session, 'round')];
}

/** On a target that moved, what a person reads or is to read next is judged again; the others when their turn comes. */
function refreshEffects(world: World): Effect[] {
  const next = new Map<string, Session>();
  for (const session of reviewQueue(world)) if (!next.has(session.repo)) next.set(session.repo, session);
  const inHand = world.inHand === null ? undefined : world.sessions[world.inHand.session];
  return [...(inHand === undefined ? [] : [inHand]), ...next.values()]
    .filter((session) => gatePurpose(session) === 'refresh' && judgedOnOldTarget(world, session))
    .map((session) => gateEffect(session, 'refresh'));
}

/** Landings go one after the other, the oldest approval first; those that are held up let the others pass. */
function landingEffects(world: World): Effect[] {
  return Object.values(world.repos).flatMap((repo) => {
    const approved = approvedOf(world, repo.id);
    const begun = approved.filter((session) => session.landing?.intent !== null);
    const byRequest = approved.filter((session) => goesByPullRequest(repo, session));
    const open = byRequest.filter((session) => session.landing?.pullRequest !== null).map(pullRequestEffect);
    // What may be half done is brought to its end first, whatever else there is.
    if (begun[0] !== undefined) return [carryOutEffect(begun[0]), ...open];
    const unopened = byRequest
      .filter((session) => session.landing?.pullRequest === null && !isSettled(world, session))
      .map((session) =>
        judgedOnOldTarget(world, session) ? gateEffect(session, 'landing') : pullRequestEffect(session),
      );
    return [...lineEffects(world, repo.id), ...open, ...unopened];
  });
}

/** The first in line is judged, alone or with the next ones, or lands; who is held up tries again, and is judged last. */
function lineEffects(world: World, repo: string): Effect[] {
  const [first] = gateLine(world, repo);
  const again = heldLine(world, repo)
    .filter((session) => !judgedOnOldTarget(world, session))
    .map(carryOutEffect);
  const steps = first === undefined ? again : [...again, stepEffect(world, first)];
  return [...new Map(steps.map((effect) => [effect.key, effect])).values()];
}

function stepEffect(world: World, session: Session): Effect {
  if (!judgedOnOldTarget(world, session)) return carryOutEffect(session);
  const batch = nextBatch(world, session.repo);
  if (batch === null) return gateEffect(session, 'landing');
  const key = `batch.run ${batch.repo} ${batch.target} ${batch.sessions.join(' ')}`;
  return { kind: 'batch.run', key, session: session.id, batch };
}

function carryOutEffect(session: Session): Effect {
  const { id, landing, repo } = session;
  if (landing?.batch == null) return { kind: 'landing.carry-out', key: `landing.carry-out #${id}`, session: id };
  const { sessions, to } = landing.batch;
  return { kind: 'batch.carry-out', key: `batch.carry-out ${repo} ${to}`, session: sessions[0] ?? id, sessions };
}

function pullRequestEffect({ id }: Session): Effect {
  return { kind: 'pull-request.carry-out', key: `pull-request.carry-out #${id}`, session: id };
}
