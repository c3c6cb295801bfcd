/**
 * JavaScript and TypeScript cut into tokens, comments left out: what stands in a string, a template, a pattern or a
 * page's text can then never pass for code. Own, because no parser fits: TypeScript 7 has no API for programs, and the
 * others give up at the first error, while an agent's file may well be broken. It never throws and is linear in the text.
 */
export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'pattern' | 'markup' | 'sign';
  readonly text: string;
  readonly start: number;
  /** From 1. */
  readonly line: number;
}

export interface Code {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Of an opening bracket the index of its closing one and the other way round; of an unclosed one the end. */
  readonly partners: ReadonlyMap<number, number>;
  readonly comments: readonly Token[];
}

/** What the innermost thing that is still open is; code again in all but `tag` and `children`. */
type Mode = 'block' | 'hole' | 'expression' | 'tag' | 'children';

const word = /[\w$\u0080-\uffff]+/y;
const number = /\d(?:\w|\.(?=\d))*/y;
const sign = /=>|\.\.\.|\?\.|&&=?|\|\|=?|\?\?=?|[=!]==?|\+\+|--|\*\*|<=|[-+*/%&|^]=|[^]/y;
/** How far an opening bracket is looked for. */
const deepest = 200;
const closing: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const beforeValue = new Set(
  'return typeof case in of delete void throw new do else instanceof yield await extends default'.split(' '),
);
const beforeCondition = new Set(['if', 'while', 'for', 'with']);
/** `<T,>(` and `<T extends X>(` are generic functions in a file with markup as well. */
const genericFunction = /<\s*(?:const\s+)?\w+\s*(?:,|extends\b|=)/y;
const markupFile = /\.(?:[cm]?jsx?|tsx|vue|svelte)$/;

/** Cuts a file into tokens. */
export function readCode(path: string, text: string): Code {
  const tokens: Token[] = [];
  const comments: Token[] = [];
  const partners = new Map<number, number>();
  const open: number[] = [];
  const modes: Mode[] = [];
  const hasMarkup = markupFile.test(path);
  let at = 0;
  let line = 1;
  let lineEnd = text.indexOf('\n');

  /** Positions only grow. */
  function lineAt(position: number): number {
    while (lineEnd >= 0 && lineEnd < position) {
      line += 1;
      lineEnd = text.indexOf('\n', lineEnd + 1);
    }
    return line;
  }

  function push(kind: Token['kind'], end: number): void {
    tokens.push({ kind, text: text.slice(at, end), start: at, line: lineAt(at) });
    at = end;
  }

  function bracket(): void {
    const index = tokens.length - 1;
    const opener = closing[tokens[index]?.text.slice(-1) ?? ''];
    if (opener === undefined) {
      open.push(index);
      return;
    }
    // Not farther than `deepest`: in broken code, every closer would search all that is open.
    let depth = open.length - 1;
    const last = Math.max(0, open.length - deepest);
    while (depth >= last && tokens[open[depth] ?? 0]?.text.at(-1) !== opener) depth -= 1;
    if (depth < last) return;
    for (const one of open.splice(depth).toReversed()) {
      partners.set(one, index);
      partners.set(index, one);
    }
  }

  /** Whether a value may begin here: a slash is then a pattern, and `<` markup. */
  function wantsValue(): boolean {
    const last = tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return beforeValue.has(last.text) && tokens.at(-2)?.text !== '.';
    if (last.kind !== 'sign' || last.text === ']' || last.text === '}') return false;
    if (last.text !== ')') return last.text !== '++' && last.text !== '--';
    const opener = partners.get(tokens.length - 1);
    return opener !== undefined && beforeCondition.has(tokens[opener - 1]?.text ?? '');
  }

  /** From a template's quote or the end of a hole to the next hole or the closing quote. */
  function template(begins: boolean): void {
    let end = at + (begins ? 1 : 0);
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    const hole = text.startsWith('${', end);
    push('template', Math.min(text.length, end + (hole ? 0 : 1)));
    if (!hole) return;
    push('sign', at + 2);
    bracket();
    modes.push('hole');
  }

  function comment(): void {
    const block = text[at + 1] === '*';
    const found = block ? text.indexOf('*/', at + 2) : text.indexOf('\n', at);
    const end = found < 0 ? text.length : found + (block ? 2 : 0);
    comments.push({ kind: 'markup', text: text.slice(at, end), start: at, line: lineAt(at) });
    at = end;
  }

  function inChildren(): void {
    if (text[at] === '{') {
      push('sign', at + 1);
      bracket();
      modes.push('expression');
    } else if (text.startsWith('</', at)) {
      const end = text.indexOf('>', at);
      push('markup', end < 0 ? text.length : end + 1);
      modes.pop();
    } else if (text[at] === '<') {
      push('markup', at + 1);
      modes.push('tag');
    } else {
      const end = text.slice(at).search(/[<{]/);
      push('markup', end < 0 ? text.length : at + end);
    }
  }

  function inTag(): boolean {
    if (text.startsWith('/>', at)) {
      push('markup', at + 2);
      modes.pop();
    } else if (text[at] === '>') {
      push('markup', at + 1);
      modes[modes.length - 1] = 'children';
    } else if (text[at] === '"' || text[at] === "'") {
      const end = text.indexOf(text[at] ?? '', at + 1);
      push('string', end < 0 ? text.length : end + 1);
    } else return false;
    return true;
  }

  function inCode(): void {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") push('string', endOfString(text, at));
    else if (char === '`') template(true);
    else if (char === '/' && wantsValue()) push('pattern', endOfPattern(text, at));
    else if (char === '<' && hasMarkup && modes.at(-1) !== 'tag' && wantsValue() && startsMarkup(text, at)) {
      push('markup', at + 1);
      modes.push('tag');
    } else if (char === '}') {
      push('sign', at + 1);
      bracket();
      if (modes.pop() === 'hole') template(false);
    } else {
      const end = match(number, text, at) ?? match(word, text, at);
      if (end !== null) push('word', end);
      else {
        push('sign', match(sign, text, at) ?? at + 1);
        if ('([{)]'.includes(char)) bracket();
        if (char === '{') modes.push(modes.at(-1) === 'tag' ? 'expression' : 'block');
      }
    }
  }

  while (at < text.length) {
    if (modes.at(-1) === 'children') inChildren();
    else if (/\s/.test(text[at] ?? '')) at += 1;
    else if (text.startsWith('//', at) || text.startsWith('/*', at)) comment();
    else if (modes.at(-1) !== 'tag' || !inTag()) inCode();
  }
  for (const one of open) partners.set(one, tokens.length);
  return { text, tokens, partners, comments };
}

function match(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function startsMarkup(text: string, at: number): boolean {
  return /[A-Za-z_$>]/.test(text[at + 1] ?? '') && match(genericFunction, text, at) === null;
}

/** An unclosed string ends with its line. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== text[start] && text[end] !== '\n')
    end += text.startsWith('\\\r\n', end) ? 3 : text[end] === '\\' ? 2 : 1;
  return Math.min(text.length, text[end] === '\n' ? end : end + 1);
}

function endOfPattern(text: string, start: number): number {
  let inClass = false;
  let end = start + 1;
  for (; end < text.length && text[end] !== '\n' && (inClass || text[end] !== '/'); end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '[') inClass = true;
    else if (text[end] === ']') inClass = false;
  }
  while (/\w/.test(text[end + 1] ?? '')) end += 1;
  return Math.min(text.length, text[end] === '\n' ? end : end + 1);
}
