import type { ReadTests, TestBlock } from '../test-block.ts';
import { earlyReturn } from './reading/blocks.ts';
import { type BraceLanguage, braceTokens, quotedEnd } from './reading/brace-tokens.ts';
import { rustAssertions } from './reading/rust-assertions.ts';
import {
  type Attribute,
  attribute,
  attributeAssertions,
  makesTest,
  skipOfAttributes,
} from './reading/rust-attributes.ts';
import { strongestSkip } from './reading/strongest-skip.ts';
import { type Token, isMark, isOpener, isWord, partners, splitAt, written } from './reading/tokens.ts';

const rawText = /(?:b|c)?r(?<hashes>#*)"/y;
const plainText = /(?:b|c)?"/y;
/** A character, not a lifetime: `'a'`, `'\n'`, `b'x'`. */
const character = /b?'(?:\\(?:u\{[^}\n]*\}|x[\da-fA-F]{2}|.)|[^'\\\n])'/uy;

const language: BraceLanguage = {
  nestedComments: true,
  textEnd(text, at) {
    rawText.lastIndex = at;
    const raw = rawText.exec(text);
    if (raw !== null) {
      const close = `"${raw.groups?.['hashes'] ?? ''}`;
      const end = text.indexOf(close, at + raw[0].length);
      return end === -1 ? text.length : end + close.length;
    }
    plainText.lastIndex = at;
    const plain = plainText.exec(text);
    if (plain !== null) return quotedEnd(text, at + plain[0].length, { quote: '"', oneLine: false });
    character.lastIndex = at;
    const one = character.exec(text);
    return one === null ? undefined : at + one[0].length;
  },
};

interface Scope {
  readonly groups: readonly string[];
  readonly disabled: string | null;
  /** Macros of this file that make tests. */
  readonly macros: ReadonlySet<string>;
}

/** The tests of a Rust file: functions under `#[test]` and its like, in modules, and those that macros make. */
export const readTests: ReadTests = (path, text) => {
  if (!path.endsWith('.rs')) return null;
  const named = /(?:^|\/)tests?(?:\/|\.rs$|_)|_tests?\.rs$/.test(path);
  // Most files have none: they are not taken apart for that.
  if (!/test|check/i.test(text)) return named ? [] : null;
  const { tokens } = braceTokens(text, language);
  const blocks = itemsOf(tokens, { groups: [], disabled: null, macros: testMacros(tokens) });
  return blocks.length === 0 && !named ? null : blocks;
};

/** `macro_rules! name { … #[test] … }` */
function testMacros(tokens: readonly Token[]): Set<string> {
  const partner = partners(tokens);
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    const name = tokens[at + 2];
    const end = partner[at + 3] ?? -1;
    if (!isWord(token, 'macro_rules') || name === undefined || end < at) continue;
    const inside = tokens.slice(at + 3, end);
    if (inside.some((one, place) => isWord(one, 'test') && /^[\](]$/.test(inside[place + 1]?.text ?? '')))
      names.add(name.text);
  }
  return names;
}

const otherItems = new Set(['struct', 'enum', 'union', 'use', 'static', 'type', 'trait', 'impl', 'let']);

function itemsOf(tokens: readonly Token[], scope: Scope): TestBlock[] {
  const partner = partners(tokens);
  const blocks: TestBlock[] = [];
  let attributes: Attribute[] = [];
  let around = scope;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    const name = tokens[at + 1];
    let next = Math.max(at, partner[at] ?? -1) + 1;
    if (isMark(token, '#') && (isMark(name, '[') || isMark(name, '!'))) {
      const open = isMark(name, '[') ? at + 1 : at + 2;
      const end = partner[open] ?? -1;
      const found = attribute(tokens.slice(open + 1, Math.max(end, open + 1)));
      if (open === at + 1) attributes.push(found);
      else around = { ...around, disabled: strongestSkip([around.disabled, skipOfAttributes([found])]) };
      next = Math.max(end, open) + 1;
    } else if (isWord(token, 'mod') && name?.kind === 'word' && isMark(tokens[at + 2], '{')) {
      const end = Math.min(partner[at + 2] ?? tokens.length, tokens.length);
      const disabled = strongestSkip([skipOfAttributes(attributes), around.disabled]);
      blocks.push(
        ...itemsOf(tokens.slice(at + 3, end), { ...around, groups: [...around.groups, name.text], disabled }),
      );
      attributes = [];
      next = end + 1;
    } else if (isWord(token, 'fn') && name?.kind === 'word') {
      const body = bodyOf(tokens, partner, at + 2);
      if (body !== undefined && attributes.some(makesTest))
        blocks.push(functionBlock({ name, attributes, ...body }, around));
      attributes = [];
      next = body?.next ?? at + 2;
    } else if (token?.kind === 'word' && isMark(name, '!')) {
      const open = isOpener(tokens[at + 2]) ? at + 2 : at + 3;
      const end = partner[open] ?? -1;
      if (end > open) {
        const inside = tokens.slice(open + 1, end);
        const made = tokens[at + 2];
        if (token.text !== 'macro_rules') blocks.push(...macroBlocks(token, inside, around));
        else if (made !== undefined) blocks.push(...ruleBlocks(made, inside, around));
        next = end + 1;
      }
      attributes = [];
    } else if (isMark(token, ';') || (token?.kind === 'word' && otherItems.has(token.text))) attributes = [];
    at = next;
  }
  return blocks;
}

