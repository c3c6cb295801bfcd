import type { Assertion } from '../../test-block.ts';
import { type Claim, callClaim } from './call-claim.ts';
import { claims } from './claim.ts';
import { type Call, callsIn, condition, head, positional, python } from './python-calls.ts';
import type { Statement } from './python-lines.ts';
import { isNever, swallows } from './python-skips.ts';
import { type Token, bare, isMark, isWord, splitAt, written } from './tokens.ts';

const loose =
  /^(?:assert(?:True|False|IsNotNone|IsInstance|Not\w+|IsNot|Greater\w*|Less\w*|Logs|NoLogs|Warns|Exists)|assert_|assert_(?:true|false|is_not_none|is_instance|is_not|not_\w+|greater\w*|less\w*|called|awaited))$/;
/** Names of assertions, a test's own ones too. */
const asserting = /^_?(?:assert|check|verify|validate|ensure)(?:_|[A-Z]|$)/;
const mocked = /^assert_(?:not_)?(?:called|awaited|any_call|any_await|has_calls|has_awaits)/;
const expectsError =
  /^(?:raises|warns|deprecated_call|assertRaises|assertRaisesRegex|assertWarns|assertWarnsRegex|assert_raises\w*|RaisesGroup)$/;
const anyError = /^(?:Exception|BaseException|Warning)$/;

/** The assertions of a test's statements, in their order; what can never run or never fail is none. */
export function pythonAssertions(statements: readonly Statement[], guard: readonly Token[] = []): Assertion[] {
  return statements.flatMap((statement, at) => {
    const own = assertions(statement, ofStatement(statement, guard));
    if (isNever(statement) || isSwallowed(statement, statements, at + 1)) return own;
    const inner = head(statement) === 'if' || head(statement) === 'elif' ? condition(statement) : [];
    return [...own, ...pythonAssertions(statement.children, inner)];
  });
}

function assertions({ tokens, line }: Statement, said: readonly Claim[]): Assertion[] {
  if (said.length === 0) return [];
  const text = written(isMark(tokens.at(-1), ':') ? tokens.slice(0, -1) : tokens);
  return said.map((claim) => ({ line, text, ...claim }));
}

function isSwallowed(statement: Statement, all: readonly Statement[], from: number): boolean {
  if (head(statement) === 'with') {
    return callsIn(condition(statement)).some(
      ({ last, args }) =>
        last === 'suppress' && args.some((arg) => /\b(?:AssertionError|Exception|BaseException)$/.test(written(arg))),
    );
  }
  if (head(statement) !== 'try') return false;
  for (let at = from; ['except', 'else', 'finally'].includes(headAt(all, at)); at += 1) {
    const clause = all[at];
    if (clause !== undefined && swallows(clause)) return true;
  }
  return false;
}

function headAt(statements: readonly Statement[], at: number): string {
  const statement = statements[at];
  return statement === undefined ? '' : head(statement);
}

function ofStatement(statement: Statement, guard: readonly Token[]): Claim[] {
  const word = head(statement);
  if (word === 'assert') return ofAssert(statement);
  if (word === 'def' || word === 'class' || isMark(statement.tokens[0], '@')) return [];
  if (word === 'with') return callsIn(condition(statement)).flatMap((call) => ofError(call, statement.children));
  if (word === 'raise')
    return isWord(statement.tokens[1], 'AssertionError') ? failure(guard, statement.tokens.slice(2)) : [];
  return callsIn(statement.tokens).flatMap((call) => ofCall(call, guard));
}

function ofAssert({ tokens }: Statement): Claim[] {
  const [tested = []] = splitAt(tokens.slice(1), ',');
  // A tuple is always true.
  if (tested[0]?.text === '(' && splitAt(bare(tested), ',').length > 1 && bare(tested).length === tested.length - 2)
    return [];
  return claims(tested, python);
}

/** `pytest.fail()` under a condition asserts that the condition does not hold. */
function failure(guard: readonly Token[], says: readonly Token[]): Claim[] {
  if (guard.length > 0) return claims(guard, python, true);
  return [{ subject: written(says), matcher: 'fail', expected: '', strength: 'weak' }];
}

function ofError({ last, name, args }: Call, children: readonly Statement[]): Claim[] {
  if (!expectsError.test(last)) return [];
  const [first] = children;
  const subject = first === undefined ? '' : written(first.tokens);
  return [{ subject, matcher: name, expected: args.map(written).join(', '), strength: strengthOf(args) }];
}

/** Any error at all is hardly an expectation. */
function strengthOf(args: Call['args']): 'strong' | 'weak' {
  return args.length <= 1 && anyError.test(written(args[0] ?? [])) ? 'weak' : 'strong';
}

function ofCall(call: Call, guard: readonly Token[]): Claim[] {
  const { last, name } = call;
  if (last === 'fail' && ['pytest', 'self'].includes(written(call.on))) return failure(guard, call.args.flat());
  if (expectsError.test(last)) {
    const [error = [], ...rest] = call.args;
    const subject = rest.map(written).join(', ');
    return rest.length === 0
      ? []
      : [{ subject, matcher: name, expected: written(error), strength: strengthOf([error]) }];
  }
  if (mocked.test(last)) {
    const strength = /^assert_(?:called|awaited)$/.test(last) ? 'weak' : 'strong';
    return [{ subject: written(call.on), matcher: last, expected: call.args.map(written).join(', '), strength }];
  }
  const on = written(call.on);
  if (/^(?:not_)?to_/.test(last) && /\bexpect\(/.test(on)) {
    const expected = call.args.map(written).join(', ');
    return [
      {
        subject: on,
        matcher: last,
        expected,
        strength: last.startsWith('not_') || expected === '' ? 'weak' : 'strong',
      },
    ];
  }
  if (!asserting.test(last)) return [];
  const unnamed = positional(call.args);
  const given = unnamed.length > 0 ? unnamed : call.args.map((arg) => arg.slice(2));
  const args = given.filter((arg, at) => at < 2 || !arg.every(({ kind }) => kind === 'text'));
  const [tested = []] = args;
  if (/^assert_?(?:True|true|False|false)$/.test(last))
    return claims(tested, python, /false$/i.test(last)).map((claim) =>
      claim.expected === '' ? { ...claim, matcher: last } : claim,
    );
  const isOne = /^assert_?(?:is_?)?(?:not_?)?(?:none|empty|ok|_)$/i.test(last);
  return callClaim(
    isOne ? args.slice(0, 1) : args,
    { matcher: last, expectedFirst: false, weak: loose.test(last) || (args.length < 2 && !last.endsWith('None')) },
    python,
  );
}

/** The cases of `parametrize`: each pins what the test gives for it. */
export function pythonCases(decorator: Statement): Assertion[] {
  const call = callsIn(decorator.tokens.slice(1)).find(({ last }) => last === 'parametrize');
  const values = call?.args[1] ?? [];
  if (call === undefined || !['[', '('].includes(values[0]?.text ?? '')) return [];
  return splitAt(values.slice(1, -1), ',').flatMap((one) => {
    const [first] = one;
    if (first === undefined) return [];
    const [param] = callsIn(one);
    const inside =
      param?.last === 'param' ? positional(param.args) : first.text === '(' ? splitAt(one.slice(1, -1), ',') : [one];
    const subject = inside.length > 1 ? inside.slice(0, -1) : inside;
    const expected = inside.length > 1 ? written(inside.at(-1) ?? []) : '';
    return [
      {
        line: first.line,
        text: written(one),
        subject: subject.map(written).join(', '),
        matcher: 'parametrize',
        expected,
        strength: 'strong' as const,
      },
    ];
  });
}
