import { quoteLine } from './quote-line.ts';

/** What a line is found again by. */
export interface LineWish {
  /** Where it was, from 1. */
  readonly line: number | null;
  readonly quoted: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Letters and digits from which on a line says enough to be known without its surroundings. */
const tellingLetters = 6;

/** A line that was found; `fits`: how many lines around it are as they were. */
interface FoundLine {
  readonly index: number;
  readonly fits: number;
}

/** The line with exactly this text whose surroundings fit best, of equal ones the nearest; null when none does. */
export function findLine(lines: readonly string[] | null, wish: LineWish): FoundLine | null {
  if (lines === null) return null;
  const found = lines.flatMap((text, index) => (isQuoted(text, wish.quoted) ? [index] : []));
  const context = wish.before.length + wish.after.length;
  const fitting = found.map((index) => ({ index, fits: fitsOf(lines, index, wish) }));
  const best = fitting.toSorted((a, b) => b.fits - a.fits || far(a.index, wish) - far(b.index, wish))[0];
  if (best === undefined) return null;
  const telling = (wish.quoted.match(/[\p{L}\p{N}]/gu) ?? []).length >= tellingLetters;
  // A lone brace somewhere else is not the brace that was meant.
  const enough = telling ? best.fits > 0 || found.length === 1 : best.fits >= Math.min(2, context);
  return enough ? best : null;
}

/** How many lines around it, from the nearest on without a gap, are as they were. */
function fitsOf(lines: readonly string[], index: number, { before, after }: LineWish): number {
  let score = 0;
  for (let step = 1; step <= before.length; step++) {
    if (!isQuoted(lines[index - step], before[before.length - step])) break;
    score += 1;
  }
  for (let step = 1; step <= after.length; step++) {
    if (!isQuoted(lines[index + step], after[step - 1])) break;
    score += 1;
  }
  return score;
}

/** Whether a line is the one that was quoted. */
export function isQuoted(text: string | undefined, quoted: string | undefined): boolean {
  return text !== undefined && (text === quoted || quoteLine(text) === quoted);
}

function far(index: number, { line }: LineWish): number {
  return Math.abs(index + 1 - (line ?? 0));
}

/** Nobody compares what is longer by eye. */
const longest = 400;

/** How much two lines have in common, 0 to 1: pairs of neighbouring characters, blanks left out. */
export function likeness(one: string, other: string): number {
  const [a, b] = [bare(one), bare(other)];
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < a.length; at++) {
    const pair = a.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let at = 0; at + 1 < b.length; at++) {
    const pair = b.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left === 0) continue;
    pairs.set(pair, left - 1);
    common += 1;
  }
  return (2 * common) / (a.length + b.length - 2);
}

function bare(text: string): string {
  return text.replaceAll(/\s+/gu, '').slice(0, longest);
}
