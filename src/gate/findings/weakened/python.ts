import type { ReadTests, TestBlock } from '../test-block.ts';
import { pythonAssertions, pythonCases } from './reading/python-assertions.ts';
import { callsIn, head, isProse } from './reading/python-calls.ts';
import { type Statement, pythonStatements } from './reading/python-lines.ts';
import { isAlways, isNever, skipOfBody, skipOfDecorator, skipOfScope } from './reading/python-skips.ts';
import { strongestSkip } from './reading/strongest-skip.ts';
import { isMark, isOpener, written } from './reading/tokens.ts';

/** As pytest and unittest look for them. */
const testFile = /(?:^|\/)(?:test[^/]*|[^/]*_tests?)\.py$/;

interface Scope {
  readonly groups: readonly string[];
  readonly disabled: string | null;
  /** By its name or what it is made from; other classes' tests have to be named more clearly. */
  readonly isTestClass: boolean;
}

/** The tests of pytest and unittest in a Python file. */
export const readTests: ReadTests = (path, text) => {
  if (!testFile.test(path)) return null;
  const statements = pythonStatements(text);
  return collect(statements, { groups: [], disabled: skipOfScope(statements), isTestClass: true });
};

function collect(statements: readonly Statement[], scope: Scope): TestBlock[] {
  const blocks: TestBlock[] = [];
  let decorators: Statement[] = [];
  for (const statement of statements) {
    if (isMark(statement.tokens[0], '@')) {
      decorators.push(statement);
      continue;
    }
    const word = head(statement);
    const name = nameOf(statement, word);
    const disabled = strongestSkip([...decorators.map(skipOfDecorator), scope.disabled]);
    if (word === 'class' && name !== undefined) {
      const groups = [...scope.groups, name];
      const isTestClass =
        /^Test|Tests?$|TestCase$/.test(name) || /Test|Case\b/.test(written(statement.tokens.slice(2)));
      const own = strongestSkip([disabled, skipOfScope(statement.children)]);
      blocks.push(...collect(statement.children, { groups, disabled: own, isTestClass }));
    } else if (word === 'def' && name !== undefined) {
      if (name.startsWith(scope.isTestClass ? 'test' : 'test_')) {
        blocks.push(block({ name, statement, decorators }, { ...scope, disabled }));
      }
    } else if (statement.children.length > 0) {
      const dead = isNever(statement) ? written(statement.tokens) : null;
      blocks.push(...collect(statement.children, { ...scope, disabled: strongestSkip([dead, scope.disabled]) }));
    }
    decorators = [];
  }
  return blocks;
}

function nameOf({ tokens }: Statement, word: string): string | undefined {
  const at = tokens.findIndex(({ text }) => text === word);
  const name = tokens[at + 1];
  return name?.kind === 'word' ? name.text : undefined;
}

interface Definition {
  readonly name: string;
  readonly statement: Statement;
  readonly decorators: readonly Statement[];
}

function block({ name, statement, decorators }: Definition, { groups, disabled }: Scope): TestBlock {
  const { children, tokens, line } = statement;
  const own = pythonAssertions(children);
  const parameters = written(tokens.slice(tokens.findIndex(isOpener)));
  const kept = decorators.filter((decorator) => skipOfDecorator(decorator) === null).map((one) => written(one.tokens));
  return {
    title: [...groups, name].join(' > '),
    line,
    body: [...kept, parameters, ...linesOf(children, 1)].join('\n'),
    disabled: strongestSkip([disabled, skipOfBody(children)]),
    focused: false,
    // Cases pin something only where something is asserted of them.
    assertions: own.length === 0 ? [] : [...decorators.flatMap(pythonCases), ...own],
    returnsEarly: earlyReturn(children),
  };
}

function linesOf(statements: readonly Statement[], depth: number): string[] {
  return statements.flatMap((statement) =>
    isProse(statement)
      ? []
      : [`${' '.repeat(depth)}${written(statement.tokens)}`, ...linesOf(statement.children, depth + 1)],
  );
}

/** A test that has already ended runs nothing of what follows. */
function earlyReturn(statements: readonly Statement[]): number | null {
  const all = flat(statements);
  const end = ending(statements);
  return end === undefined || all.at(-1) === end ? null : end.line;
}

function flat(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...flat(statement.children)]);
}

function ending(statements: readonly Statement[]): Statement | undefined {
  for (const statement of statements) {
    const word = head(statement);
    if (word === 'return') return statement;
    if (callsIn(statement.tokens).some(({ name }) => /^(?:sys\.exit|os\._exit|pytest\.exit|exit)$/.test(name)))
      return statement;
    const inner = word === 'with' || isAlways(statement) ? ending(statement.children) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}
