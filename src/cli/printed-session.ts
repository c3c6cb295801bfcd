import { landingPlace } from '../core/rules/landing-place.ts';
import { type ListedSession, listSession } from '../core/words/listing.ts';
import type { Session } from '../core/model/session.ts';
import type { World } from '../core/model/world.ts';

/** A session as `list --json` prints it. */
export interface PrintedSession extends ListedSession {
  /** Its place among what is approved, from 1; null when it is not approved. */
  readonly landingPlace: number | null;
  /** What its worktree takes on disk, bytes; null when that is not known. */
  readonly diskBytes: number | null;
}

/** What every command prints of a session. */
export function printedSession(world: World, session: Session): PrintedSession {
  const place = landingPlace(world, session)?.place ?? null;
  return { ...listSession(world, session), landingPlace: place, diskBytes: session.diskBytes };
}
