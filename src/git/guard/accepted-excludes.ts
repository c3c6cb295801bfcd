import type { AcceptedExcludes } from '../work-tree-listing.ts';
import { digestMark } from './guard-files.ts';
import type { Guard } from './read-guard.ts';

const place = 'info/exclude';
const setting = 'core.excludesfile in ';

/**
 * What was accepted as excluded, where that is not what is excluded now: so a file that an agent hides is seen all the
 * same. Undefined where nothing of it was changed.
 */
export function acceptedExcludes(guard: Guard | null, tampered: readonly string[]): AcceptedExcludes | undefined {
  const touched = tampered.some((change) => change.startsWith(place) || change.startsWith(setting));
  const text = guard?.[place] ?? '';
  if (guard === null || !touched || text.startsWith(digestMark)) return undefined;
  const file = Object.keys(guard).find((name) => name.startsWith(setting));
  return { text, file: file === undefined ? null : (guard[file] ?? null) };
}
