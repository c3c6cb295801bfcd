import { testNames } from './test-names.ts';
import type { TestName } from './test-names.ts';
import type { Code } from './tokens.ts';
import { argumentsAt, skipBracket, skipTypes, stringValue, written } from './written.ts';

/** A call that declares a test or a group of them. */
export interface TestCall {
  readonly kind: TestName['kind'];
  readonly title: string;
  /** Token indexes: its first word, behind its last bracket, and what its function holds. */
  readonly from: number;
  readonly to: number;
  readonly body: readonly [from: number, to: number];
  /** The names of the function's parameters. */
  readonly parameters: readonly string[];
  readonly disabled: string | null;
  readonly focused: boolean;
}

const disabling = new Set('skip todo fails failing fixme fail skipIf runIf todoIf failsIf if'.split(' '));
const conditional = new Set(['skipIf', 'runIf', 'todoIf', 'failsIf', 'if']);
/** Members that a declaration may have besides; any other is no test: `test.before(…)`, `t.equal(…)`. */
const plain = new Set(
  'only each for concurrent sequential serial parallel shuffle slow describe test it suite cb strict each'.split(' '),
);

/** Every test and group of a file, in their order; those inside of others too. */
export function testCalls(code: Code): TestCall[] {
  const nameOf = testNames(code);
  return code.tokens.flatMap((token, at) => {
    const name = token.kind === 'word' ? nameOf(token.text) : null;
    // `t.test(…)` where `t` is the runner itself was read from its beginning.
    const owner = code.tokens[at - 1]?.text === '.' ? nameOf(code.tokens[at - 2]?.text ?? '') : null;
    return name === null || owner !== null ? [] : (readCall(code, at, name) ?? []);
  });
}

function readCall(code: Code, from: number, name: TestName): TestCall | null {
  const { tokens, partners } = code;
  const before = tokens[from - 1]?.text;
  if (before === 'function' || before === '?.') return null;
  const chain = readChain(code, from);
  if (chain === null || chain.members.some((member) => !plain.has(member) && !disabling.has(member))) return null;
  const found = argumentsAt(code, chain.open);
  const [first] = found;
  const close = partners.get(chain.open) ?? tokens.length;
  const run = found.map(([start, end]) => functionAt(code, start, end)).findLast((one) => one !== null) ?? null;
  const titled = first !== undefined && stringValue(tokens[first[0]]) !== null;
  // `pattern.test(text)` and `test(value)` declare nothing.
  if (run === null ? !titled || before === '.' || !isStatement(code, from) : before === '.' && !titled) return null;
  if (first === undefined || (run === null && found.length > 1 && name.kind === 'group')) return null;
  const off = chain.members.find((member) => disabling.has(member));
  const option = optionOf(code, found, 'skip') ?? optionOf(code, found, 'todo');
  const called = written(code, before === '.' ? from - 2 : from, chain.open);
  const disabled =
    name.runs === 'off' || off !== undefined
      ? called
      : (option ??
        (run === null && found.length === 1 && name.kind === 'test' ? `${called} without a function` : null));
  return {
    kind: chain.members.includes('describe') ? 'group' : name.kind,
    title: run !== null && run.from === first[0] ? '' : titleOf(code, first),
    from,
    to: close + 1,
    body: run?.body ?? [found[1]?.[0] ?? close, close],
    parameters: run?.parameters ?? [],
    disabled,
    focused: name.runs === 'alone' || chain.members.includes('only') || optionOf(code, found, 'only') !== null,
  };
}

