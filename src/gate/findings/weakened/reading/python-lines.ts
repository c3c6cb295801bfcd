import { type Token, deepest, isCloser, isMark, isOpener, splitAt } from './tokens.ts';

/** A statement with what is indented below it. */
export interface Statement {
  /** Without a suite on the same line, which is a child. */
  readonly tokens: readonly Token[];
  readonly line: number;
  readonly children: Statement[];
}

interface Lexed {
  readonly tokens: Token[];
  readonly indent: number;
}

const wordStart = /[\p{L}\p{Nl}_]/u;
const piece = /[\p{L}\p{N}_]+|\*\*=|\/\/=|>>=|<<=|\.\.\.|[-+*/%@&|^:=!<>]=|->|\*\*|\/\/|<<|>>|[^\s]/uy;
const number = /(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][-+]?\d+)?\.?|\d[\d_]*\.)[jJ]?/y;
const stringStart = /(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?("""|'''|"|')/y;

/** The statements of a Python file by their indentation. Never throws: half-written code gives what can be made of it. */
export function pythonStatements(text: string): Statement[] {
  const root: Statement = { tokens: [], line: 0, children: [] };
  const stack: { indent: number; statement: Statement }[] = [{ indent: -1, statement: root }];
  for (const { tokens, indent } of logicalLines(text)) {
    while (stack.length > 1 && (stack.length > deepest || (stack.at(-1)?.indent ?? 0) >= indent)) stack.pop();
    const parent = stack.at(-1)?.statement ?? root;
    const statements = statementsOf(tokens, 0);
    parent.children.push(...statements);
    const last = statements.at(-1);
    if (last !== undefined) stack.push({ indent, statement: last });
  }
  return root.children;
}

const suites = new Set([
  'if',
  'elif',
  'else',
  'for',
  'while',
  'try',
  'except',
  'finally',
  'with',
  'def',
  'class',
  'async',
  'match',
  'case',
]);

function statementsOf(tokens: readonly Token[], depth: number): Statement[] {
  const [first] = tokens;
  if (first === undefined) return [];
  const colon = first.kind === 'word' && suites.has(first.text) && depth < deepest ? outside(tokens, ':') : -1;
  if (colon !== -1 && colon < tokens.length - 1) {
    return [
      {
        tokens: tokens.slice(0, colon + 1),
        line: first.line,
        children: statementsOf(tokens.slice(colon + 1), depth + 1),
      },
    ];
  }
  return splitAt(tokens, ';').flatMap((part) => {
    const [start] = part;
    return start === undefined ? [] : [{ tokens: part, line: start.line, children: [] }];
  });
}

/** The place of a mark outside all brackets and lambdas; -1 without. */
function outside(tokens: readonly Token[], mark: string): number {
  let depth = 0;
  let lambdas = 0;
  for (const [at, token] of tokens.entries()) {
    if (isOpener(token)) depth += 1;
    else if (isCloser(token)) depth -= 1;
    else if (depth === 0 && token.text === 'lambda') lambdas += 1;
    else if (depth === 0 && isMark(token, mark)) {
      if (mark !== ':' || lambdas === 0) return at;
      lambdas -= 1;
    }
  }
  return -1;
}

function logicalLines(text: string): Lexed[] {
  const lines: Lexed[] = [];
  let current: Lexed | undefined;
  let [at, line, depth] = [0, 1, 0];
  let gap: Token['gap'] = '\n';
  let indent = 0;
  const push = (kind: Token['kind'], to: number): void => {
    if (current === undefined) lines.push((current = { tokens: [], indent }));
    const written = text.slice(at, to);
    if (kind === 'mark' && '([{'.includes(written)) depth += 1;
    current.tokens.push({ kind: kind === 'mark' && depth > deepest ? 'text' : kind, text: written, line, gap });
    if (kind === 'mark' && ')]}'.includes(written)) depth = Math.max(0, depth - 1);
    if (kind === 'text') for (const character of written) if (character === '\n') line += 1;
    at = to;
    gap = '';
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      if (depth === 0) current = undefined;
      [at, line, gap, indent] = [at + 1, line + 1, '\n', 0];
    } else if (character === ' ' || character === '\t' || character === '\r' || character === '\f') {
      if (gap === '\n') indent = character === '\t' ? indent - (indent % 8) + 8 : indent + 1;
      else gap = ' ';
      at += 1;
    } else if (character === '#') {
      at = endOfLine(text, at);
      if (gap !== '\n') gap = ' ';
    } else if (character === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      at = endOfLine(text, at) + 1;
      [line, gap] = [line + 1, current === undefined ? '\n' : ' '];
    } else {
      const opened = match(stringStart, text, at);
      if (opened !== undefined) push('text', stringEnd(text, { at: at + opened.length, opened, depth: 0 }));
      else if (/\d/.test(character) || (character === '.' && /\d/.test(text.charAt(at + 1)))) {
        push('number', at + (match(number, text, at)?.length ?? 1));
      } else {
        const found = match(piece, text, at) ?? character;
        push(wordStart.test(found) ? 'word' : 'mark', at + found.length);
      }
    }
  }
  return lines;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** A string behind its opening quotes, and how many others it stands in. */
interface Opened {
  readonly at: number;
  readonly opened: string;
  readonly depth: number;
}

/** Where a string ends that begins before `at`: behind its quotes, or at the end of the line where they are missing. */
function stringEnd(text: string, { at, opened, depth }: Opened): number {
  const quote = /(?:"""|'''|"|')$/.exec(opened)?.[0] ?? '"';
  const filled = depth < deepest && /[ft]/i.test(opened.slice(0, -quote.length));
  let here = at;
  while (here < text.length) {
    const character = text.charAt(here);
    if (text.startsWith(quote, here)) return here + quote.length;
    if (character === '\n' && quote.length === 1) return here;
    if (character === '\\') here += 2;
    else if (filled && character === '{' && text.charAt(here + 1) === '{') here += 2;
    else if (filled && character === '{') here = fieldEnd(text, { at: here + 1, quote, depth: depth + 1 });
    else here += 1;
  }
  return text.length;
}

/** Behind the `}` of a field of an f-string, in which strings with the same quotes may stand. */
function fieldEnd(text: string, { at, quote, depth }: { at: number; quote: string; depth: number }): number {
  let [here, open, format] = [at, 1, false];
  while (here < text.length && open > 0) {
    const character = text.charAt(here);
    if (character === '\n' && quote.length === 1) return here;
    if (format && text.startsWith(quote, here)) return here;
    const opened = format ? undefined : match(stringStart, text, here);
    // Before Python 3.12 the same quotes end the whole string.
    if (opened !== undefined && opened.endsWith(quote) && !closesLater(text, here + opened.length, quote)) return here;
    if (opened !== undefined) here = stringEnd(text, { at: here + opened.length, opened, depth });
    else {
      if ('([{'.includes(character)) open += 1;
      if (')]}'.includes(character)) open -= 1;
      if (character === ':' && open === 1) format = true;
      here += 1;
    }
  }
  return here;
}

function closesLater(text: string, at: number, quote: string): boolean {
  const end = text.indexOf(quote, at);
  return end !== -1 && (quote.length > 1 || end < endOfLine(text, at));
}
