/** How alike two pieces of code are: the share of word pairs that they have in common, from 0 to 1. */
export function similarity(one: Shape, other: Shape): number {
  if (one.size + other.size === 0) return 0;
  const [small, large] = one.pairs.size < other.pairs.size ? [one, other] : [other, one];
  let common = 0;
  for (const [pair, count] of small.pairs) common += Math.min(count, large.pairs.get(pair) ?? 0);
  return (2 * common) / (one.size + other.size);
}

/** Every pair of neighbouring words with how often it is there. Layout and punctuation do not count. */
export interface Shape {
  readonly pairs: ReadonlyMap<string, number>;
  readonly size: number;
}

/** Beyond it a test is a table of data; its beginning says enough. */
const longest = 20_000;

/** The shape of a piece of code. */
export function shapeOf(code: string): Shape {
  const words = code.slice(0, longest).match(/[\w$]+|[^\w\s$(){}[\]<>.,;:'"`]+/g) ?? [];
  const pairs = new Map<string, number>();
  for (const [at, word] of words.entries()) {
    const pair = `${words[at - 1] ?? ''} ${word}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, size: words.length };
}
