import { quoteAt } from '../../core/rules/quote-line.ts';
import { type Patch, lineKinds } from './patch.ts';

/** What a comment keeps of a line of a patch: the line, and those around it that its version of the file shows. */
export function quoteFromPatch(
  patch: Patch,
  index: number,
  side: 'old' | 'new',
): { readonly quoted: string; readonly before: string[]; readonly after: string[] } {
  const own = side === 'old' ? 'removed' : 'added';
  const isOurs = (at: number): boolean => {
    const kind = lineKinds[patch.kinds[at] ?? -1];
    return kind === own || kind === 'context';
  };
  const ends = (at: number): boolean => at < 0 || at >= patch.count || lineKinds[patch.kinds[at] ?? -1] === 'hunk';
  const indexes = [index];
  for (let at = index - 1; !ends(at) && indexes.length < 8; at--) if (isOurs(at)) indexes.unshift(at);
  const place = indexes.length - 1;
  for (let at = index + 1; !ends(at) && indexes.length < 16; at++) if (isOurs(at)) indexes.push(at);
  return quoteAt(
    indexes.map((at) => patch.text.slice(patch.starts[at], patch.ends[at])),
    place,
  );
}
