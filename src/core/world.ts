import type { RepositoryConfig } from './config.ts';
import type { Session } from './session.ts';
import type { SessionId } from './task.ts';

export interface Repo {
  /** Folder name and a short hash of the path: unique and readable. */
  readonly id: string;
  readonly root: string;
  readonly name: string;
  /** The branch where work lands. */
  readonly target: string;
  /** Where the target was last seen; null before the first look. */
  readonly targetCommit: string | null;
  /** The trusted configuration; null when the repository was never trusted. */
  readonly config: RepositoryConfig | null;
  /** Hash of the trusted bytes. */
  readonly configHash: string | null;
  /** The file differs from the trusted bytes: running work keeps the trusted ones, new starts wait. */
  readonly configChanged: boolean;
}

export interface World {
  /** Number of the last event in it. */
  readonly seq: number;
  readonly repos: Readonly<Record<string, Repo>>;
  readonly sessions: Readonly<Record<SessionId, Session>>;
  readonly nextId: SessionId;
  /** The one review in the person's hands, across all clients and repositories. */
  readonly inHand: { readonly session: SessionId; readonly since: number } | null;
  readonly cap: number;
  readonly reviewLimit: number;
}

export const emptyWorld: World = {
  seq: 0,
  repos: {},
  sessions: {},
  nextId: 1,
  inHand: null,
  cap: 3,
  reviewLimit: 3,
};

/** All sessions by number. */
export function sessionsOf(world: World): readonly Session[] {
  return Object.values(world.sessions).toSorted((a, b) => a.id - b.id);
}

/** Reviews that count against the limit: ready, in hand, landings that wait for the person, stuck without a process. */
export function reviewsWaiting(world: World): number {
  return sessionsOf(world).filter(
    (session) =>
      session.state === 'ready' ||
      session.state === 'reviewing' ||
      (session.state === 'landing' && session.landing !== null && session.landing.waits !== null) ||
      (session.state === 'stuck' && session.run === null),
  ).length;
}
