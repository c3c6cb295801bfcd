import { gatePurpose } from './reduce/gate.ts';
import type { GatePurpose } from './round.ts';
import { type Session, heldMessages, isOver, openDialogs } from './session.ts';
import { type World, sessionsOf } from './world.ts';

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
  | { readonly kind: 'landing.carry-out'; readonly key: string; readonly session: number };

/** Patience with a process that is to end: after green, after red or a rejection, and when stopped, ms. */
export const patienceMs = { finished: 10_000, rework: 30_000, stopped: 0 } as const;
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
    ...gateEffect(world, session),
  ]);
  return [...effects, ...landingEffects(world)];
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

/** Terminals live until they are closed, at the latest as long as their session's work is not over. */
function terminalEffects(session: Session): Effect[] {
  return session.terminals.flatMap(({ number, closing }): Effect[] => {
    const about = { session: session.id, terminal: number };
    const run: Effect = { kind: 'terminal.run', key: `terminal.run ${number}`, ...about };
    if (!closing && !isOver(session)) return [run];
    return [run, { kind: 'terminal.end', key: `terminal.end ${number}`, ...about }];
  });
}

function gateEffect(world: World, session: Session): Effect[] {
  const purpose = gatePurpose(session);
  if (purpose === null) return [];
  if (purpose !== 'round' && !judgedOnOldTarget(world, session)) return [];
  return [
    {
      kind: 'gate.run',
      key: `gate.run #${session.id} round ${session.round} ${purpose}`,
      session: session.id,
      purpose,
    },
  ];
}

/** The verdict holds for a target that has moved since. */
export function judgedOnOldTarget(world: World, session: Session): boolean {
  const target = world.repos[session.repo]?.targetCommit ?? null;
  return target !== null && session.verdict !== null && session.verdict.target !== target;
}

/** One landing at a time in each repository, the oldest approval first; one that waits for the person lets others pass. */
function landingEffects(world: World): Effect[] {
  const going = sessionsOf(world)
    .filter((session) => session.state === 'landing' && session.landing !== null)
    .filter((session) => session.landing?.intent !== null || !judgedOnOldTarget(world, session))
    .toSorted((a, b) => rank(a) - rank(b) || (a.landing?.since ?? 0) - (b.landing?.since ?? 0) || a.id - b.id);
  const repos = new Set<string>();
  return going.flatMap((session) => {
    // One that waits is tried again on each tick and must not hold the others up, unless it may be half done.
    if (session.landing?.waits === null || session.landing?.intent !== null) {
      if (repos.has(session.repo)) return [];
      repos.add(session.repo);
    }
    return [{ kind: 'landing.carry-out', key: `landing.carry-out #${session.id}`, session: session.id } as const];
  });
}

/** A landing whose intent is written goes before all others: it may be half done. */
function rank(session: Session): number {
  return session.landing?.intent === null ? 1 : 0;
}
