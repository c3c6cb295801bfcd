import type { Assertion } from '../../test-block.ts';
import { isEmptyTalk, matcherOf, strengthOf } from './matchers.ts';
import type { Code } from './tokens.ts';
import { argumentsAt, skipBracket, skipTypes, written } from './written.ts';

/** An assertion and the token that it begins with. */
export interface PlacedAssertion extends Assertion {
  readonly at: number;
  /** It holds whatever the code does. */
  readonly empty: boolean;
}

/** Methods of the object that ava, tap, tape and node:test hand to a test. */
const testMethods = new Set(
  'is not deepEqual notDeepEqual like throws throwsAsync notThrows notThrowsAsync regex notRegex snapshot truthy falsy true false assert equal equals notEqual same notSame strictSame strictEqual deepStrictEqual looseEqual match notMatch doesNotMatch has hasStrict type ok notOk error ifError rejects resolves resolveMatch matchSnapshot doesNotThrow exception contains'.split(
    ' ',
  ),
);
const ofExpect = new Set(['soft', 'poll', 'element']);
const called = /^(?:assert|expect|verify|should)(?:[A-Z_]\w*)?$/;
/** A function by such a name asserts when it is handed the test's object: `checkEvents(t, events)`. */
const handed = /check|assert|verify|expect|valid|compare|matches|same/i;

/** Assertions in assertions: nobody writes more, and each is read whole. */
const deepest = 20;

/** The assertions among the tokens `from` to before `to`; `context` names the test's own object. */
export function assertionsIn(
  code: Code,
  [from, to]: readonly [number, number],
  context: readonly string[],
): PlacedAssertion[] {
  const found: PlacedAssertion[] = [];
  const around: number[] = [];
  for (let at = from; at < to; at += 1) {
    while (around.length > 0 && (around.at(-1) ?? 0) <= at) around.pop();
    const one = around.length < deepest ? assertionAt(code, at, context) : null;
    if (one === null) continue;
    around.push(one.end);
    if (one.matcher !== '') found.push(placed(code, at, one));
    at = Math.max(at, one.resume);
  }
  return found;
}

interface Reading {
  /** Behind its last token. */
  readonly end: number;
  /** Where the search goes on: an assertion inside of a function that is handed over counts as well. */
  readonly resume: number;
  readonly subject: string;
  /** What is looked at. */
  readonly inner: string;
  readonly matcher: string;
  readonly expected: string;
}

function placed(code: Code, at: number, { end, subject, inner, matcher, expected }: Reading): PlacedAssertion {
  const compares = inner.includes(' === ') || inner.includes(' == ');
  const strength = compares && expected === '' ? 'strong' : strengthOf(matcher, expected);
  const line = code.tokens[at]?.line ?? 1;
  const owned = code.tokens[at - 1]?.text === '.';
  const text = written(code, owned && code.tokens[at - 2]?.kind === 'word' ? at - 2 : owned ? at - 1 : at, end);
  const empty = isEmptyTalk(inner, expected);
  return { at, empty, line, text, subject, matcher, expected, strength };
}

function assertionAt(code: Code, at: number, context: readonly string[]): Reading | null {
  const { tokens } = code;
  const name = tokens[at];
  if (name?.kind !== 'word') return null;
  const before = tokens[at - 1]?.text;
  const owner = before === '.' ? (tokens[at - 2]?.text ?? '') : '';
  if (before === 'function' || owner === 'console') return null;
  const next = tokens[at + 1]?.text;
  if (before === '.' && (name.text === 'should' || name.text === 'expect')) return chained(code, at);
  if (name.text === 'expect' || name.text === 'expectTypeOf') return expectation(code, at);
  if (next === '.' && name.text === 'assert') {
    const open = skipTypes(code, at + 3);
    const matcher = tokens[at + 2]?.text ?? '';
    // It only says what must not be reached.
    return tokens[open]?.text === '(' && matcher !== 'fail' ? compared(code, open, matcher) : null;
  }
  if (owner === 'expect' && name.text === 'assert' && next === '(') return compared(code, at + 1, 'assert');
  if (before === '.') return context.includes(owner) && testMethods.has(name.text) ? own(code, at) : null;
  const takesContext = next === '(' && handed.test(name.text) && context.includes(tokens[at + 2]?.text ?? '');
  if (called.test(name.text) || takesContext) {
    const open = skipTypes(code, at + 1);
    return tokens[open]?.text === '(' ? compared(code, open, name.text) : null;
  }
  return null;
}

