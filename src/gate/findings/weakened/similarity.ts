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

/** How many codes one pair of words may lead to, and how many are then looked at closely. */
const mostLeads = 64;
const closest = 5;

/** Looks for the most alike of many; by an index of pairs of words, not all with all. */
export function alikeIn(codes: readonly string[]): (code: string) => { readonly at: number; readonly like: number }[] {
  const shapes = codes.map(shapeOf);
  const index = new Map<string, number[]>();
  for (const [at, shape] of shapes.entries()) {
    for (const pair of shape.pairs.keys()) {
      const leads = index.get(pair);
      if (leads === undefined) index.set(pair, [at]);
      else if (leads.length < mostLeads) leads.push(at);
    }
  }
  return (code) => {
    const shape = shapeOf(code);
    const hits = new Map<number, number>();
    for (const pair of shape.pairs.keys())
      for (const at of index.get(pair) ?? []) hits.set(at, (hits.get(at) ?? 0) + 1);
    return [...hits]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, closest)
      .flatMap(([at]) => {
        const other = shapes[at];
        return other === undefined ? [] : [{ at, like: similarity(shape, other) }];
      });
  };
}
