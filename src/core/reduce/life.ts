import {
  addMessage,
  callRun,
  endRun,
  enter,
  getStuck,
  remember,
  requeue,
  settle,
  withdrawQuestions,
} from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Cause } from '../model/causes.ts';
import type { RejectionReason } from '../model/task.ts';
import { explainReasons } from '../words/explain-verdict.ts';
import { reduceReset } from './reset.ts';
import { type Session, isOver } from '../model/session.ts';
import { waitsForTarget } from '../rules/target-red.ts';

type LifeEvent = Extract<
  Event,
  {
    type:
      | 'session.admitted'
      | 'worktree.created'
      | 'setup.finished'
      | 'session.failed'
      | 'session.stuck'
      | 'session.stopped'
      | 'session.resumed'
      | 'session.reset'
      | 'session.tagged'
      | 'session.discarded'
      | 'worktree.changed'
      | 'effect.failed';
  }
>;

/** Breakdowns of our own in a row, after which a session is given to the person. */
export const maxBreakdowns = 3;

/** From the queue through preparation, and the ways out: failed, stuck, stopped, discarded, resumed. */
export function reduceLife(session: Session, event: LifeEvent, at: number): Session {
  switch (event.type) {
    case 'session.admitted':
      return admitted(session, at);
    case 'worktree.created':
      return { ...session, worktree: { path: event.path, branch: event.branch, base: event.base }, breakdowns: 0 };
    case 'setup.finished': {
      const prepared = { ...session, prepared: true, breakdowns: 0 };
      return session.state === 'preparing' ? callRun(enter(prepared, 'working', at)) : prepared;
    }
    case 'session.failed':
      return endRun(
        withReason(withdrawQuestions(session), { state: 'failed', reason: event.reason, at }),
        at,
        'stopped',
      );
    case 'session.stuck':
      return getStuck(session, event.reason, at);
    case 'session.stopped':
      return endRun(
        withReason(withdrawQuestions({ ...session, gate: null }), { state: 'stopped', reason: event.reason, at }),
        at,
        'stopped',
      );
    case 'session.resumed':
      return resumed(session, event.note, at);
    case 'session.discarded':
      return endRun(
        withReason(withdrawQuestions({ ...session, gate: null, approval: null, landing: null }, { over: true }), {
          state: 'discarded',
          reason: event.reason,
          at,
        }),
        at,
        'stopped',
      );
    case 'session.reset':
      return reduceReset(session, event, at);
    case 'session.tagged':
      return tagged(session, event.reason, at);
    case 'worktree.changed':
      return { ...session, change: { files: event.files, added: event.added, removed: event.removed } };
    case 'effect.failed':
      return brokeDown(session, event, at);
  }
}

function admitted(session: Session, at: number): Session {
  const started = { ...session, startedAt: session.startedAt ?? at, reason: null };
  if (!session.prepared) return remember(enter(started, 'preparing', at), at, 'preparing its worktree');
  return remember(callRun(enter(started, 'working', at)), at, `round ${session.round} started`);
}

function resumed(session: Session, note: string | null, at: number): Session {
  const waited = waitsForTarget(session);
  // Nobody is to be told anything: the same work is judged once more.
  if (waited && note === null) {
    const gate = { purpose: 'round' as const, since: at, doing: 'waits for a free gate' };
    return remember({ ...session, gate, breakdowns: 0 }, at, 'resumed: judged again');
  }
  if (session.undoes !== null) {
    const again = { ...enter(session, 'checking', at), reason: null, breakdowns: 0, verdict: null, gate: null };
    return remember(again, at, 'resumed: judged again');
  }
  const fresh = { ...session, reds: 0, lastRed: null, reason: null, breakdowns: 0 };
  // An agent that sits at its prompt does nothing until it is told something.
  const resting = session.ending === null && session.run !== null && session.run.takes !== null;
  const why = waited && session.verdict !== null ? `\n\n${explainReasons(session.verdict)}` : '';
  const unasked = resting ? 'Go on with the task.' : null;
  const word = note === null ? unasked : `${note}${why}`;
  const told = word === null ? fresh : addMessage(fresh, { kind: 'note', text: word, at });
  const said = remember(told, at, note === null ? 'resumed' : `resumed: ${note}`);
  // A stuck agent that still runs goes on where it is; it finds the note in its inbox.
  if (session.run !== null && session.ending === null) return settle(enter(said, 'working', at), at);
  return requeue(said, at);
}

/** The person's word about why the last failure came to be. */
function tagged(session: Session, reason: RejectionReason, at: number): Session {
  const last = session.causes.at(-1);
  const base: Cause = last ?? {
    at,
    round: session.round,
    what: session.state === 'discarded' ? 'discarded' : 'failed',
    reason,
    by: 'person',
    text: session.reason ?? '',
  };
  const others = session.causes.slice(0, -1);
  return { ...session, causes: [...others, { ...base, reason, by: 'person' }] };
}

function withReason(
  session: Session,
  { state, reason, at }: { state: 'failed' | 'stopped' | 'discarded'; reason: string; at: number },
): Session {
  return remember({ ...enter(session, state, at), reason }, at, `${state}: ${reason}`);
}

/** A fault of ours is tried again a few times, then given to the person; the agent's work stays as it is. */
function brokeDown(session: Session, event: Extract<Event, { type: 'effect.failed' }>, at: number): Session {
  // The person's own terminals are not the session's work.
  if (event.effect.startsWith('terminal.')) return session;
  const breakdowns = session.breakdowns + 1;
  const noted = remember({ ...session, breakdowns }, at, `${event.effect} broke down: ${event.message}`);
  if (breakdowns < maxBreakdowns || isOver(session)) return noted;
  const reason = `${event.effect} broke down ${breakdowns} times: ${event.message}`;
  const lost = session.run?.phase === 'wanted' ? { ...noted, run: null } : noted;
  return getStuck(lost, reason, at);
}
