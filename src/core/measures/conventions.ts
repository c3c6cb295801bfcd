import type { Convention } from '../model/convention.ts';
import type { World } from '../model/world.ts';

/** What one convention has saved. */
export interface ConventionUse {
  readonly convention: Convention;
  readonly repo: string;
  /** Questions that it answered by itself, and that the person did not take back. */
  readonly answered: number;
  /** Proposals of it that the person took as they were. */
  readonly accepted: number;
  /** Answers of it that the person took back. */
  readonly revoked: number;
}

/** What the conventions of a repository (null: of all) have saved so far, in the order of their files. */
export function conventionUses(
  world: Pick<World, 'repos' | 'sessions'>,
  repo: string | null,
): readonly ConventionUse[] {
  const counts = countUses(world);
  return Object.values(world.repos)
    .filter(({ id }) => repo === null || id === repo)
    .flatMap(({ id, conventions }) =>
      conventions.map((convention) => ({
        convention,
        repo: id,
        ...(counts.get(`${id} ${convention.id}`) ?? { answered: 0, accepted: 0, revoked: 0 }),
      })),
    );
}

type Counts = Pick<ConventionUse, 'answered' | 'accepted' | 'revoked'>;

function countUses(world: Pick<World, 'repos' | 'sessions'>): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  const add = (key: string, what: keyof Counts) => {
    const now = counts.get(key) ?? { answered: 0, accepted: 0, revoked: 0 };
    counts.set(key, { ...now, [what]: now[what] + 1 });
  };
  for (const { repo, questions } of Object.values(world.sessions)) {
    for (const { answer, withdrawn, revoked = [] } of questions) {
      // One whose dialog was gone before had no use of it.
      if (answer?.convention !== undefined && !withdrawn) add(`${repo} ${answer.convention}`, 'answered');
      if (answer?.proposed !== undefined && !withdrawn) add(`${repo} ${answer.proposed}`, 'accepted');
      for (const id of revoked) add(`${repo} ${id}`, 'revoked');
    }
  }
  return counts;
}
