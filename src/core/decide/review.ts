import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { stillToAcknowledge, undoAcknowledges } from '../rules/acknowledge.ts';
import { reviewQueue } from '../rules/review-queue.ts';
import type { Session, State } from '../model/session.ts';
import type { Reading } from '../model/review-notes.ts';
import { skimmed } from '../rules/reading-speed.ts';
import type { RejectionReason } from '../model/task.ts';
import type { Verdict } from '../model/verdict.ts';
import type { World } from '../model/world.ts';
import { unsentComments } from '../words/rejection-message.ts';

/**
 * Takes the next item (or the named one) in hand. There is one person, so there is one item in hand; `judgement`: the
 * task of that kind that they are in, beside which no other work is taken. It stands first in the queue itself.
 */
export function takeReview(world: World, id: number | null, judgement: number | null = null): Decision {
  const own = judgement !== null && world.sessions[judgement]?.state === 'ready' ? judgement : undefined;
  const chosen = id ?? world.inHand?.session ?? own ?? reviewQueue(world)[0]?.id;
  if (chosen === undefined) return refuse('nothing is ready for review', 'signalbox list shows what is going on');
  return aboutSession(world, chosen, (session) => {
    // Taking what is in hand already is no second review: any client may go on with it.
    if (session.state === 'reviewing') return accept();
    if (session.state !== 'ready') return refuse(`#${chosen} is ${session.state}, not ready for review`);
    return (
      otherInHand(world, chosen) ??
      otherJudgement(chosen, judgement) ??
      accept({ type: 'review.taken', session: chosen })
    );
  });
}

/** The two piles do not mix: whoever is in a judgement task leaves that first. */
function otherJudgement(id: number, judgement: number | null): Decision | null {
  if (judgement === null || judgement === id) return null;
  return refuse(
    `judgement task #${judgement} is in hand: leave it first`,
    'close its terminal or its questions, or finish or defer its review',
  );
}

/** Puts the item back, behind the others; an approved one whose landing has not begun, too. */
export function deferReview(world: World, id: number, reading?: Reading): Decision {
  return aboutSession(world, id, (session) => {
    if (session.state !== 'landing') {
      return inHand(world, id, () => accept({ type: 'review.deferred', session: id, ...asRead(reading) }));
    }
    const { landing } = session;
    if (landing?.intent != null) return refuse(`#${id} is landing`, 'its approval can be taken back no more');
    if (landing?.pullRequest != null)
      return refuse(`the pull request of #${id} is open`, `close it there: ${landing.pullRequest.url}`);
    return accept({ type: 'review.deferred', session: id });
  });
}

/** Sends the round back with its comments and a note, which reach the agent once, as one message. */
export function rejectReview(
  world: World,
  {
    id,
    note,
    reason,
    reading,
  }: { id: number; note: string; reason: RejectionReason | null; reading?: Reading | undefined },
): Decision {
  return inHand(world, id, ({ undoes, comments }) => {
    if (undoes !== null) return refuse(`no agent works on #${id}`, `discard it: signalbox discard ${id}`);
    const text = note.trim();
    if (text === '' && unsentComments(comments).length === 0)
      return refuse('a rejection needs a note or a comment', 'say what is wrong, so that the next round can be better');
    return accept({ type: 'review.rejected', session: id, note: text, reason, ...asRead(reading) });
  });
}

/** `snapshot`: what the person has read, when they say so; `reading`: how, when that was measured. */
interface ApprovalOf {
  readonly acknowledged: string[];
  readonly snapshot?: string | undefined;
  /** The judgement task that the person is in. */
  readonly judgement?: number | null;
  readonly reading?: Reading | undefined;
}

/** An event says nothing about a reading that nobody measured. */
function asRead(reading: Reading | undefined): { reading?: Reading } {
  return reading === undefined ? {} : { reading };
}

/**
 * Approves exactly the snapshot that was judged. An item that is ready is taken in hand and decided in one step when
 * nothing else is in hand. What the verdict asks the person to know of must be among the acknowledged.
 */
export function approveReview(world: World, { id, ...decision }: { id: number } & ApprovalOf): Decision {
  return aboutSession(world, id, (session) => {
    if (session.state === 'ready') {
      const other = otherInHand(world, id) ?? otherJudgement(id, decision.judgement ?? null);
      if (other !== null) return other;
      const decided = approval(session, decision);
      if ('refused' in decided) return decided;
      return accept({ type: 'review.taken', session: id }, ...decided.events);
    }
    return inHand(world, id, () => approval(session, decision));
  });
}

function approval(session: Session, { acknowledged, snapshot, reading }: ApprovalOf): Decision {
  const { verdict, outlook, undoes, id } = session;
  if (verdict === null || !passing.has(verdict.kind)) {
    return refuse(`#${id} has no green gate`, 'defer it until the gate has run again');
  }
  if (snapshot !== undefined && snapshot !== verdict.snapshot) {
    return refuse(`the work of #${id} has changed since you read it`, 'look at it again');
  }
  if (outlook?.kind === 'target-red') {
    return refuse(`#${id} cannot land: ${outlook.why}`, 'repair the target first; it is judged again when that moves');
  }
  const asRushed = skimmed(reading ?? null).filter(({ word }) => !acknowledged.includes(word));
  const asked = [...stillToAcknowledge(session, acknowledged), ...asRushed];
  if (asked.length > 0) {
    const says = asked.map((one) => one.says).join('; ');
    return refuse(`#${id} needs your word: ${says}`, 'approve it all the same with --acknowledge');
  }
  return accept({
    type: 'review.approved',
    session: id,
    snapshot: verdict.snapshot,
    candidate: verdict.candidate,
    acknowledged: [...new Set([...acknowledged, ...(undoes === null ? [] : undoAcknowledges)])],
    ...asRead(reading),
  });
}

const passing: ReadonlySet<Verdict['kind']> = new Set(['green', 'unchecked', 'unchanged', 'flaky']);

/** Decides about the item in hand, or refuses and says what is. */
function inHand(world: World, id: number, decide: (session: Session) => Decision): Decision {
  return aboutSession(world, id, (session) => {
    if (session.state === 'reviewing') return decide(session);
    const other = otherInHand(world, id);
    if (other !== null) return other;
    return refuse(
      `#${id} is not in hand: it is ${inWords(session.state)}`,
      session.state === 'ready' ? `take it first: signalbox review ${id}` : undefined,
    );
  });
}

function otherInHand(world: World, id: number): Decision | null {
  if (world.inHand === null || world.inHand.session === id) return null;
  const since = new Date(world.inHand.since);
  const clock = `${String(since.getHours()).padStart(2, '0')}:${String(since.getMinutes()).padStart(2, '0')}`;
  return refuse(`#${world.inHand.session} is in hand since ${clock}`, 'finish or defer it first');
}

function inWords(state: State): string {
  return state === 'ready' ? 'ready, and nobody has taken it' : state;
}
