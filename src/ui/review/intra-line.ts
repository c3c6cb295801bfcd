import { type Patch, lineKinds } from './patch.ts';
import { type Stretch, diffWords } from './word-diff.ts';

/** A longer block of changed lines is a rewrite: nobody compares it line by line, and pairing it costs. */
const longestBlock = 200;
const longestLine = 5000;

/** The words that differ between line `index` and the line it is paired with; none where it has no partner. */
export function changedWords(patch: Patch, index: number): readonly Stretch[] {
  const kind = kindAt(patch, index);
  if (kind !== 'removed' && kind !== 'added') return [];
  const partner = partnerOf(patch, index);
  if (partner === null) return [];
  const [before, after] =
    kind === 'removed'
      ? [textAt(patch, index), textAt(patch, partner)]
      : [textAt(patch, partner), textAt(patch, index)];
  if (before.length > longestLine || after.length > longestLine) return [];
  const words = diffWords(before, after);
  if (words === null) return [];
  return kind === 'removed' ? words.before : words.after;
}

/** Where line `index` begins to differ from the line it is paired with (UTF-16 units); null where it has no partner. */
export function firstDifference(patch: Patch, index: number): number | null {
  const kind = kindAt(patch, index);
  const partner = kind === 'removed' || kind === 'added' ? partnerOf(patch, index) : null;
  if (partner === null) return null;
  const [own, other] = [textAt(patch, index), textAt(patch, partner)];
  let at = 0;
  while (at < own.length && own.charAt(at) === other.charAt(at)) at += 1;
  return at;
}

/** The first removed line of a block belongs to the first added one after it, and so on. */
function partnerOf(patch: Patch, index: number): number | null {
  if (kindAt(patch, index) === 'removed') {
    const start = edge(patch, index, 'removed');
    const added = start === null ? null : firstAddedAfter(patch, index);
    if (start === null || added === null) return null;
    return kindAt(patch, added + (index - start)) === 'added' ? added + (index - start) : null;
  }
  const start = edge(patch, index, 'added');
  const removed = start === null ? null : edge(patch, lastBefore(patch, start), 'removed');
  if (start === null || removed === null) return null;
  return kindAt(patch, removed + (index - start)) === 'removed' ? removed + (index - start) : null;
}

function firstAddedAfter(patch: Patch, index: number): number | null {
  for (let at = index + 1; at <= index + longestBlock; at++) {
    const kind = kindAt(patch, at);
    if (kind === 'added') return at;
    if (kind !== 'removed' && kind !== 'note') return null;
  }
  return null;
}

/** The first line of the run of one kind that `index` is in; null when it is in none, or in one that is too long. */
function edge(patch: Patch, index: number, kind: 'removed' | 'added'): number | null {
  if (kindAt(patch, index) !== kind) return null;
  let start = index;
  while (kindAt(patch, start - 1) === kind) {
    start -= 1;
    if (index - start > longestBlock) return null;
  }
  return start;
}

/** "No newline at end of file" may stand between the removed and the added lines. */
function lastBefore(patch: Patch, start: number): number {
  return kindAt(patch, start - 1) === 'note' ? start - 2 : start - 1;
}

function kindAt(patch: Patch, index: number) {
  return lineKinds[patch.kinds[index] ?? -1];
}

function textAt(patch: Patch, index: number): string {
  return patch.text.slice(patch.starts[index], patch.ends[index]);
}
