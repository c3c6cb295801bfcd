import type { Found } from '../../core/model/findings.ts';
import type { FileChange } from './change.ts';
import { detectCollisions } from './entries/collisions.ts';
import { detectEntries } from './entries.ts';
import { readChanges, readPaths } from './read-changes.ts';
import { detectSecrets } from './secrets.ts';
import { detectWeakened } from './weakened/detect-weakened.ts';

/** Everything that is to be said of what two commits differ in, the worst first. */
export async function findBetween(order: { root: string; from: string; to: string }): Promise<Found[]> {
  const changes = await readChanges(order);
  return find(changes, await readPaths(order, changes));
}

/** `paths`: all of the candidate's, for what its new names collide with. */
export function find(changes: readonly FileChange[], paths: readonly string[] = []): Found[] {
  return [
    ...detectSecrets(changes),
    ...detectWeakened(changes),
    ...detectEntries(changes),
    ...detectCollisions(changes, paths),
  ];
}
