import { constant } from './grammar.ts';
import { callsIn, condition, head, positional, python } from './python-calls.ts';
import type { Statement } from './python-lines.ts';
import { type Token, isWord, splitAt, written } from './tokens.ts';

const marks = /(?:^|\.)(?:skip|skipif|xfail|skipIf|skipUnless|expectedFailure|skip_if|skip_unless)$/;
const skipCalls = /(?:^|\.)(?:pytest\.(?:skip|xfail|importorskip)|self\.skipTest|skipTest|importorskip)$/;

/** How a decorator keeps what it stands on from running, as written; null when it does not. */
export function skipOfDecorator(decorator: Statement): string | null {
  const tokens = decorator.tokens.slice(1);
  const [call] = callsIn(tokens);
  const name = call === undefined ? written(tokens) : call.name;
  if (marks.test(name)) {
    const [first] = call === undefined ? [] : positional(call.args);
    const isText = first === undefined || first.every(({ kind }) => kind === 'text');
    return isText ? `@${name}` : `@${name}(${written(first)})`;
  }
  if (call === undefined || call.last !== 'parametrize') return null;
  const cases = call.args[1] ?? [];
  if (cases.length === 2 && cases[0]?.text === '[') return `@${name} of nothing`;
  const marked = /\bmarks ?= ?\[?([\w.]*\bmark\.(?:skip|skipif|xfail))\b/.exec(written(cases));
  return marked?.[1] === undefined ? null : `@${name} with ${marked[1]}`;
}

/** How a module or a class keeps all of its tests from running. */
export function skipOfScope(statements: readonly Statement[]): string | null {
  for (const statement of statements) {
    const [name, equals, ...value] = statement.tokens;
    if (equals?.text === '=' && isWord(name, 'pytestmark')) {
      const marked = /\b[\w.]*mark\.(?:skip|skipif|xfail)\b/.exec(written(value));
      if (marked) return `pytestmark = ${marked[0]}`;
    }
    if (equals?.text === '=' && isWord(name, '__test__') && isWord(value[0], 'False')) return '__test__ = False';
    const skip = ['class', 'def'].includes(head(statement)) ? null : skipIn(statement);
    if (skip !== null) return skip;
  }
  return null;
}

/** How the statements of a test end it without a verdict, with the condition where there is one. */
export function skipOfBody(statements: readonly Statement[]): string | null {
  const [first] = statements.flatMap((statement) => skipIn(statement) ?? []);
  return first ?? null;
}

function skipIn(statement: Statement): string | null {
  const { tokens, children } = statement;
  const word = head(statement);
  if (word === 'raise') {
    const name = tokens.find(({ text }) => text === 'SkipTest');
    if (name !== undefined) return 'raise SkipTest';
  }
  const call = callsIn(tokens).find(({ name }) => skipCalls.test(name));
  if (call !== undefined) return call.last === 'importorskip' ? `if it cannot be imported: ${call.name}` : call.name;
  if (word === 'def' || word === 'class') return null;
  const inner = skipOfBody(children);
  if (inner === null || word === 'with' || isAlways(statement)) return inner;
  const when = word === 'if' || word === 'elif' ? `${word} ${written(condition(statement))}` : word;
  return `${when}: ${inner}`;
}

/** `if True:` */
export function isAlways(statement: Statement): boolean {
  return head(statement) === 'if' && constant(condition(statement), python) === true;
}

/** `if False:`, `while 0:` */
export function isNever(statement: Statement): boolean {
  return ['if', 'while', 'elif'].includes(head(statement)) && constant(condition(statement), python) === false;
}

const catchesAll = /^(?:\w+\.)*(?:Exception|BaseException|AssertionError)$/;

/** The errors of failed assertions end in this clause and nothing comes of it. */
export function swallows(clause: Statement): boolean {
  if (head(clause) !== 'except') return false;
  const types = namesIn(condition(clause));
  if (types.length > 0 && !types.some((name) => catchesAll.test(name))) return false;
  return !clause.children.some((statement) => reports(statement));
}

function reports(statement: Statement): boolean {
  if (['raise', 'assert'].includes(head(statement))) return true;
  if (callsIn(statement.tokens).some(({ last }) => /^assert|^fail|^skip/.test(last))) return true;
  return statement.children.some(reports);
}

/** The names of the errors in `except (A, b.C) as error`. */
function namesIn(tokens: readonly Token[]): string[] {
  const as = tokens.findIndex((token) => isWord(token, 'as'));
  const listed = as === -1 ? tokens : tokens.slice(0, as);
  const inner = listed[0]?.text === '(' ? listed.slice(1, -1) : listed;
  return splitAt(inner, ',').map((one) => written(one));
}
