import type { Assertion } from '../../test-block.ts';
import { places } from './blocks.ts';
import { type BraceCall, callAt } from './brace-calls.ts';
import { type Grammar } from './grammar.ts';
import { type Claim, callClaim } from './call-claim.ts';
import { claims } from './claim.ts';
import { strongestSkip } from './strongest-skip.ts';
import { type Token, isMark, isWord, partners, splitAt, written } from './tokens.ts';

/** How Go writes conditions. */
export const go: Grammar = {
  and: '&&',
  or: '||',
  not: '!',
  compare: ['==', '!=', '<=', '>=', '<', '>'],
  nothing: ['nil'],
  truths: ['true'],
  typed: true,
  equals: /^(?:Equal|DeepEqual|EqualFold|Is|As|Contains|HasPrefix|HasSuffix|MatchString|Compare)$/,
};

const failing = /^(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)$/;
const skipping = /^(?:Skip|Skipf|SkipNow)$/;
const expectedFirst =
  /^(?:Not)?(?:Equal(?!Error)|EqualValues|Exactly|Same|InDelta|InEpsilon|JSONEq|YAMLEq|WithinDuration|Regexp|IsType|Implements|ElementsMatch)/;
const oneArgument =
  /^(?:True|False|Nil|NotNil|NoError|NilError|Error|Empty|NotEmpty|Zero|NotZero|Panics|NotPanics|Positive|Negative|FileExists|NoFileExists|DirExists|NoDirExists)f?$/;
const weak =
  /^(?:True|False|Nil|NoError|NilError|Error|NotNil|NotEmpty|NotEqual\w*|NotZero|NotContains|NotSame|NotPanics|Panics|Greater\w*|Less\w*|Positive|Negative|IsType|Implements|Eventually\w*|Never|Condition|FileExists|DirExists)f?$/;
const helper = /^(?:assert|require|check|expect|verify|must|compare|test|eq|ensure|validate|want)/i;
/** They make what a test needs. */
const preparing =
  /^(?:new|set|init|start|create|write|make|mk|skip|close|stop|clean|register|use|load|prepare|with|mock|chdir|run|open|build|add|temp|parallel|log|print|get|read|remove|delete|install|deploy|wait|step|defer)/i;
const checkers = /^(?:Assert|Check|Require)$/;

/** What a test says of itself: its assertions, and how it is kept from running. */
export interface GoFindings {
  readonly assertions: Assertion[];
  readonly disabled: string | null;
}

/** Reads a test's own tokens, without its subtests. `names` are those that tests go by here: `t`, `s`. */
export function readGoTest(tokens: readonly Token[], names: ReadonlySet<string>): GoFindings {
  const partner = partners(tokens);
  const assertions: Assertion[] = [];
  const guards = new Set<readonly Token[]>();
  const asserters = new Set([...assertersIn(tokens), ...names]);
  const skips: string[] = [];
  for (const { at, guard, otherwise } of places(tokens, { from: 0, to: tokens.length }, go)) {
    const call = callAt(tokens, partner, at);
    const line = tokens[at]?.line ?? 1;
    if (call === undefined) continue;
    const isTest = names.has(call.on) || /\bT\(\)$/.test(call.on);
    if (isTest && skipping.test(call.name)) {
      const skip = `${call.on}.${call.name}`;
      skips.push(guard === null ? skip : `if ${otherwise ? `!(${written(guard)})` : written(guard)}: ${skip}`);
    } else if (
      failing.test(call.name) &&
      (isTest || (asserters.has(call.on) && call.args.length < 2 && call.name.startsWith('Fail')))
    ) {
      if (guard === null) {
        const says = call.args.map(written).join(', ');
        assertions.push({
          line,
          text: written(tokens.slice(call.from, call.to)),
          subject: says,
          matcher: call.name,
          expected: '',
          strength: 'weak',
        });
      } else if (!guards.has(guard)) {
        guards.add(guard);
        const text = otherwise ? `if ${written(guard)} else` : `if ${written(guard)}`;
        for (const claim of guardClaims(guard, !otherwise))
          assertions.push({ line: guard[0]?.line ?? line, text, ...claim });
      }
    } else {
      const text = written(tokens.slice(call.from, call.to));
      const starts =
        call.from === 0 || tokens[call.from]?.gap === '\n' || /^[;{}]$/.test(tokens[call.from - 1]?.text ?? '');
      for (const claim of ofCall(call, { names, asserters, starts })) assertions.push({ line, text, ...claim });
    }
  }
  return { assertions, disabled: strongestSkip(skips) };
}

