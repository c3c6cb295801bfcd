/** A piece of a program's text; comments are none. */
export interface Token {
  /** `mark`: an operator, a bracket, or other punctuation. */
  readonly kind: 'word' | 'number' | 'text' | 'mark';
  /** As written. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** What stands between it and the token before: nothing, blanks or a comment, or the end of a line. */
  readonly gap: '' | ' ' | '\n';
}

/** Brackets further in than anybody writes them are text like any other: nothing here follows them down. */
export const deepest = 60;

const openers = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closers = new Set(openers.values());

export const isOpener = (token: Token | undefined): boolean => token?.kind === 'mark' && openers.has(token.text);
export const isCloser = (token: Token | undefined): boolean => token?.kind === 'mark' && closers.has(token.text);
export const isMark = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'mark' && token.text === text;
export const isWord = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text === text;

/** For each bracket the place of its partner; a bracket without one has the end as its partner, or -1. */
export function partners(tokens: readonly Token[]): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (isOpener(token)) {
      partner[at] = tokens.length;
      open.push(at);
    } else if (isCloser(token)) {
      // One that fits further out closes what was left open inside: half-written code keeps its outline.
      let back = open.length - 1;
      while (back >= 0 && openers.get(tokens[open[back] ?? 0]?.text ?? '') !== token.text) back -= 1;
      if (back < 0) continue;
      const start = open[back] ?? 0;
      for (const left of open.splice(back)) partner[left] = at;
      partner[at] = start;
    }
  }
  return partner;
}

/** The parts between a mark where it stands outside all brackets; no part after a last mark. */
export function splitAt(tokens: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isOpener(token)) depth += 1;
    if (isCloser(token)) depth -= 1;
    if (depth === 0 && token.text === mark && token.kind !== 'text') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  if (parts.at(-1)?.length === 0) parts.pop();
  return parts;
}

const tight = /^(?:[)\]},;.?]|::|\?\.)$/;
const tightAfter = /^(?:[([.]|::|\?\.)$/;

/** The tokens as one line: how the lines were broken leaves no trace. */
export function written(tokens: readonly Token[]): string {
  let text = '';
  let before: Token | undefined;
  for (const [at, token] of tokens.entries()) {
    // A comma at the end of a line before the bracket is there for the line's sake.
    if (isMark(token, ',') && isCloser(tokens[at + 1]) && tokens[at + 1]?.gap === '\n') continue;
    if (before !== undefined && isApart(before, token)) text += ' ';
    text += token.text;
    before = token;
  }
  return text;
}

function isApart(before: Token, token: Token): boolean {
  if (isMark(before, ',') || isMark(before, ';')) return true;
  if (before.kind === 'mark' && tightAfter.test(before.text)) return false;
  if (token.kind === 'mark' && tight.test(token.text))
    return token.text === '}' && !isMark(before, '{') && token.gap !== '';
  return token.gap !== '';
}

/** The tokens without brackets around all of them. */
export function bare(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens;
  while (isMark(inner[0], '(') && isMark(inner.at(-1), ')') && partners(inner)[0] === inner.length - 1) {
    inner = inner.slice(1, -1);
  }
  return inner;
}
