import { type Session, isOver } from '../model/session.ts';
import type { Clash, World } from '../model/world.ts';

/** A conflict to come, as one of its two sides sees it. */
export interface OwnClash {
  /** The other side: a session, the target, or the person's own uncommitted work. */
  readonly with: number | 'target' | 'you';
  readonly files: readonly string[];
}

/** Files that a sentence names; of more only the number is said. */
const namedFiles = 2;

/** The conflicts to come of a session: with the target and the person's own changes first, then with other sessions. */
export function clashesOf(world: World, session: Session): readonly OwnClash[] {
  return clashesIn(world.repos[session.repo]?.forecast ?? [], session);
}

/** The same, from the forecast of its repository. */
export function clashesIn(forecast: readonly Clash[], session: Session): readonly OwnClash[] {
  if (isOver(session)) return [];
  return forecast
    .flatMap(({ session: id, with: other, files }): OwnClash[] => {
      if (id === session.id) return [{ with: other, files }];
      return other === session.id ? [{ with: id, files }] : [];
    })
    .toSorted((one, other) => order(one) - order(other));
}

function order(clash: OwnClash): number {
  if (clash.with === 'target') return -2;
  return clash.with === 'you' ? -1 : clash.with;
}

/** `clashes with #3 in src/player.ts`; `target`: the name of the branch. */
export function clashSentence(clash: OwnClash, target: string): string {
  return `clashes with ${otherSide(clash, target)} in ${filesInWords(clash.files)}`;
}

/** All of them in one sentence: `clashes with main in src/a.ts, with #3 in src/b.ts`; '' when there are none. */
export function clashesSentence(clashes: readonly OwnClash[], target: string): string {
  const parts = clashes.map((clash) => `with ${otherSide(clash, target)} in ${filesInWords(clash.files)}`);
  return parts.length === 0 ? '' : `clashes ${parts.join(', ')}`;
}

/** The other side in words: `#3`, `main`, `your own changes`. */
export function otherSide(clash: Pick<OwnClash, 'with'>, target: string): string {
  if (clash.with === 'target') return target;
  return clash.with === 'you' ? 'your own changes' : `#${clash.with}`;
}

function filesInWords(files: readonly string[]): string {
  const more = files.length - namedFiles;
  // Naming one file more takes no more room than saying that there is one.
  const named = more <= 1 ? files : files.slice(0, namedFiles);
  const last = more <= 1 ? named.slice(-1) : [`${more} more`];
  const before = more <= 1 ? named.slice(0, -1) : named;
  return before.length === 0 ? last.join('') : `${before.join(', ')} and ${last.join('')}`;
}
