import type { Event, Recorded } from './model/events.ts';
import { reduceAgent } from './reduce/agent.ts';
import { reduceDialogs } from './reduce/dialogs.ts';
import { reduceGate } from './reduce/gate.ts';
import { reduceLanding } from './reduce/landing.ts';
import { reduceLife } from './reduce/life.ts';
import { reduceBacklog } from './reduce/backlog.ts';
import { restLead, tellLead } from './reduce/lead.ts';
import { type LimitsEvent, reduceLimits } from './reduce/limits.ts';
import { type PaceEvent, noteCame, noteLeft, notePace, reducePace } from './reduce/pace.ts';
import { type PersonEvent, reducePerson } from './reduce/person.ts';
import { reduceReviewNotes } from './reduce/review-notes.ts';
import { reduceQuestions } from './reduce/questions.ts';
import { reduceReview } from './reduce/review.ts';
import { reduceTerminals } from './reduce/terminals.ts';
import { reduceTurns } from './reduce/turns.ts';
import type { Session } from './model/session.ts';
import { dropBrokenBatches, reduceBatch } from './reduce/batch.ts';
import { noteFailure } from './reduce/causes.ts';
import { noteVerdict } from './reduce/check-counts.ts';
import { newSession, newUndo } from './reduce/new-session.ts';
import { reduceRepository, targetMoved } from './reduce/repositories.ts';
import { reduceUndone } from './reduce/undone.ts';
import { reduceWorktrees } from './reduce/worktrees.ts';
import type { Repo, World } from './model/world.ts';

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
      return reduceLimits(world, event, at);
    case 'person.came':
      return { ...world, person: reducePerson(world.person, event, at), pace: noteCame(world, at) };
    case 'person.left':
      return { ...world, person: reducePerson(world.person, event, at), pace: noteLeft(world, at) };
    case 'person.notified':
      return { ...world, person: reducePerson(world.person, event, at) };
    case 'sitting.began':
    case 'sitting.ended':
    case 'sitting.warned':
    case 'review.read':
      return { ...world, pace: reducePace(world, event, at) };
    case 'repo.opened':
    case 'repo.trusted':
    case 'config.differed':
    case 'target.moved':
    case 'git.accepted':
    case 'git.tampered':
    case 'forecast.changed':
    case 'conventions.read':
      return withRepo(world, reduceRepository(world.repos[event.repo], event));
    case 'batch.judged':
      return reduceBatch(world, event, at);
    case 'undo.asked':
      return addSession(world, newUndo(event, at));
    case 'task.created':
      return addSession(world, newSession(event, at));
    default:
      return stepSession(world, event, at);
  }
}

type SessionEvent = Exclude<Event, { repo: string } | LimitsEvent | PersonEvent | PaceEvent>;

/** Events of one session: the session changes; a few also move what lies around it. */
function stepSession(world: World, event: SessionEvent, at: number): World {
  const before = world.sessions[event.session];
  if (before === undefined) return world;
  const stepped = noteFailure(before, changeSession(before, event, { at, world }), at);
  const after = restLead(world, { before, after: stepped, event }, at);
  const changed = { ...world, sessions: { ...world.sessions, [after.id]: after } };
  const held = {
    ...changed,
    inHand: inHandAfter(changed, after, at),
    nextTerminal: nextTerminal(world, event),
    pace: notePace(world, event, { before, takenAt: world.inHand?.since ?? at, at }),
  };
  const around = changeRepo(held, after.repo, (repo) => repoAfter(repo, event, { before, at }));
  const told = tellLead(around, { before, after }, at);
  const undone = event.type === 'landing.finished' ? reduceUndone(told, after) : told;
  return before.landing?.batch == null ? undone : dropBrokenBatches(undone);
}

/** What an event of a session's means for its repository. */
function repoAfter(repo: Repo, event: Event, { before, at }: { before: Session; at: number }): Repo {
  switch (event.type) {
    case 'gate.finished':
      return noteVerdict(repo, event.verdict, at);
    case 'landing.outdated':
      return targetMoved(repo, event.target);
    case 'landing.finished':
      // A pull request is merged elsewhere: the branch here follows when somebody brings it.
      if (event.commit === null || before.landing == null || before.landing.pullRequest !== null) return repo;
      return targetMoved(repo, event.commit, before.id);
    default:
      return repo;
  }
}

function changeSession(session: Session, event: SessionEvent, { at, world }: { at: number; world: World }): Session {
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
    case 'session.reset':
    case 'session.tagged':
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
    case 'answer.revoked':
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
    case 'pull-request.opened':
    case 'landing.finished':
      return reduceLanding(session, event, at);
    case 'task.moved':
    case 'task.edited':
    case 'task.proposed':
    case 'proposal.decided':
      return reduceBacklog(session, event, at);
    case 'comment.written':
    case 'comment.removed':
    case 'files.marked':
    case 'session.looked':
      return reduceReviewNotes(session, event, at);
    case 'ports.given':
    case 'clash.told':
    case 'worktree.measured':
    case 'worktree.removed':
    case 'worktree.restored':
      return reduceWorktrees(session, event, at);
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

function addSession(world: World, session: Session): World {
  return {
    ...world,
    nextId: Math.max(world.nextId, session.id + 1),
    sessions: { ...world.sessions, [session.id]: session },
  };
}

function changeRepo(world: World, id: string, change: (repo: Repo) => Repo): World {
  const repo = world.repos[id];
  return repo === undefined ? world : withRepo(world, change(repo));
}

function withRepo(world: World, repo: Repo | undefined): World {
  return repo === undefined ? world : { ...world, repos: { ...world.repos, [repo.id]: repo } };
}