/** Names that stand for an assertion library bound to the test: `is := assert.New(t)`. */
function assertersIn(tokens: readonly Token[]): string[] {
  const found = ['assert', 'require'];
  for (const [at, token] of tokens.entries()) {
    const isNew =
      isWord(token, 'New') &&
      isMark(tokens[at - 1], '.') &&
      /^(?:assert|require|is|qt|quicktest)$/.test(tokens[at - 2]?.text ?? '');
    const name = tokens[at - 4];
    if (isNew && /^:?=$/.test(tokens[at - 3]?.text ?? '') && name?.kind === 'word') found.push(name.text);
  }
  return found;
}

/** `if got := f(x); got != want` is about `f(x)`. */
function guardClaims(guard: readonly Token[], negated: boolean): Claim[] {
  const parts = splitAt(guard, ';');
  const condition = parts.at(-1) ?? [];
  const [start = []] = parts.length > 1 ? parts : [];
  const assign = start.findIndex((token) => isMark(token, ':=') || isMark(token, '='));
  const names = new Set(start.slice(0, Math.max(assign, 0)).map(({ text }) => text));
  const value = written(start.slice(assign + 1));
  return claims(condition, go, negated).map((claim) =>
    names.has(claim.subject) && assign > 0 ? { ...claim, subject: value } : claim,
  );
}

interface Known {
  readonly names: ReadonlySet<string>;
  readonly asserters: ReadonlySet<string>;
  /** The call begins a statement. */
  readonly starts: boolean;
}

function ofCall({ on, name, args }: BraceCall, { names, asserters, starts }: Known): Claim[] {
  const [first] = args;
  const handed = first !== undefined && (names.has(written(first)) || /\bT\(\)$/.test(written(first)));
  const own = handed ? args.slice(1) : args;
  const expect = /^(?:\w+\.)?(?:Expect|Ω|Expect\w+)\((?<subject>.*)\)$/s.exec(on)?.groups?.['subject'];
  if (expect !== undefined && /^(?:To|NotTo|ToNot|Should|ShouldNot)$/.test(name)) {
    const expected = written(own[0] ?? []);
    const isWeak =
      /Not/.test(name) || /^(?:\w+\.)?(?:HaveOccurred|BeNil|BeTrue|BeFalse|Succeed|BeEmpty)\(/.test(expected);
    return [{ subject: expect, matcher: name, expected, strength: isWeak ? 'weak' : 'strong' }];
  }
  if (checkers.test(name) && own.length > 1 && /^(?:\w+\.)?[A-Z]\w*$/.test(written(own[1] ?? []))) {
    const [tested = [], matcher = [], ...rest] = own;
    const isWeak = /Not|IsNil|IsTrue|IsFalse/.test(written(matcher));
    return [
      {
        subject: written(tested),
        matcher: written(matcher),
        expected: rest.map(written).join(', '),
        strength: isWeak ? 'weak' : 'strong',
      },
    ];
  }
  const isLibrary = asserters.has(on) || /(?:^|\.)(?:Require|Assert)\(\)$|^(?:assert|require)\.New\(/.test(on);
  if (isLibrary && /^[A-Z]/.test(name) && name !== 'New' && (own.length > 0 || handed)) {
    if (names.has(on) && !handed && !isAssertionName(name)) return [];
    return ofLibrary(name, own);
  }
  if (handed && on === '' && isAssertionName(name)) return ofLibrary(name, own);
  const given = handed ? own : args.filter((arg) => !names.has(written(arg)));
  // A statement that is handed the test can only want to report to it.
  const reports = given.length < args.length && starts && !preparing.test(name) && !names.has(on);
  if (!reports && !(handed && helper.test(name))) return [];
  return callClaim(given, { matcher: name, expectedFirst: false, weak: given.length < 2 }, go);
}

/** A suite has other methods as well. */
function isAssertionName(name: string): boolean {
  return (
    oneArgument.test(name) ||
    weak.test(name) ||
    expectedFirst.test(name) ||
    /^(?:Len|Contains|Subset|NotSubset|ErrorIs|ErrorAs|EqualError|ErrorContains|HTTP\w+|InDelta\w*|NoError)f?$/.test(
      name,
    )
  );
}

function ofLibrary(name: string, args: readonly (readonly Token[])[]): Claim[] {
  const [tested = []] = args;
  if (/^(?:True|False|Assert|Check)f?$/.test(name)) {
    return claims(tested, go, name.startsWith('False')).map((claim) =>
      claim.expected === '' ? { ...claim, matcher: name } : claim,
    );
  }
  const used = oneArgument.test(name)
    ? args.slice(0, 1)
    : args.slice(0, /^In(?:Delta|Epsilon)|WithinDuration|HTTP/.test(name) ? 3 : 2);
  return callClaim(used, { matcher: name, expectedFirst: expectedFirst.test(name), weak: weak.test(name) }, go);
}
