import type { Assertion, ReadTests, TestBlock } from '../test-block.ts';
import { earlyReturn } from './reading/blocks.ts';
import { callAt } from './reading/brace-calls.ts';
import { type BraceLanguage, type BraceText, braceTokens, quotedEnd } from './reading/brace-tokens.ts';
import { goCases } from './reading/go-cases.ts';
import { readGoTest } from './reading/go-assertions.ts';
import { strongestSkip } from './reading/strongest-skip.ts';
import { type Token, isMark, isWord, partners, written } from './reading/tokens.ts';

const language: BraceLanguage = {
  nestedComments: false,
  textEnd(text, at) {
    const quote = text.charAt(at);
    if (quote === '"' || quote === "'") return quotedEnd(text, at + 1, { quote, oneLine: true });
    if (quote !== '`') return undefined;
    const end = text.indexOf('`', at + 1);
    return end === -1 ? text.length : end + 1;
  },
};

const testName = /^(?:Test|Fuzz)(?!\p{Ll})/u;

/** The tests, subtests and examples of a Go file. */
export const readTests: ReadTests = (path, text) => {
  if (!path.endsWith('_test.go')) return null;
  const { tokens, comments } = braceTokens(text, language);
  const disabled = buildTag(comments, tokens[0]?.line ?? 1);
  return functionsOf(tokens).flatMap((found) => {
    const names = new Set([
      ...testNames(tokens.slice(found.from, found.to)),
      ...(found.receiver ? [found.receiver.name] : []),
    ]);
    const title = found.receiver === undefined ? found.name : `${found.receiver.type} > ${found.name}`;
    const output = found.name.startsWith('Example') ? outputOf(comments, found) : [];
    const inner = tokens.slice(found.open + 1, found.to - 1);
    return blocksOf({ title, line: found.line, tokens: inner, names, output }, { disabled, returnsEarly: null });
  });
};

interface GoFunction {
  readonly name: string;
  readonly receiver: { readonly name: string; readonly type: string } | undefined;
  readonly line: number;
  readonly endLine: number;
  /** The places of `func`, of the brace that opens the body, and behind the one that closes it. */
  readonly from: number;
  readonly open: number;
  readonly to: number;
}

function functionsOf(tokens: readonly Token[]): GoFunction[] {
  const partner = partners(tokens);
  const found: GoFunction[] = [];
  for (let from = 0; from < tokens.length; from += 1) {
    const end = partner[from] ?? -1;
    if (end > from) from = end;
    if (!isWord(tokens[from], 'func')) continue;
    const receiverEnd = isMark(tokens[from + 1], '(') ? (partner[from + 1] ?? -1) : -1;
    const nameAt = receiverEnd > 0 ? receiverEnd + 1 : from + 1;
    const name = tokens[nameAt];
    const parametersEnd = partner[nameAt + 1] ?? -1;
    if (name?.kind !== 'word' || !isMark(tokens[nameAt + 1], '(') || parametersEnd < 0) continue;
    let open = parametersEnd + 1;
    while (open < tokens.length && !isMark(tokens[open], '{') && !isWord(tokens[open], 'func')) open += 1;
    const close = partner[open] ?? -1;
    if (close < open) continue;
    const parameters = written(tokens.slice(nameAt + 2, parametersEnd));
    const receiver = receiverEnd > 0 ? receiverOf(tokens.slice(from + 2, receiverEnd)) : undefined;
    const to = Math.min(close + 1, tokens.length + 1);
    const endLine = tokens[Math.min(close, tokens.length - 1)]?.line ?? name.line;
    if (isTest(name.text, parameters, receiver !== undefined))
      found.push({ name: name.text, receiver, line: name.line, endLine, from, open, to });
    from = close;
  }
  return found;
}

function isTest(name: string, parameters: string, isMethod: boolean): boolean {
  if (isMethod) return /^Test(?!\p{Ll})/u.test(name) && parameters === '';
  if (/^Example(?!\p{Ll})/u.test(name)) return parameters === '';
  return testName.test(name) && /\*testing\.[TF]\b/.test(parameters);
}

function receiverOf(tokens: readonly Token[]): { name: string; type: string } {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text);
  return { name: words.length > 1 ? (words[0] ?? '') : '', type: words[words.length > 1 ? 1 : 0] ?? '' };
}

/** What tests go by: `t` of `t *testing.T`. */
function testNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, 'testing') || !isMark(tokens[at + 1], '.') || !/^(?:T|F|B|TB)$/.test(tokens[at + 2]?.text ?? ''))
      continue;
    const name = tokens[isMark(tokens[at - 1], '*') ? at - 2 : at - 1];
    if (name?.kind === 'word') names.add(name.text);
  }
  return names;
}

