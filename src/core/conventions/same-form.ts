import { prepositions } from './lexicon.ts';

/** Whether two sentences are the same but for the order of their alternatives: `a or b for c`, `b or a for c`. */
export function sameButForOrder(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  if (one.join(' ') === other.join(' ')) return true;
  const readings = new Set(readingsOf(other));
  return readingsOf(one).some((reading) => readings.has(reading));
}

/**
 * Every way to read a sentence as alternatives with something before and behind them: `use [a | b] for c`, with the
 * alternatives in one order. Where the first begins and the last ends is not said, so each place is one reading.
 */
function readingsOf(words: readonly string[]): string[] {
  const sides = split(words);
  const first = sides[0] ?? [];
  const last = sides.at(-1) ?? [];
  if (sides.length < 2) return [];
  const readings: string[] = [];
  for (let from = 0; from < first.length; from += 1) {
    for (let to = 1; to <= last.length; to += 1) {
      const alternatives = [first.slice(from), ...sides.slice(1, -1), last.slice(0, to)];
      if (!areAlike(alternatives)) continue;
      const listed = alternatives.map((alternative) => alternative.join(' ')).toSorted();
      readings.push([first.slice(0, from).join(' '), listed.join(' | '), last.slice(to).join(' ')].join('\n'));
    }
  }
  return readings;
}

function split(words: readonly string[]): string[][] {
  const sides: string[][] = [[]];
  for (const word of words) {
    if (word === 'or') sides.push([]);
    else sides.at(-1)?.push(word);
  }
  return sides;
}

/** Of one kind: about as long, and with the same words of relation, so that none is torn from what it goes with. */
function areAlike(alternatives: readonly (readonly string[])[]): boolean {
  const lengths = alternatives.map(({ length }) => length);
  if (Math.min(...lengths) === 0 || Math.max(...lengths) - Math.min(...lengths) > 1) return false;
  const relations = alternatives.map((words) => words.filter((word) => prepositions.has(word)).join(' '));
  return relations.every((each) => each === relations[0]);
}
