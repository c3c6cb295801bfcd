import { prepositions } from './lexicon.ts';

/** Of longer lists of alternatives not every order is tried: they are then another question. */
const mostOrders = 400;

/** Whether two sentences are the same but for the order of alternatives: `a or b for c`, `b or a for c`. */
export function sameButForOrder(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const wanted = other.join(' ');
  const start = one.join(' ');
  if (start === wanted) return true;
  const seen = new Set([start]);
  const open = [one];
  for (let at = 0; at < open.length && seen.size < mostOrders; at += 1) {
    for (const turned of turns(open[at] ?? [])) {
      const text = turned.join(' ');
      if (text === wanted) return true;
      if (seen.has(text)) continue;
      seen.add(text);
      open.push(turned);
    }
  }
  return false;
}

/** Every sentence with the two sides of one `or` exchanged, wherever they may begin and end. */
function turns(words: readonly string[]): string[][] {
  const turned: string[][] = [];
  words.forEach((word, at) => {
    if (word !== 'or') return;
    for (let from = at - 1; from >= 0 && words[from] !== 'or'; from -= 1) {
      const left = words.slice(from, at);
      for (let to = at + 2; to <= words.length && words[to - 1] !== 'or'; to += 1) {
        const right = words.slice(at + 1, to);
        if (areSides(left, right)) turned.push([...words.slice(0, from), ...right, 'or', ...left, ...words.slice(to)]);
      }
    }
  });
  return turned;
}

/** Sides of one kind: about as long, and with the same words of relation, so that none is torn from what it goes with. */
function areSides(left: readonly string[], right: readonly string[]): boolean {
  const relations = (side: readonly string[]) => side.filter((word) => prepositions.has(word)).join(' ');
  return Math.abs(left.length - right.length) <= 1 && relations(left) === relations(right);
}