interface GoTest {
  readonly title: string;
  readonly line: number;
  /** Of its body. */
  readonly tokens: readonly Token[];
  readonly names: ReadonlySet<string>;
  readonly output: readonly Assertion[];
}

type Around = Pick<TestBlock, 'disabled' | 'returnsEarly'>;

function blocksOf(test: GoTest, around: Around): TestBlock[] {
  const { own, subtests } = withoutSubtests(test);
  const { assertions, disabled } = readGoTest(own, test.names);
  const cases = assertions.length === 0 ? [] : goCases(own);
  const ends = earlyReturn(test.tokens, { from: 0, to: test.tokens.length }, (at) => isExit(test.tokens, at));
  const state = { disabled: strongestSkip([disabled, around.disabled]), returnsEarly: around.returnsEarly ?? ends };
  const all = [...cases, ...assertions, ...test.output];
  const block = {
    title: test.title,
    line: test.line,
    body: written(own),
    focused: false,
    assertions: all,
    ...state,
  };
  const inner = subtests.flatMap((subtest) => {
    const isCutOff = state.returnsEarly !== null && subtest.line > state.returnsEarly;
    return blocksOf(subtest, {
      disabled: state.disabled,
      returnsEarly: isCutOff ? state.returnsEarly : around.returnsEarly,
    });
  });
  // One that only holds others asserts nothing by itself.
  return all.length === 0 && inner.length > 0 ? inner : [block, ...inner];
}

/** Takes the bodies of `t.Run("name", func(t *testing.T) {…})` out. */
function withoutSubtests(test: GoTest): { own: Token[]; subtests: GoTest[] } {
  const { tokens, title, names } = test;
  const partner = partners(tokens);
  const own: Token[] = [];
  const subtests: GoTest[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    own.push(token);
    const call = token.text === 'Run' ? callAt(tokens, partner, at) : undefined;
    const [name, body] = call?.args ?? [];
    if (call === undefined || name?.length !== 1 || name[0]?.kind !== 'text' || !isWord(body?.[0], 'func')) continue;
    let open = at + 4;
    while (open < tokens.length && !isMark(tokens[open], '{')) open += 1;
    const close = Math.min(partner[open] ?? -1, tokens.length);
    if (close < open) continue;
    own.push(...tokens.slice(at + 1, open + 1));
    const inner = tokens.slice(open + 1, close);
    subtests.push({
      title: `${title} > ${name[0].text.slice(1, -1)}`,
      line: token.line,
      tokens: inner,
      names,
      output: [],
    });
    at = close - 1;
  }
  return { own, subtests };
}

function isExit(tokens: readonly Token[], at: number): boolean {
  const call = /^(?:Exit|Goexit)$/.test(tokens[at + 2]?.text ?? '') ? tokens[at]?.text : undefined;
  return call === 'os' || call === 'runtime';
}

function outputOf(comments: BraceText['comments'], { line, endLine }: GoFunction): Assertion[] {
  const inside = comments.filter((comment) => comment.line > line && comment.line <= endLine);
  const start = inside.findIndex(({ text }) => /^\/\/\s*(?:unordered )?output:/i.test(text));
  const first = inside[start];
  if (first === undefined) return [];
  const text = inside.slice(start).map((comment) => comment.text.replace(/^\/\/\s?/, ''));
  const expected = text.join('\n').replace(/^(?:unordered )?output:\s*/i, '');
  return [
    { line: first.line, text: text.join(' '), subject: 'output', matcher: 'Output', expected, strength: 'strong' },
  ];
}

const platforms =
  /^(?:aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|wasip1|windows|unix|386|amd64|arm|arm64|loong64|mips\w*|ppc64\w*|riscv64|s390x|wasm|cgo|race|gc|gccgo|go1(?:\.\d+)?)$/;

/** A build tag that nothing sets by itself keeps all tests of a file from running. */
function buildTag(comments: BraceText['comments'], packageLine: number): string | null {
  for (const { text, line } of comments) {
    const expression =
      line < packageLine ? /^\/\/\s*(?:go:build|\+build)\s+(?<tags>.*)$/.exec(text)?.groups?.['tags'] : undefined;
    const tags = expression?.match(/!?[\w.]+/g) ?? [];
    if (tags.some((tag) => !tag.startsWith('!') && !platforms.test(tag))) return `if //go:build ${expression}`;
  }
  return null;
}
