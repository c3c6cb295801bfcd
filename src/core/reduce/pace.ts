import type { Event } from '../model/events.ts';
import type { DecidedReview, Pace } from '../model/pace.ts';
import type { Session } from '../model/session.ts';

type PaceEvent = Extract<Event, { type: 'sitting.began' | 'sitting.ended' }>;

/** A sitting begins and ends. */
export function reducePace(pace: Pace, event: PaceEvent, at: number): Pace {
  const ended = pace.sitting === null ? [] : [{ ...pace.sitting, endedAt: at }];
  const sittings = [...pace.sittings, ...ended];
  if (event.type === 'sitting.ended') return { ...pace, sitting: null, sittings };
  const sitting = { startedAt: at, lastAt: at, endedAt: null, reviews: 0, answers: 0, lines: 0, skimmed: 0 };
  return { ...pace, sitting, sittings };
}

/** What a decision about the item in hand adds to the measures. `takenAt`: when it was taken in hand. */
export function noteDecision(
  pace: Pace,
  event: Event,
  { before, takenAt, at }: { before: Session; takenAt: number; at: number },
): Pace {
  const decided = decisionOf(event, before);
  if (decided === null)
    return event.type === 'question.answered' && event.convention === undefined ? noteAnswer(pace, at) : pace;
  const { reading, skimmed } = decided;
  const review = { session: before.id, round: before.round, at, takenAt, ...decided };
  const sitting = pace.sitting === null ? null : { ...pace.sitting, lastAt: at };
  const counted =
    sitting === null
      ? null
      : {
          ...sitting,
          reviews: sitting.reviews + 1,
          lines: sitting.lines + (reading?.readLines ?? 0),
          skimmed: sitting.skimmed + (skimmed ? 1 : 0),
        };
  return { ...pace, reviews: [...pace.reviews, review], sitting: counted };
}

function noteAnswer(pace: Pace, at: number): Pace {
  const { sitting } = pace;
  return sitting === null ? pace : { ...pace, sitting: { ...sitting, lastAt: at, answers: sitting.answers + 1 } };
}

function decisionOf(event: Event, before: Session): Pick<DecidedReview, 'decision' | 'reading' | 'skimmed'> | null {
  switch (event.type) {
    case 'review.approved': {
      const skimmed = event.acknowledged.includes('unread') || event.acknowledged.includes('fast');
      return { decision: 'approved', reading: event.reading ?? null, skimmed };
    }
    case 'review.rejected':
      return { decision: 'rejected', reading: event.reading ?? null, skimmed: false };
    case 'review.deferred':
      if (before.state !== 'reviewing') return null;
      return { decision: 'deferred', reading: event.reading ?? null, skimmed: false };
    case 'session.discarded':
      return before.state === 'reviewing' ? { decision: 'discarded', reading: null, skimmed: false } : null;
    default:
      return null;
  }
}
