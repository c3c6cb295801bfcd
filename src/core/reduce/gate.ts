import { newlyAsked, stillToAcknowledge, undoAcknowledges } from '../rules/acknowledge.ts';
import { firstLine } from '../words/first-line.ts';
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
import { explainReasons } from '../words/explain-verdict.ts';
import type { GatePurpose } from '../model/round.ts';
import { type Session, isInteractive, takesPlace } from '../model/session.ts';
import { targetRedWords } from '../rules/target-red.ts';
import type { Verdict } from '../model/verdict.ts';

type GateEvent = Extract<Event, { type: 'gate.progressed' | 'gate.finished' }>;

/** Why a gate would run for a session in this state; null when none would. */
export function gatePurpose(session: Session): GatePurpose | null {
  if (session.state === 'checking') return 'round';
  if (session.state === 'ready' || session.state === 'reviewing') return 'refresh';
  if (session.state === 'landing' && session.landing?.intent === null) return 'landing';
  return null;
}

interface Judged {
  readonly verdict: Verdict;
  readonly at: number;
  /** Counted red rounds before it is stuck. */
  readonly rounds: number;
}

/** What the gate's verdict does to a session. `rounds`: counted red rounds before it is stuck. */
export function reduceGate(
  session: Session,
  event: GateEvent,
  { at, rounds }: { at: number; rounds: number },
): Session {
  const purpose = gatePurpose(session);
  // The session went on (stopped, discarded) while the gate ran: its verdict is void.
  if (purpose === null) return session;
  if (event.type === 'gate.progressed') {
    return { ...session, gate: { purpose, since: session.gate?.since ?? at, doing: event.doing } };
  }
  const judged = { verdict: event.verdict, at, rounds };
  const settled = { ...session, gate: null, breakdowns: 0 };
  switch (purpose) {
    case 'round':
      return judgedRound(settled, judged);
    case 'refresh':
      return refreshed(settled, judged);
    case 'landing':
      return judgedToLand(settled, judged);
  }
}

function judgedRound(session: Session, judged: Judged): Session {
  const { verdict, at } = judged;
  const known = { ...session, verdict, outlook: null };
  switch (verdict.kind) {
    case 'green':
    case 'unchecked':
    case 'flaky':
      return passedRound(known, at);
    case 'unchanged':
      if (session.undoes !== null) return getStuck(known, 'nothing is left to take back', at);
      // What a lead has brought about are its tasks.
      if (session.summary === null && session.proposals.length === 0)
        return getStuck(known, nothingChanged(session), at);
      return passedRound(known, at);
    case 'target-red':
      return endRun(remember(known, at, targetRedWords(verdict)), at, 'finished');
    case 'infrastructure':
      return getStuck(known, infrastructureReason(verdict), at);
    case 'red':
      if (session.undoes !== null) return getStuck(known, cannotUndo(verdict), at);
      return redRound(known, { ...judged, held: takesPlace(session) });
  }
}

function passedRound(session: Session, at: number): Session {
  // Handing the work in settles what was still asked: an answer could change nothing in this round any more.
  const done = remember({ ...withdrawQuestions(session), readyAt: at, deferredAt: null }, at, gateWords(session));
  const ready = enter(done, 'ready', at);
  if (session.undoes === null) return endRun(ready, at, 'finished');
  return stillToAcknowledge(session, []).length === 0 ? approvedByRequest(done, at) : ready;
}

/** Whoever asked for the landing to be taken back has approved what does that. */
function approvedByRequest(session: Session, at: number): Session {
  const { verdict } = session;
  if (verdict === null) return session;
  const { snapshot, candidate } = verdict;
  const landing = { since: at, intent: null, waits: null, batch: null, pullRequest: null };
  const approval = { at, snapshot, candidate, acknowledged: [...undoAcknowledges] };
  return remember(
    { ...enter(session, 'landing', at), approval, landing },
    at,
    'approved by the request to take it back',
  );
}

/** A ready item, or the one in hand, on a target that moved: the latter stays in the person's hands whatever comes. */
function refreshed(session: Session, judged: Judged): Session {
  const { verdict } = judged;
  switch (verdict.kind) {
    case 'green':
    case 'unchecked':
    case 'flaky':
    case 'unchanged':
      return { ...session, verdict, outlook: null };
    case 'target-red':
      return foreseen(session, { kind: 'target-red', verdict, why: targetRedWords(verdict) });
    case 'infrastructure':
      return foreseen(session, { kind: 'infrastructure', verdict, why: infrastructureReason(verdict) });
    case 'red':
      if (session.state !== 'reviewing') return voided(session, judged, 'the target moved');
      return foreseen(session, { kind: 'red', verdict, why: firstLine(explainReasons(verdict)) });
  }
}

type Outlook = NonNullable<Session['outlook']>;

