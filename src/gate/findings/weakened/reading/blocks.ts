import { constant, type Grammar } from './grammar.ts';
import { type Token, isMark, isWord, partners } from './tokens.ts';

/** A range of tokens, the end not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A place in a body, with what has to be true to get there. */
export interface Place {
  readonly at: number;
  /** The innermost condition; null when there is none. */
  readonly guard: readonly Token[] | null;
  /** It stands in the `else` of the condition. */
  readonly otherwise: boolean;
}

/**
 * Every place of a body in order, each with the condition of the innermost `if` around it. Places that a constant
 * keeps from being reached are left out.
 */
export function places(tokens: readonly Token[], { from, to }: Range, grammar: Grammar): Place[] {
  const partner = partners(tokens);
  const found: Place[] = [];
  const walk = (range: Range, guard: readonly Token[] | null, otherwise: boolean): void => {
    let at = range.from;
    while (at < range.to) {
      found.push({ at, guard, otherwise });
      if (!isWord(tokens[at], 'if')) {
        at += 1;
        continue;
      }
      const open = blockStart(tokens, partner, { from: at + 1, to: range.to });
      const close = partner[open] ?? -1;
      if (open === -1 || close > range.to) {
        at += 1;
        continue;
      }
      const condition = tokens.slice(at + 1, open);
      for (let inside = at + 1; inside < open; inside += 1) found.push({ at: inside, guard, otherwise });
      const truth = constant(condition, grammar);
      if (truth !== false) walk({ from: open + 1, to: close }, truth === true ? guard : condition, false);
      at = close + 1;
      if (!isWord(tokens[at], 'else') || !isMark(tokens[at + 1], '{')) continue;
      const end = Math.min(partner[at + 1] ?? range.to, range.to);
      if (truth !== true) walk({ from: at + 2, to: end }, condition, true);
      at = end + 1;
    }
  };
  walk({ from, to }, null, false);
  return found;
}

/** The brace that opens the block of an `if`, outside all other brackets; -1 without. */
function blockStart(tokens: readonly Token[], partner: Int32Array, { from, to }: Range): number {
  // Nobody writes a longer condition.
  for (let at = from; at < Math.min(to, from + 1000); at += 1) {
    if (isMark(tokens[at], '{')) return at;
    const end = partner[at] ?? -1;
    if (end > at) at = end;
  }
  return -1;
}

/** The line of a `return` (or an exit) that every run comes to, with something behind it; null when there is none. */
export function earlyReturn(
  tokens: readonly Token[],
  { from, to }: Range,
  isExit: (at: number) => boolean,
): number | null {
  const partner = partners(tokens);
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    const starts = at === from || token?.gap === '\n' || isMark(tokens[at - 1], ';') || isMark(tokens[at - 1], '}');
    if (starts && (isWord(token, 'return') || isExit(at)))
      return isLast(tokens, partner, { from: at, to }) ? null : (token?.line ?? null);
    const always = starts && isWord(token, 'if') && isWord(tokens[at + 1], 'true') && isMark(tokens[at + 2], '{');
    const end = partner[always ? at + 2 : at] ?? -1;
    // A block of its own or under `if true` is come to like the rest.
    const plain = starts && isMark(token, '{');
    if (always) {
      const inner = earlyReturn(tokens, { from: at + 3, to }, isExit);
      const first = tokens[at + 3];
      if (inner !== null && first !== undefined && inner <= (tokens[Math.min(end, tokens.length - 1)]?.line ?? 0))
        return inner;
    }
    if (!plain && end > at) at = end;
  }
  return null;
}

/** Nothing but the end of the statement, and of blocks around it, comes after it. */
function isLast(tokens: readonly Token[], partner: Int32Array, { from, to }: Range): boolean {
  let at = from + 1;
  while (at < to) {
    const token = tokens[at];
    if (
      token === undefined ||
      isMark(token, ';') ||
      isMark(token, '}') ||
      (token.gap === '\n' && !isMark(tokens[at - 1], '.') && token.text !== '.')
    )
      break;
    at = Math.max(at, partner[at] ?? -1) + 1;
  }
  while (at < to && (isMark(tokens[at], ';') || isMark(tokens[at], '}'))) at += 1;
  return at >= to;
}