/** `.skip`, `.each([…])`, `.each\`…\`` and type arguments up to the bracket of the call itself. */
function readChain(code: Code, from: number): { members: string[]; open: number } | null {
  const { tokens, partners } = code;
  const members: string[] = [];
  for (let at = from + 1; at < tokens.length;) {
    at = skipTypes(code, at);
    const token = tokens[at];
    if (token?.text === '.' && tokens[at + 1]?.kind === 'word') {
      members.push(tokens[at + 1]?.text ?? '');
      at += 2;
    } else if (token?.kind === 'template') {
      while (tokens[at]?.kind === 'template' || tokens[at]?.text === '${') at = skipBracket(code, at) + 1;
    } else if (token?.text === '(') {
      const after = skipTypes(code, (partners.get(at) ?? tokens.length) + 1);
      const last = members.at(-1) ?? '';
      if (
        tokens[after]?.text !== '(' &&
        (tokens[after]?.text !== '.' || !conditional.has(last)) &&
        tokens[after]?.kind !== 'template'
      )
        return { members, open: at };
      at = after;
    } else return null;
  }
  return null;
}

/** A call without a function counts only as a statement of its own: `it('is planned')`. */
function isStatement({ tokens }: Code, at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || /^[;{})]$|^=>$|^await$/.test(before.text) || before.line < (tokens[at]?.line ?? 0);
}

function titleOf(code: Code, [from, to]: readonly [number, number]): string {
  const only = to - from === 1 ? stringValue(code.tokens[from]) : null;
  if (only !== null) return only;
  const [first, last] = [code.tokens[from], code.tokens[to - 1]];
  if (first?.kind !== 'template' || last?.kind !== 'template') return written(code, from, to);
  return code.text.slice(first.start + 1, last.start + last.text.length - 1).replace(/\s+/g, ' ');
}

interface Run {
  readonly from: number;
  readonly body: readonly [number, number];
  readonly parameters: readonly string[];
}

/** The function that an argument is: its body without brackets, and its parameters. */
function functionAt(code: Code, from: number, to: number): Run | null {
  const { tokens } = code;
  let at = from;
  if (tokens[at]?.text === 'async') at += 1;
  const isFunction = tokens[at]?.text === 'function';
  if (isFunction) while (at < to && tokens[at]?.text !== '(') at += 1;
  const inner = tokens[at]?.text === '(' ? [at + 1, skipBracket(code, at)] : [at, at + 1];
  const parameters = code.tokens.slice(inner[0], inner[1]).flatMap(({ kind, text }) => (kind === 'word' ? [text] : []));
  at = tokens[at]?.text === '(' ? skipBracket(code, at) + 1 : at + 1;
  if (tokens[at]?.text === ':') while (at < to && tokens[at]?.text !== '=>' && tokens[at]?.text !== '{') at += 1;
  if (tokens[at]?.text === '=>') at += 1;
  else if (!isFunction) return wrappedFunction(code, from, to);
  const block = tokens[at]?.text === '{';
  return { from, body: block ? [at + 1, Math.min(to, skipBracket(code, at))] : [at, to], parameters };
}

/** `withFolder(async (folder) => {…})`: the function in the call is the test. */
function wrappedFunction(code: Code, from: number, to: number): Run | null {
  for (let at = from; at < to; at = skipBracket(code, at) + 1) {
    if (code.tokens[at]?.text !== '(' || at === from) continue;
    const run = argumentsAt(code, at)
      .map(([start, end]) => functionAt(code, start, end))
      .findLast((one) => one !== null);
    return run ? { ...run, from } : null;
  }
  return null;
}

/** `{ skip: true }` among the arguments, as written; null when it is not there or `false`. */
function optionOf(code: Code, found: readonly [number, number][], key: string): string | null {
  const { tokens } = code;
  for (const [from, to] of found) {
    if (tokens[from]?.text !== '{') continue;
    for (let at = from + 1; at < to; at = skipBracket(code, at) + 1) {
      if (tokens[at]?.text !== key || !/^[{,]$/.test(tokens[at - 1]?.text ?? '')) continue;
      let end = at + 1;
      while (end < to - 1 && tokens[end]?.text !== ',') end = skipBracket(code, end) + 1;
      const text = written(code, at, Math.min(end, to - 1));
      return text.endsWith(': false') || text.endsWith(': undefined') ? null : `{ ${text} }`;
    }
  }
  return null;
}
