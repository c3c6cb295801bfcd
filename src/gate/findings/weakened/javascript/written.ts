import type { Code, Token } from './tokens.ts';

const spaced = new Set(['=>', '=', '==', '===', '!=', '!==', '&&', '||', '??', '?']);
const closers = new Set([')', ']', '}']);

/** Tokens `from` to before `to` as text that is the same however the code is laid out. */
export function written(code: Code, from: number, to: number): string {
  let text = '';
  let last: Token | null = null;
  for (let at = from; at < Math.min(to, code.tokens.length); at += 1) {
    const token = code.tokens[at];
    if (token === undefined || token.text === ';' || isTrailingComma(code, at)) continue;
    text += (last !== null && isApart(last, token) ? ' ' : '') + plain(token);
    last = token;
  }
  return text;
}

function isTrailingComma({ tokens }: Code, at: number): boolean {
  return tokens[at]?.text === ',' && closers.has(tokens[at + 1]?.text ?? '');
}

function isApart(one: Token, other: Token): boolean {
  if (one.kind === 'template' && other.kind === 'template') return false;
  if (one.kind !== 'sign' && other.kind !== 'sign') return one.kind !== 'markup' && other.kind !== 'markup';
  if (one.text === ')' && other.kind === 'word') return true;
  if (one.text === ',' || one.text === ':' || spaced.has(one.text) || spaced.has(other.text)) return true;
  return (
    (one.text === '{' && other.text !== '}') || (other.text === '}' && one.kind !== 'sign' && one.kind !== 'template')
  );
}

/** The kind of quotes does not matter. */
function plain({ kind, text }: Token): string {
  if (kind === 'markup') return text.replace(/\s+/g, ' ');
  return kind === 'string' && text.startsWith('"') && !text.includes("'") && !text.includes('\\')
    ? `'${text.slice(1, text.endsWith('"') ? -1 : undefined)}'`
    : text;
}

/** What a string or template says; null of anything else. */
export function stringValue(token: Token | undefined): string | null {
  if (token?.kind !== 'string' && token?.kind !== 'template') return null;
  const inner = token.text.slice(1, token.text.length > 1 && token.text.at(-1) === token.text[0] ? -1 : undefined);
  return inner.replace(/\\(.)/g, '$1');
}

/** The arguments between the bracket at `open` and its partner, each as `[from, to)`. */
export function argumentsAt(code: Code, open: number): [from: number, to: number][] {
  const close = code.partners.get(open) ?? code.tokens.length;
  const found: [number, number][] = [];
  let from = open + 1;
  for (let at = from; at <= close; at += 1) {
    const text = at === close ? ',' : code.tokens[at]?.text;
    if (text === ',') {
      if (at > from) found.push([from, at]);
      from = at + 1;
    } else at = Math.min(close - 1, skipBracket(code, at));
  }
  return found;
}

/** The closing bracket when an opening one is at `at`; else `at`. */
export function skipBracket({ tokens, partners }: Code, at: number): number {
  const partner = /[([{]$/.test(tokens[at]?.text ?? '') && tokens[at]?.kind === 'sign' ? partners.get(at) : undefined;
  return partner ?? at;
}

/** The token behind type arguments that begin at `at` and lead to a call; `at` when there are none. */
export function skipTypes(code: Code, at: number): number {
  if (code.tokens[at]?.text !== '<') return at;
  let depth = 0;
  for (let next = at; next < Math.min(at + 300, code.tokens.length); next += 1) {
    const text = code.tokens[next]?.text;
    if (text === '<') depth += 1;
    else if (text === '>') depth -= 1;
    else if (text === ';' || text === ')') return at;
    else next = skipBracket(code, next);
    if (depth === 0) {
      const after = code.tokens[next + 1];
      return after?.text === '(' || after?.kind === 'template' ? next + 1 : at;
    }
  }
  return at;
}
