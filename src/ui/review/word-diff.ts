/** A stretch of a line, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const word = /[\p{L}\p{N}_]+|\s+|./gsu;
/** Longer lines are compared by their common ends only. */
const mostTokens = 120;
/** Lines that share less than this are two different lines, in which marking everything says nothing. */
const leastShared = 0.3;

/**
 * Which words differ between a removed line and the added line that took its place; null when they have too little in
 * common to be the same line.
 */
export function diffWords(
  before: string,
  after: string,
): { readonly before: readonly Stretch[]; readonly after: readonly Stretch[] } | null {
  const old = before.match(word) ?? [];
  const now = after.match(word) ?? [];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const kept = commonOf(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const keptOld = (index: number) => index < head || index >= old.length - tail || kept.old.has(index - head);
  const keptNow = (index: number) => index < head || index >= now.length - tail || kept.now.has(index - head);
  const shared = old.reduce((sum, token, index) => sum + (keptOld(index) ? token.trim().length : 0), 0);
  const longest = Math.max(before.replaceAll(/\s/g, '').length, after.replaceAll(/\s/g, '').length);
  if (longest > 0 && shared < longest * leastShared) return null;
  return { before: stretches(old, keptOld), after: stretches(now, keptNow) };
}

/** The longest common subsequence, as sets of indexes on both sides; nothing when there is too much to compare. */
function commonOf(old: readonly string[], now: readonly string[]): { old: Set<number>; now: Set<number> } {
  const common = { old: new Set<number>(), now: new Set<number>() };
  if (old.length > mostTokens || now.length > mostTokens) return common;
  const width = now.length + 1;
  const lengths = new Uint8Array((old.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i] === now[j]) {
      common.old.add(i);
      common.now.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}

function stretches(tokens: readonly string[], isKept: (index: number) => boolean): Stretch[] {
  const found: { from: number; to: number }[] = [];
  let offset = 0;
  tokens.forEach((token, index) => {
    const end = offset + token.length;
    const last = found.at(-1);
    // A blank that stayed between two changed words would only make stripes.
    const between = token.trim() === '' && index + 1 < tokens.length && last?.to === offset && !isKept(index + 1);
    if (between || !isKept(index)) {
      if (last?.to === offset) last.to = end;
      else found.push({ from: offset, to: end });
    }
    offset = end;
  });
  return found;
}
