import type { Code } from './tokens.ts';
import { skipBracket, written } from './written.ts';

/** How the code of a test or a group ends it before its time. */
export interface Stops {
  /** A call that skips it, with its condition: `this.skip()`, `if (isWindows) t.skip()`. */
  readonly skipped: string | null;
  /** Lines and token indexes of `return`s that nothing guards. */
  readonly returns: readonly { readonly line: number; readonly at: number }[];
}

const skips = new Set(['skip', 'todo', 'fixme', 'fail']);
const runners = new Set(['test', 'it', 'describe', 'this', 't', 'ctx', 'context', 'task']);
const always = /^(?:true|1|!0|!false)$/;

/** Reads the statements of a body, and those one `if` deep. `declared` are tokens that begin tests of their own. */
export function stopsIn(code: Code, [from, to]: readonly [number, number], declared: ReadonlySet<number>): Stops {
  const returns: { line: number; at: number }[] = [];
  let skipped: string | null = null;

  function scan(start: number, end: number, condition: string | null): void {
    const guard = condition === null ? '' : `if (${condition}) `;
    for (let at = start; at < end; at = skipBracket(code, at) + 1) {
      const token = code.tokens[at];
      const next = code.tokens[at + 1];
      if (token?.kind !== 'word') continue;
      if (token.text === 'if' && next?.text === '(' && condition === null) at = scanBranch(at);
      else if (token.text === 'else') at = endOfStatement(code, at + 1, end) - 1;
      else if (token.text === 'return') {
        const done = endOfStatement(code, at, end);
        if (condition === null) returns.push({ line: token.line, at: done });
        else if (done <= at + 2) skipped ??= `${guard}return`;
      } else if (!declared.has(at) && skipsAt(code, at))
        skipped ??= `${guard}${written(code, at, endOfCall(code, at))}`;
    }
  }

  /** The branch of an `if`; gives its last token. */
  function scanBranch(at: number): number {
    const close = skipBracket(code, at + 1);
    const condition = written(code, at + 2, close);
    const block = code.tokens[close + 1]?.text === '{';
    const end = block ? skipBracket(code, close + 1) : endOfStatement(code, close + 1, to);
    // A branch that fails the test before it returns keeps nothing from being seen.
    const fails =
      block && code.tokens.slice(close, end).some(({ text }) => /^(?:fail|throw|reject|expect|assert)$/.test(text));
    if (!fails) scan(block ? close + 2 : close + 1, Math.min(end, to), always.test(condition) ? null : condition);
    return block ? end : end - 1;
  }

  scan(from, to, null);
  return { skipped, returns };
}

function skipsAt({ tokens }: Code, at: number): boolean {
  const [name, dot, member, open] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  const before = tokens[at - 1]?.text;
  if (before === '.') return false;
  if ((name?.text === 'skip' || name?.text === 'pending') && dot?.text === '(') return before !== 'function';
  return (
    runners.has(name?.text ?? '') &&
    dot?.text === '.' &&
    skips.has(member?.text ?? '') &&
    open?.text === '(' &&
    !(member?.text === 'fail' && name?.text !== 'test')
  );
}

function endOfCall(code: Code, at: number): number {
  let open = at;
  while (code.tokens[open]?.text !== '(') open += 1;
  return skipBracket(code, open) + 1;
}

/** Behind a statement: its semicolon, or the line that begins another one. */
function endOfStatement(code: Code, from: number, to: number): number {
  for (let at = from; at < to; at = skipBracket(code, at) + 1) {
    const [token, before] = [code.tokens[at], code.tokens[at - 1]];
    if (token?.text === ';') return at + 1;
    if (at === from || token === undefined || before === undefined || token.line === before.line) continue;
    const bare = before.text === 'return' && at === from + 1;
    if (
      bare ||
      (token.kind === 'word' &&
        /^[)\]}\w$'"`]$|\w$|['"`]$/.test(before.text) &&
        !/^(?:in|of|instanceof|as|satisfies)$/.test(token.text))
    )
      return at;
  }
  return to;
}

/** Ranges whose assertions never decide: `if (false) {…}`, and `try {…} catch {}`. */
export function deadRanges(code: Code, [from, to]: readonly [number, number]): [number, number][] {
  const { tokens } = code;
  const found: [number, number][] = [];
  for (let at = from; at < to; at += 1) {
    const { text } = tokens[at] ?? { text: '' };
    if (text === 'if' && /^(?:false|0)$/.test(tokens[at + 2]?.text ?? '') && tokens[at + 3]?.text === ')')
      found.push([at, tokens[at + 4]?.text === '{' ? skipBracket(code, at + 4) : endOfStatement(code, at + 4, to)]);
    if (text !== 'try' || tokens[at + 1]?.text !== '{') continue;
    const close = skipBracket(code, at + 1);
    if (tokens[close + 1]?.text !== 'catch') continue;
    const block = tokens[close + 2]?.text === '(' ? skipBracket(code, close + 2) + 1 : close + 2;
    if (tokens[block]?.text === '{' && tokens[block + 1]?.text === '}') found.push([at, close]);
  }
  return found;
}
