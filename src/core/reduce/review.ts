import { addMessage, enter, remember, requeue } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';

type ReviewEvent = Extract<Event, { type: 'review.taken' | 'review.deferred' | 'review.rejected' | 'review.approved' }>;

/** The person's hands: taken, put back, rejected with a note, approved. */
export function reduceReview(session: Session, event: ReviewEvent, at: number): Session {
  switch (event.type) {
    case 'review.taken':
      // A gate on a target that moved goes on: what comes of it is told to the person who has the item in hand.
      return remember(enter(session, 'reviewing', at), at, 'taken in hand');
    case 'review.deferred': {
      const back = { ...enter(session, 'ready', at), deferredAt: at, approval: null, landing: null, outlook: null };
      if (session.state === 'landing') return remember({ ...back, gate: null }, at, 'the approval was taken back');
      return remember({ ...back, outlook: session.outlook }, at, 'deferred');
    }
    case 'review.rejected': {
      // A person's word starts the count of red rounds anew.
      const next = { ...session, round: session.round + 1, reds: 0, lastRed: null };
      const told = addMessage(next, { kind: 'rejected', text: event.note, at });
      const reason = event.reason === null ? '' : ` (${event.reason})`;
      return remember(requeue(told, at), at, `rejected${reason}: ${event.note}`);
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
      const approved = { ...enter(session, 'landing', at), approval, landing, outlook: null, gate: null };
      return remember(approved, at, 'approved');
    }
  }
}
