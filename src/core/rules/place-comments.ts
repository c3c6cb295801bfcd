import type { Comment } from '../model/review-notes.ts';
import { findLine, isQuoted, likeness } from './find-line.ts';

/** One version of a file, line by line; null: it does not exist there. */
export type Lines = readonly string[] | null;

/** A file as a comparison shows it. */
export interface ComparedFile {
  /** After the change. */
  readonly path: string;
  readonly old: Lines;
  readonly new: Lines;
}

/**
 * Where a comment belongs now.
 * - `same`: the line reads as it did. `changed`: its place is known, and it reads otherwise (`now`).
 * - `removed`: it is in the old version only. `gone`: nothing like it is there, the comment is about the file as a whole.
 */
export interface Placed {
  readonly id: string;
  readonly path: string;
  readonly kind: 'same' | 'changed' | 'removed' | 'gone';
  readonly side: 'old' | 'new';
  /** From 1; null: about the whole file. */
  readonly line: number | null;
  /** The line's text where it is now; null without a line. */
  readonly now: string | null;
}

/** Places a comment in a file; `file` null: the comparison has no such file. Every comment has a place, whatever happened. */
export function placeComment(comment: Comment, file: ComparedFile | null): Placed {
  const { id, side } = comment;
  if (file === null) return { id, path: comment.path, kind: 'gone', side, line: null, now: null };
  const at = (kind: Placed['kind'], where: Placed['side'], index: number | null): Placed => {
    const now = index === null ? null : (file[where]?.[index] ?? null);
    return { id, path: file.path, kind, side: where, line: index === null ? null : index + 1, now };
  };
  if (comment.line === null) return at(file.new === null && file.old === null ? 'gone' : 'same', side, null);
  const exact = findLine(file[side], comment);
  if (exact !== null && exact.fits > 0) return at('same', side, exact.index);
  const alike = similarLine(file[side], comment);
  if (alike?.between === true) return at('changed', side, alike.index);
  if (exact !== null) return at('same', side, exact.index);
  // A removed line that was given back is the new version's again.
  const given = side === 'old' ? findLine(file.new, comment) : null;
  if (given !== null) return at('same', 'new', given.index);
  if (alike !== null) return at('changed', side, alike.index);
  const before = side === 'new' ? findLine(file.old, comment) : null;
  if (before !== null) return at('removed', 'old', before.index);
  return at('gone', side, null);
}

/** Lines from the expected place on that are looked at without any context that says so. */
const near = 12;

/** The line that took the commented one's place: between the same neighbours, or much like it and close by. */
function similarLine(
  lines: Lines,
  { quoted, before, after, line }: Comment,
): { readonly index: number; readonly between: boolean } | null {
  if (lines === null || quoted.trim() === '') return null;
  const above = before.at(-1);
  const below = after[0];
  let best: { index: number; between: boolean; score: number } | null = null;
  for (const [index, text] of lines.entries()) {
    const neighbours = Number(isSame(lines[index - 1], above)) + Number(isSame(lines[index + 1], below));
    const isNear = Math.abs(index + 1 - (line ?? 0)) <= near;
    if (isQuoted(text, quoted) || (neighbours === 0 && !isNear)) continue;
    const alike = likeness(text, quoted);
    // What stands between the same two lines took its place, whatever it says.
    if (alike < (neighbours === 2 ? 0 : neighbours === 1 ? 0.5 : 0.7)) continue;
    const score = alike + neighbours / 4 - Math.abs(index + 1 - (line ?? 0)) / 1e6;
    if (best === null || score > best.score) best = { index, between: neighbours > 0, score };
  }
  return best;
}

/** A blank neighbour says nothing. */
function isSame(text: string | undefined, other: string | undefined): boolean {
  return isQuoted(text, other) && other?.trim() !== '';
}
