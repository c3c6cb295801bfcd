import type { Event } from '../model/events.ts';
import type { Repo } from '../model/world.ts';
import { newRepo } from './new-repo.ts';

type RepoEvent = Extract<
  Event,
  {
    type:
      | 'repo.opened'
      | 'repo.trusted'
      | 'config.differed'
      | 'target.moved'
      | 'git.accepted'
      | 'git.tampered'
      | 'forecast.changed'
      | 'conventions.read';
  }
>;

/** A repository as an event leaves it; undefined when it was not known and still is not. */
export function reduceRepository(known: Repo | undefined, event: RepoEvent): Repo | undefined {
  if (event.type === 'repo.opened') {
    const { root, name, target } = event;
    return known === undefined ? newRepo({ ...event, id: event.repo }) : { ...known, root, name, target };
  }
  if (known === undefined) return undefined;
  switch (event.type) {
    case 'repo.trusted':
      return {
        ...known,
        target: event.target,
        targetCommit: known.target === event.target ? known.targetCommit : null,
        config: event.config,
        configHash: event.hash,
        configChanged: false,
      };
    case 'config.differed':
      return { ...known, configChanged: event.changed };
    case 'target.moved':
      return targetMoved(known, event.commit);
    case 'git.accepted':
      return { ...known, guard: event.guard, tampered: [] };
    case 'git.tampered':
      return { ...known, tampered: event.changes };
    case 'conventions.read':
      return { ...known, conventions: event.conventions, conventionsProblem: event.problem ?? null };
    case 'forecast.changed':
      return { ...known, forecast: event.clashes };
  }
}

/**
 * The target is at another commit: what was found out about the one before holds no longer. `landed`: it got there by this
 * session's landing; what is known to be red together with it then is so without it as well.
 */
export function targetMoved(repo: Repo, commit: string, landed: number | null = null): Repo {
  if (repo.targetCommit === commit) return repo;
  const { redBatches, targetCommit } = repo;
  const known = redBatches !== null && redBatches.target === targetCommit ? redBatches.sessions : [];
  const still = landed === null ? [] : known.flatMap((sessions) => withoutLanded(sessions, landed));
  return {
    ...repo,
    targetCommit: commit,
    targetRed: null,
    redBatches: still.length === 0 ? null : { target: commit, sessions: still },
  };
}

function withoutLanded(sessions: readonly number[], landed: number): number[][] {
  if (sessions.includes(landed)) return sessions.length === 1 ? [] : [sessions.filter((id) => id !== landed)];
  // One that is to be judged alone stays so.
  return sessions.length === 1 ? [[...sessions]] : [];
}
