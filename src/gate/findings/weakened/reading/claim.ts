import { type Claim, callClaim } from './call-claim.ts';
import { type Grammar, constant, isLiteral, isName, isTruth } from './grammar.ts';
import { type Token, bare, isCloser, isMark, isOpener, partners, splitAt, written } from './tokens.ts';

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
  const nots = tokens.findIndex((token) => token.kind === 'text' || token.text !== grammar.not);
  if (nots > 0) return claims(tokens.slice(nots), grammar, nots % 2 === 1 ? !negated : negated);
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
  if (!strong.has(matcher) || isTruth(expected, grammar)) return false;
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
  if (grammar.pins?.test(name.text) === true && args.length === 0 && isMark(tokens[open - 2], '.')) {
    const subject = written(tokens.slice(0, open - 2));
    const strength = negated ? 'weak' : 'strong';
    return [{ subject, matcher: negated ? `${grammar.not} ${name.text}` : name.text, expected: '', strength }];
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
