import type { World } from '../../core/model/world.ts';
import { sessionsOf } from '../../core/model/world.ts';

/** The sessions in sight: those of one repository, or all. */
interface LookedAt {
  readonly world: World;
  readonly repo: string | null;
  readonly all: boolean;
}

/** Named one by one; of more only the first. */
const mostNamed = 5;

/**
 * A sentence about sessions that were lost while nobody looked and wait to be resumed; null when there are none.
 * @param key the key that resumes the selected session
 */
export function lostWords({ world, repo, all }: LookedAt, key: string): string | null {
  const lost = sessionsOf(world).filter(
    (session) => session.state === 'failed' && session.exit?.lost != null && (all || session.repo === repo),
  );
  if (lost.length === 0) return null;
  const named = lost.slice(0, mostNamed).map(({ id }) => `#${id}`);
  const more = lost.length > mostNamed ? ` and ${lost.length - mostNamed} more` : '';
  const why = lost.every(({ exit }) => exit?.lost === 'rebooted')
    ? `${lost.length === 1 ? 'was' : 'were'} at work when the machine went down`
    : `lost ${lost.length === 1 ? 'its' : 'their'} process`;
  return `${named.join(', ')}${more} ${why}: ${key} resumes the selected one, nothing starts by itself`;
}
