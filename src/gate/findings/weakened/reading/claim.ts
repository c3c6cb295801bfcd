import type { Assertion } from '../../test-block.ts';
import { type Token, bare, isCloser, isMark, isOpener, partners, splitAt, written } from './tokens.ts';

/** What an assertion says, without where and how it is written. */
export type Claim = Pick<Assertion, 'subject' | 'matcher' | 'expected' | 'strength'>;

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
}

const negations = new Map([
  ['==', '!='],
  ['!=', '=='],
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
  ['is', 'is not'],
  ['is not', 'is'],
  ['in', 'not in'],
  ['not in', 'in'],
]);

const strong = new Set(['==', 'is', 'in']);

/**
 * What a condition that must hold (or, negated, must not) claims, one claim for each part that has to hold by itself.
 * A part that holds whatever the program does claims nothing.
 */
export function claims(condition: readonly Token[], grammar: Grammar, negated = false): Claim[] {
  const tokens = bare(condition);
  if (tokens.length === 0) return [];
  const [all, any] = negated ? [grammar.or, grammar.and] : [grammar.and, grammar.or];
  // `a or b and c`: what binds weaker divides first.
  const weaker = negated ? all : any;
  const parts = splitAt(tokens, weaker);
  if (parts.length > 1) return weaker === any ? anyOf(parts, grammar, negated) : each(parts, grammar, negated);
  const inner = splitAt(tokens, weaker === any ? all : any);
  if (inner.length > 1) return weaker === any ? each(inner, grammar, negated) : anyOf(inner, grammar, negated);
  return oneClaim(tokens, grammar, negated);
}

function each(parts: readonly Token[][], grammar: Grammar, negated: boolean): Claim[] {
  return parts.flatMap((part) => claims(part, grammar, negated));
}

/** Only one of them has to hold: about the first's subject, and weak. None when one of them holds always. */
function anyOf(parts: readonly Token[][], grammar: Grammar, negated: boolean): Claim[] {
  const all = parts.map((part) => claims(part, grammar, negated));
  const [first] = all[0] ?? [];
  if (first === undefined || all.some((one) => one.length === 0)) return [];
  const expected = parts.map((part) => written(part)).join(` ${negated ? grammar.and : grammar.or} `);
  return [{ subject: first.subject, matcher: 'any of', expected, strength: 'weak' }];
}

function oneClaim(tokens: readonly Token[], grammar: Grammar, negated: boolean): Claim[] {
  const [first] = tokens;
  if (first !== undefined && first.kind !== 'text' && first.text === grammar.not && tokens.length > 1) {
    return claims(tokens.slice(1), grammar, !negated);
  }
  const comparison = divide(tokens, grammar);
  if (comparison === undefined) {
    const called = comparingCall(tokens, grammar, negated);
    if (called !== undefined) return called;
    const truth = constant(tokens, grammar);
    if (truth !== undefined && truth !== negated) return [];
    return [{ subject: written(tokens), matcher: negated ? 'false' : 'true', expected: '', strength: 'weak' }];
  }
  const { left, right, operator } = comparison;
  const matcher = negated ? (negations.get(operator) ?? operator) : operator;
  const [one, other] = operator.endsWith('in') ? [right, left] : facing(left, right, grammar);
  const [subject, expected] = [written(bare(one)), written(bare(other))];
  if (subject === expected && isName(one) && ['==', 'is', '>=', '<='].includes(matcher)) return [];
  if (isLiteral(one, grammar) && isLiteral(other, grammar) && tokens.length < 6) return [];
  return [{ subject, matcher, expected, strength: isStrong(matcher, other, grammar) ? 'strong' : 'weak' }];
}

/** That there is nothing pins a value; that there is no error says only that nothing went wrong. */
function isStrong(matcher: string, expected: readonly Token[], grammar: Grammar): boolean {
  if (!strong.has(matcher)) return false;
  return !(grammar.nothing.includes('nil') && expected.length === 1 && expected[0]?.text === 'nil');
}

/** The looked at and the expected: `1 == total` is about `total`. */
function facing(
  left: readonly Token[],
  right: readonly Token[],
  grammar: Grammar,
): [readonly Token[], readonly Token[]] {
  return isLiteral(left, grammar) && !isLiteral(right, grammar) ? [right, left] : [left, right];
}

