import type { Repo } from '../model/world.ts';

/** A repository of which nothing is known yet but where it is. */
export function newRepo({ id, root, name, target }: Pick<Repo, 'id' | 'root' | 'name' | 'target'>): Repo {
  return {
    id,
    root,
    name,
    target,
    targetCommit: null,
    config: null,
    configHash: null,
    configChanged: false,
    targetRed: null,
    checkCounts: {},
    flakes: [],
    redBatches: null,
    forecast: [],
    guard: null,
    tampered: [],
    conventions: [],
  };
}
