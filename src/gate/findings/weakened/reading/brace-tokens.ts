import { type Token, deepest } from './tokens.ts';

/** What Go and Rust write differently. */
export interface BraceLanguage {
  /** Where a string or character that begins at the place ends, behind it; undefined when none begins there. */
  readonly textEnd: (text: string, at: number) => number | undefined;
  readonly nestedComments: boolean;
}

export interface BraceText {
  readonly tokens: Token[];
  /** Comments up to the end of their line, with their lines. */
  readonly comments: { readonly text: string; readonly line: number }[];
}

const word = /[\p{L}\p{Nl}_][\p{L}\p{N}_]*/uy;
const number = /\d[\w]*(?:\.\d[\w]*)?/y;
const marks = /<<=|>>=|&\^=|\.\.\.|\.\.=|[-+*/%&|^=!<>:]=|->|=>|::|&&|\|\||\+\+|--|<-|\.\.|[^\s]/uy;

/** The tokens of a language with braces and `//` comments. Never throws: what is cut off ends with the text. */
export function braceTokens(text: string, language: BraceLanguage): BraceText {
  const tokens: Token[] = [];
  const comments: BraceText['comments'] = [];
  let [at, line] = [0, 1];
  let gap = '\n' as Token['gap'];
  const countLines = (to: number): void => {
    for (let here = text.indexOf('\n', at); here !== -1 && here < to; here = text.indexOf('\n', here + 1)) line += 1;
  };
  let depth = 0;
  const push = (kind: Token['kind'], to: number): void => {
    const written = text.slice(at, to);
    if (kind === 'mark' && '([{'.includes(written)) depth += 1;
    tokens.push({ kind: kind === 'mark' && depth > deepest ? 'text' : kind, text: written, line, gap });
    if (kind === 'mark' && ')]}'.includes(written)) depth = Math.max(0, depth - 1);
    if (kind === 'text') countLines(to);
    [at, gap] = [Math.max(to, at + 1), ''];
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      [at, line, gap] = [at + 1, line + 1, '\n'];
    } else if (/\s/.test(character)) {
      at += 1;
      if (gap === '') gap = ' ';
    } else if (text.startsWith('//', at)) {
      const end = indexOr(text, '\n', at);
      comments.push({ text: text.slice(at, end), line });
      at = end;
    } else if (text.startsWith('/*', at)) {
      const end = commentEnd(text, at, language.nestedComments);
      const start = at;
      countLines(end);
      at = end;
      if (gap === '') gap = text.slice(start, end).includes('\n') ? '\n' : ' ';
    } else {
      const end = language.textEnd(text, at);
      if (end !== undefined) push('text', end);
      else if (/\d/.test(character)) push('number', matchEnd(number, text, at));
      else if (matchEnd(word, text, at) > at) push('word', matchEnd(word, text, at));
      else push('mark', matchEnd(marks, text, at));
    }
  }
  return { tokens, comments };
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function commentEnd(text: string, start: number, nested: boolean): number {
  let [at, depth] = [start + 2, 1];
  while (at < text.length && depth > 0) {
    if (text.startsWith('*/', at)) [at, depth] = [at + 2, depth - 1];
    else if (nested && text.startsWith('/*', at)) [at, depth] = [at + 2, depth + 1];
    else at += 1;
  }
  return at;
}

function indexOr(text: string, what: string, at: number): number {
  const found = text.indexOf(what, at);
  return found === -1 ? text.length : found;
}

/** Behind the quote that closes what was opened before `at`; a line's end closes it too where the language says so. */
export function quotedEnd(text: string, at: number, { quote, oneLine }: { quote: string; oneLine: boolean }): number {
  let here = at;
  while (here < text.length) {
    const character = text.charAt(here);
    if (character === quote) return here + 1;
    if (character === '\n' && oneLine) return here;
    here += character === '\\' ? 2 : 1;
  }
  return text.length;
}
