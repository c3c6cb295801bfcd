import { firstLine } from '../first-line.ts';
import { addMessage, callRun, endRun, enter, remember, requeue, settle, withdrawQuestions } from './change-session.ts';
import type { Event } from '../events.ts';
import { explainReasons } from '../explain-verdict.ts';
import type { GatePurpose } from '../round.ts';
import { type Session, isInteractive } from '../session.ts';
import type { Verdict } from '../verdict.ts';

type GateEvent = Extract<Event, { type: 'gate.progressed' | 'gate.finished' }>;

/** Why a gate would run for a session in this state; null when none would. */
export function gatePurpose(session: Session): GatePurpose | null {
  if (session.state === 'checking') return 'round';
  if (session.state === 'ready') return 'refresh';
  if (session.state === 'landing' && session.landing?.intent === null) return 'landing';
  return null;
}

/** What the gate's verdict does to a session. `rounds`: counted red rounds before it is stuck. */
export function reduceGate(
  session: Session,
  event: GateEvent,
  { at, rounds }: { at: number; rounds: number },
): Session {
  const purpose = gatePurpose(session);
  // The session went on (stopped, discarded, taken in hand) while the gate ran: its verdict is void.
  if (purpose === null) return session;
  if (event.type === 'gate.progressed') {
    return { ...session, gate: { purpose, since: session.gate?.since ?? at, doing: event.doing } };
  }
  const { verdict } = event;
  const judged = { ...session, gate: null, verdict, breakdowns: 0 };
  switch (verdict.kind) {
    case 'green':
    case 'unchecked':
    case 'flaky':
      return passed(judged, purpose, at);
    case 'unchanged':
      if (purpose !== 'round') return passed(judged, purpose, at);
      return session.summary === null ? stuck(judged, nothingChanged(session), at) : passed(judged, purpose, at);
    case 'target-red':
      return endRun(judged, at, 'finished');
    case 'infrastructure':
      return stuck({ ...judged, approval: null, landing: null }, infrastructureReason(verdict), at);
    case 'red':
      return purpose === 'round' ? redRound(judged, { verdict, at, rounds }) : voided(judged, { verdict, purpose, at });
  }
}

function passed(session: Session, purpose: GatePurpose, at: number): Session {
  if (purpose === 'refresh') return session;
  if (purpose === 'landing') {
    const { approval, verdict } = session;
    if (approval === null || verdict === null) return session;
    return { ...session, approval: { ...approval, candidate: verdict.candidate } };
  }
  // Handing the work in settles what was still asked: an answer could change nothing in this round any more.
  const ready = {
    ...withdrawQuestions(enter(session, 'ready', at)),
    readyAt: at,
    deferredAt: null,
  };
  return endRun(remember(ready, at, `gate ${session.verdict?.kind ?? ''}`.trim()), at, 'finished');
}

/** Red on the round's own work: the agent gets the reasons, and no person is asked, until it was red too often. */
function redRound(
  session: Session,
  { verdict, at, rounds }: { verdict: Verdict; at: number; rounds: number },
): Session {
  const key = `${session.runs}:${verdict.snapshot}`;
  const again = key === session.lastRed;
  // An agent that stays has handed in the same once more of itself: without a count that would go on for ever.
  const stays = isInteractive(session);
  const reds = again && !stays ? session.reds : session.reds + 1;
  const counted = { ...session, reds, lastRed: key };
  const why = explainReasons(verdict);
  if (reds >= rounds) {
    return endRun(stuck(counted, `red ${reds} times, last: ${firstLine(why)}`, at), at, 'finished');
  }
  const working = enter(counted, 'working', at);
  const told =
    again && !stays ? working : addMessage({ ...working, round: working.round + 1 }, { kind: 'red', text: why, at });
  const said = remember(told, at, `gate red: ${firstLine(why)}`);
  if (stays) return settle(said, at);
  return said.run === null ? callRun(said) : endRun(said, at, 'rework');
}

/** Ready or approved work that is red on a target that moved goes back to its agent, as rework. */
function voided(
  session: Session,
  { verdict, purpose, at }: { verdict: Verdict; purpose: GatePurpose; at: number },
): Session {
  const what = purpose === 'landing' ? 'the approval is void: ' : '';
  const why = `${what}the target moved, and the merged result is red now\n${explainReasons(verdict)}`;
  const next = { ...session, round: session.round + 1, lastRed: null };
  return remember(requeue(addMessage(next, { kind: 'red', text: why, at }), at), at, firstLine(why));
}

function stuck(session: Session, reason: string, at: number): Session {
  return remember({ ...enter(session, 'stuck', at), reason }, at, `stuck: ${reason}`);
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
