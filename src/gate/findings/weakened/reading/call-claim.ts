import type { Assertion } from '../../test-block.ts';
import { type Grammar, constant, isLiteral, isName, isTruth } from './grammar.ts';
import { type Token, written } from './tokens.ts';

/** What an assertion says, without where and how it is written. */
export type Claim = Pick<Assertion, 'subject' | 'matcher' | 'expected' | 'strength'>;

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
      strength: weak || isTruth(expected, grammar) ? 'weak' : 'strong',
    },
  ];
}
