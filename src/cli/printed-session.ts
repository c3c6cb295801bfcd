import { landingPlace } from '../core/rules/landing-place.ts';
import { reviewQueue, whyNext } from '../core/rules/review-queue.ts';
import { type ListedSession, listSession } from '../core/words/listing.ts';
import type { Session } from '../core/model/session.ts';
import type { World } from '../core/model/world.ts';

/** A session as `list --json` prints it. */
export interface PrintedSession extends ListedSession {
  /** Its place among what is approved, from 1; null when it is not approved. */
  readonly landingPlace: number | null;
  /** What its worktree takes on disk, bytes; null when that is not known. */
  readonly diskBytes: number | null;
  /** Its place among the reviews that wait, from 1, and why it is there; null when it is not ready. */
  readonly review: { readonly place: number; readonly why: string } | null;
}

/** What every command prints of a session. */
export function printedSession(world: World, session: Session): PrintedSession {
  const place = landingPlace(world, session)?.place ?? null;
  return {
    ...listSession(world, session),
    landingPlace: place,
    diskBytes: session.diskBytes,
    review: reviewPlace(world, session),
  };
}

function reviewPlace(world: World, session: Session): PrintedSession['review'] {
  const at = reviewQueue(world).findIndex(({ id }) => id === session.id);
  return at === -1 ? null : { place: at + 1, why: whyNext(world, session, Date.now()) };
}
