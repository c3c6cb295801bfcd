import { type Grammar } from './grammar.ts';
import type { Statement } from './python-lines.ts';
import { type Token, isMark, partners, splitAt } from './tokens.ts';

/** How Python writes conditions. */
export const python: Grammar = {
  and: 'and',
  or: 'or',
  not: 'not',
  compare: ['==', '!=', 'is not', 'is', 'not in', 'in', '<=', '>=', '<', '>'],
  nothing: ['None'],
  truths: ['True'],
  equals: /^(?:allclose|array_equal|isclose|approx_equal)$/,
  methods: /^(?:startswith|endswith|equals|issubset|issuperset|isdisjoint)$/,
};

/** A call of a name that stands in a statement. */
export interface Call {
  /** Whole, with what it is called on: `pytest.raises`. */
  readonly name: string;
  /** After the last dot. */
  readonly last: string;
  /** The tokens before the last dot. */
  readonly on: readonly Token[];
  readonly args: readonly (readonly Token[])[];
  readonly token: Token;
}

/** Of tokens; a longer chain begins in its middle. */
const longestChain = 200;

/** The calls outside all brackets, in their order: `a.b(1).c(2)` has two. */
export function callsIn(tokens: readonly Token[]): Call[] {
  const calls: Call[] = [];
  const partner = partners(tokens);
  let start = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const end = partner[at] ?? -1;
    const before = tokens[at - 1];
    if (end > at) {
      if (token.text === '(' && before?.kind === 'word') {
        const on = isMark(tokens[at - 2], '.') ? tokens.slice(Math.max(start, at - longestChain), at - 2) : [];
        const name = [...on, ...(on.length > 0 ? ['.'] : []), before].map((one) =>
          typeof one === 'string' ? one : one.text,
        );
        const args = splitAt(tokens.slice(at + 1, end), ',');
        calls.push({ name: name.join(''), last: before.text, on, args, token: before });
      }
      at = end;
    } else if (!isMark(token, '.') && !isMark(before, '.') && !continues(before, token)) start = at;
  }
  return calls;
}

function continues(before: Token | undefined, token: Token): boolean {
  return before !== undefined && token.kind === 'mark' && '([{'.includes(token.text);
}

/** The word that a statement begins with; what `async` or `await` stand before counts. */
export function head(statement: Statement): string {
  const [first, second] = statement.tokens;
  const word = first?.text === 'async' || first?.text === 'await' ? second : first;
  return word?.kind === 'word' ? word.text : '';
}

/** What stands between the first word and the colon. */
export function condition(statement: Statement): readonly Token[] {
  const { tokens } = statement;
  return tokens.slice(1, isMark(tokens.at(-1), ':') ? -1 : undefined);
}

/** A docstring, or text that stands alone: no code. */
export function isProse(statement: Statement): boolean {
  return (
    statement.tokens.every((token) => token.kind === 'text') || statement.tokens.every((token) => token.text === '...')
  );
}

/** The arguments without those given by name. */
export function positional(args: Call['args']): Call['args'] {
  return args.filter(([first, second]) => !(first?.kind === 'word' && isMark(second, '=')));
}
