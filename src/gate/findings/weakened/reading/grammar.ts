import { type Token, bare } from './tokens.ts';

/** How a language writes conditions. */
export interface Grammar {
  readonly and: string;
  readonly or: string;
  readonly not: string;
  /** Operators of which the first that is found outside all brackets divides. */
  readonly compare: readonly string[];
  /** Words for nothing: `None`, `nil`. */
  readonly nothing: readonly string[];
  readonly truths: readonly string[];
  /** Functions that compare two things by their names: `reflect.DeepEqual`. */
  readonly equals?: RegExp;
  /** Methods that compare what they are called on: `contains`. */
  readonly methods?: RegExp;
  /** Methods that leave only one answer: `is_none`. */
  readonly pins?: RegExp;
  /** A truth is of a type of its own: to be `true` says no more than to hold. */
  readonly typed?: boolean;
}

/** True or false where the tokens are nothing but a constant; undefined when they depend on something. */
export function constant(tokens: readonly Token[], grammar: Grammar): boolean | undefined {
  const [token, more] = bare(tokens);
  if (token === undefined || more !== undefined) return undefined;
  if (grammar.truths.includes(token.text)) return true;
  if (/^false$/i.test(token.text) || grammar.nothing.includes(token.text)) return false;
  if (token.kind === 'number') return Number(token.text) !== 0;
  return token.kind === 'text' ? !/^\w?(?:""|'')$/.test(token.text) : undefined;
}

/** A constant, negative numbers too. */
export function isLiteral(tokens: readonly Token[], grammar: Grammar): boolean {
  const inner = tokens.length > 1 && tokens[0]?.text === '-' ? tokens.slice(1) : tokens;
  return constant(inner, grammar) !== undefined;
}

/** `true` or `false` where a truth is of a type of its own. */
export function isTruth(expected: readonly Token[], grammar: Grammar): boolean {
  return grammar.typed === true && expected.length === 1 && /^(?:true|false)$/.test(expected[0]?.text ?? '');
}

/** Two calls that are written alike may well give two things: only a name is itself. */
export function isName(tokens: readonly Token[]): boolean {
  return tokens.every(({ kind, text }) => kind === 'word' || text === '.');
}
