import type { TestBlock } from '../test-block.ts';
import { alikeIn, shapeOf, similarity } from './similarity.ts';

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
const beyondDoubt = 0.9;

interface Match {
  readonly before: PlacedTest;
  readonly after: PlacedTest;
  readonly like: number;
}

interface SureMatch extends Match {
  readonly isSure: boolean;
}

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
  const survivors = pairs.filter(({ named }) => named);
  const isInPlace = placesOf(before, after, survivors);
  const matches = withoutCopies(
    closestMatches(gone, fresh).map((match) => ({ ...match, isSure: match.like >= beyondDoubt || isInPlace(match) })),
    survivors.map(({ before: test }) => test),
  );
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

/** The pairs of tests that are alike, the most alike first. */
function closestMatches(gone: readonly PlacedTest[], fresh: readonly PlacedTest[]): Match[] {
  if (gone.length === 0 || fresh.length === 0) return [];
  const findAlike = alikeIn(fresh.map(({ block }) => block.body));
  return gone
    .flatMap((before) =>
      findAlike(before.block.body).flatMap(({ at, like }): Match[] => {
        const after = fresh[at];
        return after !== undefined && like >= alike ? [{ before, after, like }] : [];
      }),
    )
    .toSorted((one, other) => other.like - one.like);
}

/** Tells whether a new test stands right where the removed one stood: behind the same one that is still there. */
function placesOf(
  before: readonly PlacedTest[],
  after: readonly PlacedTest[],
  survivors: readonly TestPair[],
): (match: Match) => boolean {
  const places = new Map<PlacedTest, string>();
  for (const side of ['before', 'after'] as const) {
    const known = new Map(survivors.map((pair, at) => [pair[side], at]));
    let [file, last] = ['', -1];
    for (const test of side === 'before' ? before : after) {
      last = known.get(test) ?? (test.file === file ? last : -1);
      file = test.file;
      places.set(test, `${file} ${last}`);
    }
  }
  return (match) => places.get(match.before) === places.get(match.after);
}

/** Without new tests that are more alike to one that is still there: they are copies of it, not what a removed one became. */
function withoutCopies(matches: readonly SureMatch[], survivors: readonly PlacedTest[]): Match[] {
  const unsure = matches.filter(({ isSure }) => !isSure);
  if (unsure.length === 0) return [...matches];
  const files = new Set(unsure.map(({ after }) => after.file));
  const findAlike = alikeIn(survivors.filter(({ file }) => files.has(file)).map(({ block }) => block.body));
  const closestOf = new Map<PlacedTest, number>();
  for (const { after } of unsure)
    if (!closestOf.has(after))
      closestOf.set(after, Math.max(0, ...findAlike(after.block.body).map(({ like }) => like)));
  return matches.filter(({ after, like, isSure }) => isSure || like >= (closestOf.get(after) ?? 0));
}
