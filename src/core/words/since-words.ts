import type { ChangedFile } from '../model/verdict.ts';
import { counted } from './counted.ts';

/** What the agent changed since the person decided about its work last. */
export interface SinceSaid {
  readonly round: number;
  readonly files: readonly ChangedFile[];
  readonly mixed: readonly string[];
  readonly fresh: readonly string[];
  readonly reverted: readonly string[];
  readonly same: number;
}

/** One sentence: `since round 1, which you rejected: 2 files changed, 1 new, 3 unchanged`. */
export function sinceInWords(since: SinceSaid, { round }: { readonly round: number }): string {
  const { files, fresh, reverted, same, mixed } = since;
  const lead = since.round === round ? 'since you looked at it last' : `since round ${since.round}`;
  const changed = files.length - fresh.length - reverted.length;
  const parts = [
    ...(changed === 0 ? [] : [`${counted(changed, 'file')} changed`]),
    ...(fresh.length === 0 ? [] : [`${counted(fresh.length, 'file')} new`]),
    ...(reverted.length === 0 ? [] : [`${counted(reverted.length, 'file')} as on the target again`]),
    ...(same === 0 ? [] : [`${counted(same, 'file')} unchanged`]),
  ];
  const all = files.length === 0 ? ['the agent changed nothing', ...parts] : parts;
  const unclear =
    mixed.length === 0 ? '' : `; ${counted(mixed.length, 'file')} cannot be separated from what the target brought`;
  return `${lead}: ${all.join(', ')}${unclear}`;
}
