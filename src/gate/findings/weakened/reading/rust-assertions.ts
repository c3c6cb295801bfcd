import type { Assertion } from '../../test-block.ts';
import { type Place, places } from './blocks.ts';
import { type BraceCall, callAt } from './brace-calls.ts';
import { type Grammar } from './grammar.ts';
import { type Claim, callClaim } from './call-claim.ts';
import { claims } from './claim.ts';
import { type Token, isMark, isWord, partners, splitAt, written } from './tokens.ts';

/** How Rust writes conditions. */
export const rust: Grammar = {
  and: '&&',
  or: '||',
  not: '!',
  compare: ['==', '!=', '<=', '>=', '<', '>'],
  nothing: ['None'],
  truths: ['true'],
  typed: true,
  pins: /^(?:is_none|is_empty)$/,
  methods: /^(?:contains|contains_key|starts_with|ends_with|eq|is_match|eq_ignore_ascii_case)$/,
};

const macros = /assert|^eqnice|snapshot|^expect|^check|^verify/;
const truthMacros = /^(?:debug_|prop_)?assert$|^ensure$/;
const failures = /^(?:panic|unreachable|todo|unimplemented)$/;
const functions = /^(?:assert|check|verify|expect|ensure|validate|compare|test|round_?trip)(?:_|$)/;

/** The assertions of a test's body, in their order. */
export function rustAssertions(tokens: readonly Token[]): Assertion[] {
  const partner = partners(tokens);
  const assertions: Assertion[] = [];
  let inside = -1;
  for (const place of places(tokens, { from: 0, to: tokens.length }, rust)) {
    const { at } = place;
    const line = tokens[at]?.line ?? 1;
    if (at < inside) continue;
    const end = isMark(tokens[at + 1], '!') ? (partner[at + 2] ?? -1) : -1;
    const macro = tokens[at];
    if (macro?.kind === 'word' && end > at) {
      const args = splitAt(tokens.slice(at + 3, end), ',');
      const found = ofMacro(macro.text, args, place);
      if (found === undefined) continue;
      const text = written(tokens.slice(at, end + 1));
      assertions.push(...found.map((claim) => ({ line, text, ...claim })));
      inside = end;
      continue;
    }
    if (isTyped(tokens, at)) {
      inside = statementEnd(tokens, partner, at);
      const subject = written(tokens.slice(at, inside));
      assertions.push({
        line,
        text: subject,
        subject,
        matcher: tokens[at]?.text ?? '',
        expected: '',
        strength: 'strong',
      });
      continue;
    }
    const call = callAt(tokens, partner, at);
    if (call === undefined) continue;
    const text = written(tokens.slice(call.from, call.to));
    for (const claim of ofCall(call)) assertions.push({ line, text, ...claim });
  }
  return assertions;
}

/** `assert_send::<T>()`: the compiler asserts it. */
function isTyped(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at]?.kind === 'word' &&
    functions.test(tokens[at].text) &&
    isMark(tokens[at + 1], '::') &&
    isMark(tokens[at + 2], '<')
  );
}

function statementEnd(tokens: readonly Token[], partner: Int32Array, from: number): number {
  let at = from;
  while (at < tokens.length && !isMark(tokens[at], ';') && !isMark(tokens[at], '}'))
    at = Math.max(at, partner[at] ?? -1) + 1;
  return Math.min(at, tokens.length);
}

type Args = readonly (readonly Token[])[];

/** Undefined when it is no assertion; none when it holds always. */
function ofMacro(name: string, args: Args, { guard, otherwise }: Place): Claim[] | undefined {
  const [tested = []] = args;
  const matcher = `${name}!`;
  if (failures.test(name)) {
    if (guard !== null && !guard.some((token) => isWord(token, 'let'))) return claims(guard, rust, !otherwise);
    return [
      {
        subject: guard === null ? args.map(written).join(', ') : written(guard),
        matcher,
        expected: '',
        strength: 'weak',
      },
    ];
  }
  if (!macros.test(name) && !truthMacros.test(name)) return undefined;
  if (truthMacros.test(name)) {
    const pattern = matched(tested);
    if (pattern !== undefined) return [pattern];
    return claims(tested, rust).map((claim) => (claim.matcher === 'true' ? { ...claim, matcher } : claim));
  }
  const weak = /_ne$|_not_|_ok$|_some$|_err$|_lt$|_gt$|_le$|_ge$/.test(name);
  if (/_(?:eq|ne|matches)$|^assert_matches$/.test(name))
    return callClaim(args.slice(0, 2), { matcher, expectedFirst: false, weak }, rust);
  return callClaim(args, { matcher, expectedFirst: false, weak }, rust);
}

/** `matches!(value, Pattern)` and its negation. */
function matched(tokens: readonly Token[]): Claim | undefined {
  const negated = isMark(tokens[0], '!');
  const [name, bang, ...rest] = negated ? tokens.slice(1) : tokens;
  if (!isWord(name, 'matches') || !isMark(bang, '!') || partners(rest)[0] !== rest.length - 1) return undefined;
  const [subject = [], ...pattern] = splitAt(rest.slice(1, -1), ',');
  const expected = pattern.map(written).join(', ');
  return {
    subject: written(subject),
    matcher: negated ? '!matches!' : 'matches!',
    expected,
    strength: negated ? 'weak' : 'strong',
  };
}

function ofCall({ on, name, args }: BraceCall): Claim[] {
  const expected = args.map(written).join(', ');
  if (on === '')
    return functions.test(name)
      ? callClaim(args, { matcher: name, expectedFirst: false, weak: args.length < 2 }, rust)
      : [];
  if (/^(?:unwrap_err|expect_err)$/.test(name)) return [{ subject: on, matcher: name, expected: '', strength: 'weak' }];
  if (functions.test(name) && name.includes('_'))
    return [{ subject: on, matcher: name, expected, strength: expected === '' ? 'weak' : 'strong' }];
  if (!/\.assert\(\)/.test(on)) return [];
  const subject = on.slice(0, on.indexOf('.assert()'));
  return [{ subject, matcher: name, expected, strength: expected === '' ? 'weak' : 'strong' }];
}
