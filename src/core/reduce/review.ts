import type { Cause } from '../model/causes.ts';
import { addMessage, enter, remember, requeue } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';
import { counted } from '../words/counted.ts';
import { rejectionMessage, unsentComments } from '../words/rejection-message.ts';

type ReviewEvent = Extract<Event, { type: 'review.taken' | 'review.deferred' | 'review.rejected' | 'review.approved' }>;

/** The person's hands: taken, put back, rejected with a note, approved. */
export function reduceReview(session: Session, event: ReviewEvent, at: number): Session {
  switch (event.type) {
    case 'review.taken':
      // A gate on a target that moved goes on: what comes of it is told to the person who has the item in hand.
      return remember(enter(session, 'reviewing', at), at, 'taken in hand');
    case 'review.deferred': {
      const reviewed = session.state === 'reviewing' ? reviewedOf(session, at) : session.reviewed;
      const put = { ...enter(session, 'ready', at), deferredAt: at, reviewed };
      const back = { ...put, approval: null, landing: null, outlook: null };
      if (session.state === 'landing') return remember({ ...back, gate: null }, at, 'the approval was taken back');
      return remember({ ...back, outlook: session.outlook }, at, 'deferred');
    }
    case 'review.rejected': {
      // A person's word starts the count of red rounds anew.
      const next = { ...session, round: session.round + 1, reds: 0, lastRed: null };
      const sent = unsentComments(session.comments);
      const cause: Cause = {
        at,
        round: session.round,
        what: 'rejected',
        reason: event.reason,
        by: 'person',
        text: event.note === '' ? (sent[0]?.text ?? '') : event.note,
      };
      const causes = [...session.causes, cause];
      const comments = session.comments.map((comment) =>
        comment.sentIn === null ? { ...comment, sentIn: session.round } : comment,
      );
      const noted = { ...next, causes, comments, reviewed: reviewedOf(session, at) };
      const told = addMessage(noted, { kind: 'rejected', text: rejectionMessage(sent, event.note), at });
      const reason = event.reason === null ? '' : ` (${event.reason})`;
      const withComments = sent.length === 0 ? '' : `, ${counted(sent.length, 'comment')}`;
      const note = event.note === '' ? '' : `: ${event.note}`;
      return remember(requeue(told, at), at, `rejected${reason}${withComments}${note}`);
    }
    case 'review.approved': {
      const approval = {
        at,
        snapshot: event.snapshot,
        candidate: event.candidate,
        acknowledged: event.acknowledged,
      };
      const landing = { since: at, intent: null, waits: null, batch: null, pullRequest: null };
      // The landing's own gate decides; what it foretold has been said.
      const decided = { ...enter(session, 'landing', at), reviewed: reviewedOf(session, at) };
      const approved = { ...decided, approval, landing, outlook: null, gate: null };
      return remember(approved, at, 'approved');
    }
  }
}

/** What the person decided about: the work as it was judged. */
function reviewedOf({ round, verdict, reviewed }: Session, at: number): Session['reviewed'] {
  if (verdict === null || verdict.snapshot === '') return reviewed;
  return { round, snapshot: verdict.snapshot, target: verdict.target, candidate: verdict.candidate, at };
}
