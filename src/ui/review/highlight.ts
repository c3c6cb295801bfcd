import { type Language, markUp } from './languages.ts';
import type { Meaning } from './review-theme.ts';

/** What a piece of code is, by the number that `highlightLines` gives it. */
export const syntax = [
  'plain',
  'keyword',
  'string',
  'comment',
  'number',
  'title',
  'type',
  'tag',
] as const satisfies Meaning[];

const [keyword, string, comment, number, title, type, tag] = [1, 2, 3, 4, 5, 6, 7];

const scopes: Readonly<Record<string, number>> = {
  keyword,
  literal: keyword,
  operator: keyword,
  'selector-pseudo': keyword,
  meta: keyword,
  string,
  regexp: string,
  char: string,
  code: string,
  comment,
  quote: comment,
  doctag: comment,
  number,
  symbol: number,
  bullet: number,
  title,
  section: title,
  attr: title,
  attribute: title,
  property: title,
  type,
  built_in: type,
  class: type,
  'selector-class': type,
  'selector-id': type,
  variable: 0,
  subst: 0,
  params: 0,
  punctuation: 0,
  tag: 0,
  name: tag,
  'selector-tag': tag,
  link: tag,
};

const markup = /<span class="([^"]*)">|<\/span>|&(?:amp|lt|gt|quot|#x27);|\n/g;

/** More than this in one block (minified code) is not worth a person's wait. */
const longestBlock = 65_536;

/** Languages whose block comments look the same from inside. */
const slashStar: ReadonlySet<Language> = new Set([
  'c',
  'cpp',
  'css',
  'go',
  'java',
  'javascript',
  'rust',
  'sql',
  'typescript',
]);

/**
 * The syntax of consecutive lines of a file: for each line an index into `syntax` per UTF-16 unit; null when the block
 * is too large. A block that begins inside a block comment is seen as such when the comment ends in it.
 */
export function highlightLines(lines: readonly string[], language: Language): readonly Uint8Array[] | null {
  const code = lines.join('\n');
  if (code.length > longestBlock) return null;
  const marks = lines.map((line) => new Uint8Array(line.length));
  const inComment = slashStar.has(language) && startsInComment(code);
  const html = markUp(inComment ? `/*${code}` : code, language);
  let line = 0;
  let column = inComment ? -2 : 0;
  let done = 0;
  const open: number[] = [];
  let scope = 0;
  const mark = (length: number) => {
    if (scope !== 0 && length > 0) marks[line]?.fill(scope, Math.max(0, column), Math.max(0, column + length));
    column += length;
  };
  for (const found of html.matchAll(markup)) {
    mark(found.index - done);
    done = found.index + found[0].length;
    if (found[1] !== undefined) {
      open.push(scope);
      scope = scopeOf(found[1], scope);
    } else if (found[0] === '</span>') {
      scope = open.pop() ?? 0;
    } else if (found[0] === '\n') {
      line += 1;
      column = 0;
    } else {
      mark(1);
    }
  }
  mark(html.length - done);
  return marks;
}

/** `hljs-title function_` is a title; `language-css` and unknown scopes look like what surrounds them. */
function scopeOf(classes: string, outer: number): number {
  return scopes[/^hljs-([\w-]+)/.exec(classes)?.[1] ?? ''] ?? outer;
}

function startsInComment(code: string): boolean {
  const close = code.indexOf('*/');
  if (close === -1) return false;
  const open = code.indexOf('/*');
  // Only lines that look like a comment's inside: a glob such as **/*.ts also has these characters.
  return (
    (open === -1 || open > close) &&
    code
      .slice(0, close)
      .split('\n')
      .every((line) => /^\s*(?:\*|$|[^;{}()=]*$)/.test(line))
  );
}