function own(code: Code, at: number): Reading | null {
  const open = skipTypes(code, at + 1);
  return code.tokens[open]?.text === '(' ? compared(code, open, code.tokens[at]?.text ?? '') : null;
}

/** `expect(subject).not.toBe(value)`, `expect(subject).to.be.true`. */
function expectation(code: Code, at: number): Reading | null {
  const { tokens } = code;
  let open = at + 1;
  if (tokens[open]?.text === '.' && ofExpect.has(tokens[open + 1]?.text ?? '')) open += 2;
  open = skipTypes(code, open);
  if (tokens[open]?.text !== '(') return null;
  const close = skipBracket(code, open);
  const { members, end, expected } = readMembers(code, close + 1);
  const inner = written(code, open + 1, close);
  return { end, resume: open, subject: `expect(${inner})`, inner, matcher: matcherOf(members), expected };
}

/** `assert.equal(subject, expected)`, `t.is(subject, expected)`: of one subject with `expect(subject).toBe(expected)`. */
function compared(code: Code, open: number, matcher: string): Reading {
  const close = skipBracket(code, open);
  const [first, second] = argumentsAt(code, open);
  const inner = first ? written(code, ...first) : '';
  const expected = second ? written(code, ...second) : '';
  return { end: close + 1, resume: open, subject: `expect(${inner})`, inner, matcher, expected };
}

/** `request.get('/').expect(200)`, `value.should.equal(1)`, `cy.get('a').should('be.visible')`. */
function chained(code: Code, at: number): Reading | null {
  const { tokens } = code;
  const name = tokens[at]?.text ?? '';
  const resume = at;
  const inner = `.${name}`;
  if (tokens[at + 1]?.text === '(') {
    const close = skipBracket(code, at + 1);
    const expected = written(code, at + 2, close);
    const [first] = argumentsAt(code, at + 1);
    const subject = `${inner}(${first && tokens[first[0]]?.kind === 'string' ? (tokens[first[0]]?.text ?? '') : ''})`;
    return first ? { end: close + 1, resume, subject, inner, matcher: name, expected } : null;
  }
  const { members, end, expected } = readMembers(code, at + 1);
  return { end, resume, subject: subjectBefore(code, at), inner, matcher: matcherOf(members), expected };
}

/** The words right before `.should`. */
function subjectBefore({ tokens }: Code, at: number): string {
  let from = at - 1;
  while (from > at - 12 && /^(?:[\w$]+|\.)$/.test(tokens[from]?.text ?? '') && tokens[from]?.kind !== 'string')
    from -= 1;
  return tokens
    .slice(from + 1, at - 1)
    .map(({ text }) => text)
    .join('');
}

/** `.not.toBe(…)` and what follows, with what the last call is handed: values, else types. */
function readMembers(code: Code, from: number): { members: string[]; end: number; expected: string } {
  const { tokens } = code;
  const members: string[] = [];
  let expected = '';
  let at = from;
  while ((tokens[at]?.text === '.' || tokens[at]?.text === '?.') && tokens[at + 1]?.kind === 'word') {
    const member = tokens[at + 1]?.text ?? '';
    const open = skipTypes(code, at + 2);
    // What is done with the promise of an assertion is none.
    if (/^(?:then|catch|finally)$/.test(member) && tokens[open]?.text === '(') break;
    members.push(member);
    if (tokens[open]?.text === '(') {
      const close = skipBracket(code, open);
      expected = written(code, open + 1, close) || written(code, at + 2, open);
      at = close + 1;
    } else at += 2;
  }
  return { members, end: at, expected };
}
