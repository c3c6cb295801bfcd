import type { FileChange } from './change.ts';

/** A line that only one version has. */
export interface ChangedLine {
  /** From 1, in its version. */
  readonly line: number;
  readonly text: string;
}

/** Lines that stand in one place: what went and what came. */
export interface Hunk {
  readonly removed: readonly ChangedLine[];
  readonly added: readonly ChangedLine[];
}

type Span = readonly [from: number, to: number];

/** The hunks of a changed file, in their order; a file that came or went is one hunk. */
export function hunksOf({ before, after }: FileChange): Hunk[] {
  if (before?.text === after?.text) return [];
  const [old, now] = [linesOf(before?.text ?? null), linesOf(after?.text ?? null)];
  const hunks: Hunk[] = [];
  const pending: [Span, Span][] = [
    [
      [0, old.length],
      [0, now.length],
    ],
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [one, other] = trimmed(old, now, next);
    if (one[0] === one[1] && other[0] === other[1]) continue;
    const anchors = commonLines(old.slice(...one), now.slice(...other));
    if (anchors.length === 0) {
      hunks.push({ removed: numbered(old, one), added: numbered(now, other) });
      continue;
    }
    // The last part is looked at last: the hunks come in their order.
    let [left, right] = [one[1], other[1]];
    for (const [oldAt, nowAt] of anchors.toReversed()) {
      pending.push([
        [one[0] + oldAt + 1, left],
        [other[0] + nowAt + 1, right],
      ]);
      [left, right] = [one[0] + oldAt, other[0] + nowAt];
    }
    pending.push([
      [one[0], left],
      [other[0], right],
    ]);
  }
  return hunks;
}

/** All lines that came, and all that went. */
export function changedLines(change: FileChange): Hunk {
  const hunks = hunksOf(change);
  return { removed: hunks.flatMap(({ removed }) => removed), added: hunks.flatMap(({ added }) => added) };
}

function linesOf(text: string | null): string[] {
  return text === null || text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function numbered(lines: readonly string[], [from, to]: Span): ChangedLine[] {
  return lines.slice(from, to).map((text, at) => ({ line: from + at + 1, text }));
}

/** Without what is the same at both ends. */
function trimmed(old: readonly string[], now: readonly string[], [one, other]: [Span, Span]): [Span, Span] {
  let [from, start] = [one[0], other[0]];
  let [to, end] = [one[1], other[1]];
  while (from < to && start < end && old[from] === now[start]) {
    from += 1;
    start += 1;
  }
  while (from < to && start < end && old[to - 1] === now[end - 1]) {
    to -= 1;
    end -= 1;
  }
  return [
    [from, to],
    [start, end],
  ];
}

/** The longest run of lines that are in both once, as pairs of indexes (patience diff). */
function commonLines(old: readonly string[], now: readonly string[]): [number, number][] {
  const places = onceIn(now);
  const shared = [...onceIn(old)].flatMap(([text, at]): [number, number][] => {
    const other = places.get(text);
    return other === undefined ? [] : [[at, other]];
  });
  const piles: { readonly pair: [number, number]; readonly before: number | null }[] = [];
  const tops: number[] = [];
  for (const pair of shared) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[tops[middle] ?? 0]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    piles.push({ pair, before: tops[low - 1] ?? null });
    tops[low] = piles.length - 1;
  }
  const found: [number, number][] = [];
  for (let at = tops.at(-1) ?? null; at !== null; at = piles[at]?.before ?? null) {
    const pile = piles[at];
    if (pile) found.push(pile.pair);
  }
  return found.toReversed();
}

/** Lines that occur once, in their order, with their place. */
function onceIn(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  for (const [at, text] of lines.entries()) {
    if (places.has(text)) twice.add(text);
    places.set(text, at);
  }
  for (const text of twice) places.delete(text);
  return places;
}