function foreseen(
  session: Session,
  { kind, verdict, why }: { kind: Outlook['kind']; verdict: Verdict; why: string },
): Session {
  return { ...session, outlook: { target: verdict.target, kind, why } };
}

/** Approved work on a target that moved: it lands only when there is nothing in it that the person was not told of. */
function judgedToLand(session: Session, judged: Judged): Session {
  const { verdict, at } = judged;
  const { approval, landing } = session;
  if (approval === null || landing === null) return session;
  switch (verdict.kind) {
    case 'green':
    case 'unchecked':
    case 'flaky':
    case 'unchanged': {
      const known = { ...session, verdict, outlook: null };
      const asked = stillAsked(session, verdict);
      if (asked.length > 0) return backToReview(known, asked, at);
      const waits = landing.pullRequest === null ? null : landing.waits;
      return {
        ...known,
        approval: { ...approval, candidate: verdict.candidate },
        landing: { ...landing, waits, batch: null },
      };
    }
    case 'target-red': {
      const waits = targetRedWords(verdict);
      const waiting = foreseen(session, { kind: 'target-red', verdict, why: waits });
      return remember({ ...waiting, landing: { ...landing, waits, batch: null } }, at, `landing waits: ${waits}`);
    }
    case 'infrastructure':
      return getStuck({ ...session, verdict }, infrastructureReason(verdict), at);
    case 'red':
      return voided(session, judged, 'the approval is void: the target moved');
  }
}

function stillAsked(session: Session, verdict: Verdict): readonly string[] {
  const { approval, undoes } = session;
  const asked =
    undoes === null
      ? newlyAsked(verdict, session.verdict, approval?.acknowledged ?? [])
      : stillToAcknowledge({ verdict, undoes }, approval?.acknowledged ?? []);
  return asked.map(({ says }) => says);
}

/** The person approved something else than what would land now: they are asked again. */
function backToReview(session: Session, asked: readonly string[], at: number): Session {
  const why = `the approval is void: on the target as it is now ${asked.join('; ')}`;
  const ready = { ...enter(session, 'ready', at), approval: null, landing: null, readyAt: at, deferredAt: null };
  return remember(ready, at, why);
}

/**
 * Red on the round's own work: the agent gets the reasons, and no person is asked, until it was red too often. `held`:
 * it has kept its place under the cap meanwhile; else it waits for one.
 */
function redRound(session: Session, { verdict, at, rounds, held }: Judged & { held: boolean }): Session {
  const key = `${session.runs}:${verdict.snapshot}`;
  const again = key === session.lastRed;
  // An agent that stays has handed in the same once more of itself: without a count that would go on for ever.
  const stays = isInteractive(session);
  const reds = again && !stays ? session.reds : session.reds + 1;
  const counted = { ...session, reds, lastRed: key };
  const why = explainReasons(verdict);
  if (reds >= rounds) {
    return endRun(getStuck(counted, `red ${reds} times, last: ${firstLine(why)}`, at), at, 'finished');
  }
  const told =
    again && !stays ? counted : addMessage({ ...counted, round: counted.round + 1 }, { kind: 'red', text: why, at });
  const said = remember(told, at, `gate red: ${firstLine(why)}`);
  if (!held) return requeue(said, at);
  const working = enter(said, 'working', at);
  // One that is being ended already starts anew, as a plain command does.
  if (stays && session.ending === null) return settle(working, at);
  return working.run === null ? callRun(working) : endRun(working, at, 'rework');
}

/** Ready or approved work that is red on a target that moved goes back to its agent, as rework. */
function voided(session: Session, { verdict, at }: Judged, what: string): Session {
  const why = `${what}, and the merged result is red now\n${explainReasons(verdict)}`;
  if (session.undoes !== null) return getStuck({ ...session, verdict }, cannotUndo(verdict), at);
  const next = { ...session, verdict, round: session.round + 1, lastRed: null };
  return remember(requeue(addMessage(next, { kind: 'red', text: why, at }), at), at, firstLine(why));
}

function cannotUndo(verdict: Verdict): string {
  return `it cannot be taken back as it is: ${firstLine(explainReasons(verdict))}`;
}

function gateWords({ verdict }: Session): string {
  return `gate ${verdict?.kind ?? ''}`.trim();
}

function infrastructureReason(verdict: Verdict): string {
  const check = verdict.checks.find((result) => result.outcome === 'infrastructure');
  return check === undefined
    ? 'the checks could not be run to their end'
    : `check ${check.name} did not run to its end, twice`;
}

/** Work that is none: what the agent said of it last may tell why. */
function nothingChanged({ lastWords }: Session): string {
  const said = firstLine(lastWords?.trim() ?? '');
  return said === '' ? 'nothing changed' : `nothing changed; its last words: ${said}`;
}