/** `reflect.DeepEqual(got, want)`, `text.contains("x")` */
function comparingCall(tokens: readonly Token[], grammar: Grammar, negated: boolean): Claim[] | undefined {
  const open = partners(tokens).at(-1) ?? -1;
  const name = tokens[open - 1];
  if (name?.kind !== 'word' || !isMark(tokens[open], '(')) return undefined;
  const args = splitAt(tokens.slice(open + 1, -1), ',');
  const common = { expectedFirst: false, weak: negated };
  if (grammar.equals?.test(name.text) === true && args.length > 1) {
    const matcher = written(tokens.slice(0, open));
    return callClaim(args, { ...common, matcher: negated ? `${grammar.not} ${matcher}` : matcher }, grammar);
  }
  if (grammar.methods?.test(name.text) !== true || args.length !== 1 || !isMark(tokens[open - 2], '.'))
    return undefined;
  const matcher = negated ? `${grammar.not} ${name.text}` : name.text;
  return callClaim([tokens.slice(0, open - 2), ...args], { ...common, matcher }, grammar);
}

interface Comparison {
  readonly left: readonly Token[];
  readonly operator: string;
  readonly right: readonly Token[];
}

function divide(tokens: readonly Token[], { compare }: Grammar): Comparison | undefined {
  // An angle may also be a bracket: what says that two things are equal goes first.
  const equal = compare.filter((operator) => !/[<>]/.test(operator));
  return divideAt(tokens, equal) ?? divideAt(tokens, compare);
}

function divideAt(tokens: readonly Token[], operators: readonly string[]): Comparison | undefined {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (isOpener(token)) depth += 1;
    if (isCloser(token)) depth -= 1;
    if (depth !== 0 || at === 0 || token.kind === 'text') continue;
    const pair = `${token.text} ${tokens[at + 1]?.text ?? ''}`;
    const operator = operators.includes(pair) ? pair : token.text;
    if (!operators.includes(operator)) continue;
    const right = tokens.slice(at + (operator === pair ? 2 : 1));
    if (right.length > 0) return { left: tokens.slice(0, at), operator, right };
  }
  return undefined;
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

function isLiteral(tokens: readonly Token[], grammar: Grammar): boolean {
  const inner = tokens.length > 1 && tokens[0]?.text === '-' ? tokens.slice(1) : tokens;
  return constant(inner, grammar) !== undefined;
}

/** Two calls that are written alike may well give two things: only a name is itself. */
function isName(tokens: readonly Token[]): boolean {
  return tokens.every(({ kind, text }) => kind === 'word' || text === '.');
}

/** What a call claims that is given the looked at and what is expected, in this order or the other one. */
export function callClaim(
  args: readonly (readonly Token[])[],
  order: { matcher: string; expectedFirst: boolean; weak: boolean },
  grammar: Grammar,
): Claim[] {
  const { matcher, expectedFirst, weak } = order;
  const [first = [], second] = args;
  const rest = args.slice(2).map(written);
  if (second === undefined) {
    if (/true$|^assert$|^ok$/i.test(matcher) && constant(first, grammar) === true) return [];
    if (/false$/i.test(matcher) && constant(first, grammar) === false) return [];
    return [{ subject: written(first), matcher, expected: '', strength: weak ? 'weak' : 'strong' }];
  }
  const turned = expectedFirst
    ? !isLiteral(second, grammar) || isLiteral(first, grammar)
    : isLiteral(first, grammar) && !isLiteral(second, grammar);
  const [subject, expected] = turned ? [second, first] : [first, second];
  // Two constants are equal or not, whatever the program does; a function of the test's own may do more with them.
  if (isLiteral(subject, grammar) && isLiteral(expected, grammar) && /equal|_eq\b|_ne\b|^same/i.test(matcher))
    return [];
  if (written(subject) === written(expected) && isName(subject) && !/not|differ|less|greater/i.test(matcher)) return [];
  return [
    {
      subject: written(subject),
      matcher,
      expected: [written(expected), ...rest].join(', '),
      strength: weak ? 'weak' : 'strong',
    },
  ];
}
