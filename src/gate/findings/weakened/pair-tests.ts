import type { TestBlock } from '../test-block.ts';
import { shapeOf, similarity } from './similarity.ts';
import type { Shape } from './similarity.ts';

/** A test and the file that it stands in. */
export interface PlacedTest {
  readonly file: string;
  readonly block: TestBlock;
}

export interface TestPair {
  readonly before: PlacedTest;
  readonly after: PlacedTest;
  /** It bears the same name in the same file; else it was moved or renamed. */
  readonly named: boolean;
}

export interface PairedTests {
  readonly pairs: readonly TestPair[];
  readonly gone: readonly PlacedTest[];
  readonly fresh: readonly PlacedTest[];
}

/** From this on a test without its name's like is the same one, renamed. */
const alike = 0.5;
const alikeUnderOneName = 0.3;
/** How many tests one pair of words may lead to, and how many are then looked at closely. */
const mostLeads = 64;
const closest = 5;

/** Which test became which, over all files at once: what was moved or renamed is not gone. */
export function pairTests(before: readonly PlacedTest[], after: readonly PlacedTest[]): PairedTests {
  const pairs: TestPair[] = [];
  let gone = before;
  let fresh = after;

  function pairBy(key: (test: PlacedTest) => string | null, named: boolean, fits?: (pair: TestPair) => boolean): void {
    const waiting = Map.groupBy(fresh, key);
    const taken = new Set<PlacedTest>();
    gone = gone.filter((test) => {
      const name = key(test);
      const queue = name === null ? undefined : waiting.get(name);
      const match = queue?.[0];
      if (match === undefined || fits?.({ before: test, after: match, named }) === false) return true;
      queue?.shift();
      taken.add(match);
      pairs.push({ before: test, after: match, named });
      return false;
    });
    fresh = fresh.filter((test) => !taken.has(test));
  }

  pairBy(({ file, block }) => JSON.stringify([file, block.title, block.body]), true);
  pairBy(({ file, block }) => JSON.stringify([file, block.title]), true);
  pairBy(({ block }) => JSON.stringify([block.title, block.body]), true);
  pairBy(({ block }) => (block.body === '' ? null : block.body), false);
  pairBy(({ block }) => block.title || null, true);
  pairBy(leafOf, true, isStillAlike);
  const matches = closestMatches(gone, fresh);
  const taken = new Set<PlacedTest>();
  for (const { before: one, after: other } of matches) {
    if (taken.has(one) || taken.has(other)) continue;
    taken.add(one).add(other);
    pairs.push({ before: one, after: other, named: false });
  }
  // Several tests that became one table of cases are all still there.
  for (const { before: one, after: other } of matches) if (isTable(other)) taken.add(one);
  return {
    pairs,
    gone: gone.filter((test) => !taken.has(test)),
    fresh: fresh.filter((test) => !taken.has(test)),
  };
}

function leafOf({ block }: PlacedTest): string {
  return block.title.slice(block.title.lastIndexOf(' > ') + 1);
}

function isStillAlike({ before, after }: TestPair): boolean {
  return similarity(shapeOf(before.block.body), shapeOf(after.block.body)) >= alikeUnderOneName;
}

function isTable({ block }: PlacedTest): boolean {
  return /%[sdifjopc#]|\$\w|\$\{|\[[^\]]*\]$/.test(block.title) || /\brange\b|\bfor\b/.test(block.body);
}

/** The pairs of tests that are alike, the most alike first. By an index of rare pairs of words, not all with all. */
function closestMatches(gone: readonly PlacedTest[], fresh: readonly PlacedTest[]): Omit<TestPair, 'named'>[] {
  if (gone.length === 0 || fresh.length === 0) return [];
  const index = new Map<string, number[]>();
  const shapes = fresh.map(({ block }) => shapeOf(block.body));
  for (const [at, shape] of shapes.entries()) {
    for (const pair of shape.pairs.keys()) {
      const leads = index.get(pair);
      if (leads === undefined) index.set(pair, [at]);
      else if (leads.length < mostLeads) leads.push(at);
    }
  }
  return gone
    .flatMap((before) => {
      const shape = shapeOf(before.block.body);
      return candidates(shape, index).flatMap((at) => {
        const [after, other] = [fresh[at], shapes[at]];
        const like = other === undefined ? 0 : similarity(shape, other);
        return after !== undefined && like >= alike ? [{ before, after, like }] : [];
      });
    })
    .toSorted((one, other) => other.like - one.like);
}

function candidates(shape: Shape, index: ReadonlyMap<string, readonly number[]>): number[] {
  const hits = new Map<number, number>();
  for (const pair of shape.pairs.keys()) for (const at of index.get(pair) ?? []) hits.set(at, (hits.get(at) ?? 0) + 1);
  return [...hits]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, closest)
    .map(([at]) => at);
}
