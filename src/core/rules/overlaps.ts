import { type Session, isOver } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import { globCovers, globsMeet } from './globs-meet.ts';

/** Another task that may change the same files. */
export interface Overlap {
  readonly session: number;
  readonly state: Session['state'];
  /** What both boundaries cover, the narrowest glob; null when only its changes are known. */
  readonly glob: string | null;
  /** Files inside this boundary that the other one has changed already. */
  readonly files: readonly string[];
}

type Bounded = Pick<Task, 'scope' | 'after' | 'parent'>;

/**
 * Work under way or queued that this task's boundary runs into. One that has to land first is none: it is over before this
 * begins. Work without a boundary is judged by what it has changed.
 */
export function overlapsOf(
  task: Bounded,
  { sessions, self }: { sessions: readonly Session[]; self?: number },
): Overlap[] {
  if (task.scope.length === 0) return [];
  return sessions
    .filter((other) => other.id !== self && other.id !== task.parent && !task.after.includes(other.id) && goesOn(other))
    .filter((other) => self === undefined || !other.task.after.includes(self))
    .flatMap((other): Overlap[] => {
      const files = changedFiles(other).filter((file) => task.scope.some((glob) => globCovers(glob, file)));
      const glob = shared(task.scope, other.task.scope);
      if (glob === null && files.length === 0) return [];
      return [{ session: other.id, state: other.state, glob, files }];
    });
}

/** `overlaps with #2 in src/player/**`, `overlaps with #2, which has changed src/a.ts`. */
export function overlapSentence({ session, glob, files }: Overlap): string {
  const [first, ...more] = files;
  const changed =
    first === undefined ? null : `has changed ${first}${more.length === 0 ? '' : ` and ${more.length} more`}`;
  if (glob === null) return `overlaps with #${session}, which ${changed ?? ''}`;
  return `overlaps with #${session} in ${glob}${changed === null ? '' : `: it ${changed}`}`;
}

function goesOn(session: Session): boolean {
  return !isOver(session) && session.state !== 'failed' && session.state !== 'stopped' && session.undoes === null;
}

function shared(scope: readonly string[], other: readonly string[]): string | null {
  for (const one of scope) {
    for (const glob of other) {
      const found = globsMeet(one, glob);
      if (found !== null) return found;
    }
  }
  return null;
}

/** What is known of the files that a session has changed: its judged work. */
function changedFiles({ verdict }: Session): string[] {
  return (verdict?.files ?? []).map(({ path }) => path);
}