interface Body {
  readonly parameters: readonly Token[];
  readonly tokens: readonly Token[];
  readonly next: number;
}

function bodyOf(tokens: readonly Token[], partner: Int32Array, from: number): Body | undefined {
  let start = from;
  while (start < tokens.length && !isMark(tokens[start], '(')) start += 1;
  const end = partner[start] ?? -1;
  if (end <= start) return undefined;
  // Nobody writes a longer type of a result.
  for (let at = end + 1; at < Math.min(tokens.length, end + 400); at += 1) {
    if (isMark(tokens[at], ';')) return undefined;
    const close = partner[at] ?? -1;
    if (isMark(tokens[at], '{')) {
      return { parameters: tokens.slice(start, end + 1), tokens: tokens.slice(at + 1, close), next: close + 1 };
    }
    if (close > at) at = close;
  }
  return undefined;
}

interface Definition extends Body {
  readonly name: Token;
  readonly attributes: readonly Attribute[];
}

function functionBlock({ name, attributes, parameters, tokens }: Definition, { groups, disabled }: Scope): TestBlock {
  const own = rustAssertions(tokens);
  const said = attributeAssertions(attributes).filter(({ matcher }) => matcher === 'should_panic' || own.length > 0);
  const kept = attributes.filter((one) => skipOfAttributes([one]) === null).map((one) => `#[${written(one.tokens)}]`);
  return {
    title: [...groups, name.text].join(' > '),
    line: name.line,
    body: [...kept, written(parameters), written(tokens)].join('\n'),
    disabled: strongestSkip([skipOfAttributes(attributes), disabled]),
    focused: false,
    assertions: [...said, ...own],
    returnsEarly: earlyReturn(tokens, { from: 0, to: tokens.length }, (at) => isExit(tokens, at)),
  };
}

/** A macro around functions (`proptest!`), or one that makes a test of the name it is given. */
function macroBlocks(macro: Token, inside: readonly Token[], scope: Scope): TestBlock[] {
  const inner = inside.some((token) => isWord(token, 'fn')) ? itemsOf(inside, scope) : [];
  if (inner.length > 0 || !(scope.macros.has(macro.text) || /test/i.test(macro.text))) return inner;
  const [name] = inside;
  if (name === undefined || (name.kind !== 'word' && name.kind !== 'text')) return [];
  const title = [...scope.groups, name.kind === 'text' ? name.text.slice(1, -1) : name.text].join(' > ');
  const rest = splitAt(inside, ',').slice(1);
  const own = rustAssertions(inside);
  // Where nothing is asserted in sight, the macro compares what it is given.
  const expected = rest.map(written).join(', ');
  const given = {
    line: name.line,
    text: written(inside),
    subject: title,
    matcher: `${macro.text}!`,
    expected,
    strength: 'strong' as const,
  };
  const body = rest.map(written).join('\n');
  return [
    {
      title,
      line: name.line,
      body,
      disabled: scope.disabled,
      focused: false,
      assertions: own.length > 0 ? own : [given],
      returnsEarly: null,
    },
  ];
}

/** What a macro of this file makes tests of: weaker there, all of them are. */
function ruleBlocks(name: Token, rules: readonly Token[], scope: Scope): TestBlock[] {
  if (!scope.macros.has(name.text)) return [];
  const partner = partners(rules);
  const blocks: TestBlock[] = [];
  for (let at = 0; at < rules.length; at += 1) {
    const end = partner[at + 1] ?? -1;
    if (isMark(rules[at], '=>') && end > at) {
      const made = rules
        .slice(at + 2, end)
        .filter((token, place, all) => token.text !== '$' || !isWord(all[place - 1], 'fn'));
      blocks.push(...itemsOf(made, { ...scope, groups: [...scope.groups, `${name.text}!`] }));
      at = end;
    } else at = Math.max(at, partner[at] ?? -1);
  }
  return blocks;
}

function isExit(tokens: readonly Token[], at: number): boolean {
  const path = written(tokens.slice(at, at + 5));
  return /^(?:std::)?process::exit/.test(path);
}
