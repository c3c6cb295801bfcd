import type { Code } from './tokens.ts';
import { stringValue } from './written.ts';

/** What a name means where it is called with a title. `off` never runs, `alone` keeps the others from running. */
export interface TestName {
  readonly kind: 'test' | 'group';
  readonly runs: 'on' | 'off' | 'alone';
}

const known: Record<string, TestName> = {
  ...each('test', 'on', 'it test specify'),
  ...each('test', 'off', 'xit xtest xspecify'),
  ...each('test', 'alone', 'fit ftest'),
  ...each('group', 'on', 'describe suite context'),
  ...each('group', 'off', 'xdescribe xcontext xsuite'),
  ...each('group', 'alone', 'fdescribe fcontext'),
};

/** Libraries whose presence makes a file one of tests, whatever its name. */
const libraries =
  /^(?:vitest|@jest\/globals|node:test|bun:test|ava|tap|tape|uvu|mocha|@playwright\/test|@japa\/runner|qunit|zora|jest|chai|@std\/testing\/bdd|@effect\/vitest)$/;
const testPath =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|cypress|integration)\/|[._-](?:test|tests|spec|e2e|cy)\.[cm]?[jt]sx?$|(?:^|\/)tests?\.[cm]?[jt]sx?$/i;
const wrapper = /^(?:it|test|describe)(?:[A-Z_]\w*)$/;

/** Whether a file holds tests by its name, or by what it imports. */
export function isTestCode(path: string, code: Code): boolean {
  return testPath.test(path) || code.text.includes('import.meta.vitest') || imported(code).size > 0;
}

/** What is called with a title here: the known names, and what this file made of them. */
export function testNames(code: Code): (name: string) => TestName | null {
  const own = imported(code);
  const { tokens } = code;
  for (let at = 0; at + 3 < tokens.length; at += 1) {
    const name = tokens[at + 1];
    if (tokens[at + 2]?.text !== '=' || !/^(?:const|let|var)$/.test(tokens[at]?.text ?? '') || !name) continue;
    const made = own.get(tokens[at + 3]?.text ?? '') ?? known[tokens[at + 3]?.text ?? ''];
    if (made === undefined) continue;
    // `suite('name')` of uvu makes a function that takes tests; `test.extend({…})` one as well.
    if (tokens[at + 4]?.text === '(') own.set(name.text, { kind: 'test', runs: 'on' });
    else own.set(name.text, made);
  }
  return (name) => own.get(name) ?? (Object.hasOwn(known, name) ? (known[name] ?? null) : wrapped(name));
}

/** `itIfLinux('…', () => {…})`, `testRule('…', () => {…})`. */
function wrapped(name: string): TestName | null {
  if (!wrapper.test(name)) return null;
  return { kind: name.startsWith('describe') ? 'group' : 'test', runs: 'on' };
}

/** The default import of a test library is its `test`: `import anyTest from 'ava'`. */
function imported({ tokens }: Code): Map<string, TestName> {
  const own = new Map<string, TestName>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'string' || !libraries.test(stringValue(token) ?? '')) continue;
    const [before, name] = [tokens[at - 1]?.text, tokens[at - 2]];
    if (before === 'from' || before === 'import')
      own.set(name?.kind === 'word' ? name.text : '', { kind: 'test', runs: 'on' });
    else if (before === '(' && name?.text === 'require')
      own.set(tokens[at - 3]?.text === '=' ? (tokens[at - 4]?.text ?? '') : '', { kind: 'test', runs: 'on' });
  }
  return own;
}

function each(kind: TestName['kind'], runs: TestName['runs'], names: string): Record<string, TestName> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind, runs }]));
}
