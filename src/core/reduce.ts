import type { Event, Recorded } from './events.ts';
import { reduceAgent } from './reduce/agent.ts';
import { reduceDialogs } from './reduce/dialogs.ts';
import { reduceGate } from './reduce/gate.ts';
import { reduceLanding } from './reduce/landing.ts';
import { reduceLife } from './reduce/life.ts';
import { reduceQuestions } from './reduce/questions.ts';
import { reduceReview } from './reduce/review.ts';
import { reduceTerminals } from './reduce/terminals.ts';
import { reduceTurns } from './reduce/turns.ts';
import type { Session } from './session.ts';
import { newSession } from './reduce/new-session.ts';
import type { Repo, World } from './world.ts';

/**
 * The world after one more event. Pure and total: the same events give the same world in the daemon, in every client
 * and after every crash.
 */
export function reduce(world: World, recorded: Recorded): World {
  return { ...step(world, recorded.event, recorded.at), seq: recorded.seq };
}

function step(world: World, event: Event, at: number): World {
  switch (event.type) {
    case 'limits.changed':
      return {
        ...world,
        cap: event.cap,
        reviewLimit: event.reviewLimit,
        configuredCap: event.configuredCap ?? world.configuredCap,
      };
    case 'repo.opened':
      return withRepo(world, event.repo, (known) => ({
        id: event.repo,
        targetCommit: null,
        config: null,
        configHash: null,
        configChanged: false,
        ...known,
        root: event.root,
        name: event.name,
        target: event.target,
      }));
    case 'repo.trusted':
      return changeRepo(world, event.repo, (repo) => ({
        ...repo,
        target: event.target,
        targetCommit: repo.target === event.target ? repo.targetCommit : null,
        config: event.config,
        configHash: event.hash,
        configChanged: false,
      }));
    case 'config.differed':
      return changeRepo(world, event.repo, (repo) => ({ ...repo, configChanged: event.changed }));
    case 'target.moved':
      return changeRepo(world, event.repo, (repo) => ({ ...repo, targetCommit: event.commit }));
    case 'task.created':
      return {
        ...world,
        nextId: Math.max(world.nextId, event.session + 1),
        sessions: { ...world.sessions, [event.session]: newSession(event, at) },
      };
    default:
      return stepSession(world, event, at);
  }
}

/** Events of one session: the session changes; a few also move what lies around it. */
function stepSession(
  world: World,
  event: Exclude<Event, { repo: string } | { type: 'limits.changed' }>,
  at: number,
): World {
  const before = world.sessions[event.session];
  if (before === undefined) return world;
  const after = changeSession(before, event, { at, world });
  const changed = { ...world, sessions: { ...world.sessions, [after.id]: after } };
  const held = { ...changed, inHand: inHandAfter(changed, after, at), nextTerminal: nextTerminal(world, event) };
  const target =
    event.type === 'landing.outdated' ? event.target : event.type === 'landing.finished' ? event.commit : null;
  return target === null ? held : changeRepo(held, after.repo, (repo) => ({ ...repo, targetCommit: target }));
}

function changeSession(
  session: Session,
  event: Exclude<Event, { repo: string } | { type: 'limits.changed' }>,
  { at, world }: { at: number; world: World },
): Session {
  const rounds = world.repos[session.repo]?.config?.rounds ?? 3;
  switch (event.type) {
    case 'session.admitted':
    case 'worktree.created':
    case 'setup.finished':
    case 'session.failed':
    case 'session.stuck':
    case 'session.stopped':
    case 'session.resumed':
    case 'session.discarded':
    case 'worktree.changed':
    case 'effect.failed':
      return reduceLife(session, event, at);
    case 'agent.started':
    case 'agent.exited':
    case 'agent.lost':
    case 'agent.waited':
    case 'progress.reported':
    case 'session.blocked':
    case 'work.finished':
    case 'message.delivered':
    case 'message.sending':
    case 'message.returned':
      return reduceAgent(session, event, at);
    case 'agent.observed':
    case 'turn.began':
    case 'turn.ended':
    case 'turn.interrupted':
    case 'turn.failed':
    case 'conversation.named':
    case 'sub-work.changed':
      return reduceTurns(session, event, at);
    case 'dialog.opened':
    case 'dialog.answered':
    case 'dialog.closed':
      return reduceDialogs(session, event, at);
    case 'terminal.opened':
    case 'terminal.closed':
    case 'terminal.ended':
      return reduceTerminals(session, event, at);
    case 'question.asked':
    case 'question.answered':
    case 'answers.sent':
      return reduceQuestions(session, event, at);
    case 'gate.progressed':
    case 'gate.finished':
      return reduceGate(session, event, { at, rounds });
    case 'review.taken':
    case 'review.deferred':
    case 'review.rejected':
    case 'review.approved':
      return reduceReview(session, event, at);
    case 'landing.intended':
    case 'landing.blocked':
    case 'landing.outdated':
    case 'landing.finished':
      return reduceLanding(session, event, at);
  }
}

function nextTerminal(world: World, event: Event): number {
  return event.type === 'terminal.opened' ? Math.max(world.nextTerminal, event.terminal + 1) : world.nextTerminal;
}

/** The review in hand follows from the states: there is at most one session in `reviewing`. */
function inHandAfter(world: World, session: Session, at: number): World['inHand'] {
  if (session.state === 'reviewing') return world.inHand ?? { session: session.id, since: at };
  return world.inHand?.session === session.id ? null : world.inHand;
}

function changeRepo(world: World, id: string, change: (repo: Repo) => Repo): World {
  const repo = world.repos[id];
  return repo === undefined ? world : { ...world, repos: { ...world.repos, [id]: change(repo) } };
}

function withRepo(world: World, id: string, make: (known: Repo | undefined) => Repo): World {
  return { ...world, repos: { ...world.repos, [id]: make(world.repos[id]) } };
}
