/**
 * A text as sentences of tokens. Names, paths, flags and numbers stay exactly what they are: `getUser`, `src/a.ts`,
 * `--json`, `0.5`. Other words lose their capitals. Commas and colons stay, as tokens of their own.
 */
export function sentencesOf(text: string): readonly (readonly string[])[] {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/\r\n?/g, '\n');
  const sentences: string[][] = [[]];
  for (const [piece] of plain.matchAll(pieces)) {
    if (ends.test(piece)) sentences.push([]);
    else sentences.at(-1)?.push(...wordsOf(piece));
  }
  return sentences.map(withArticle).filter((sentence) => sentence.some((token) => !isMark(token)));
}

/** A capital A is a name, but at a sentence's front where something follows that it may be the article of. */
function withArticle([first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  const isName = first !== 'A' || rest[0] === undefined || rest[0] === 'or' || rest[0] === 'and' || isMark(rest[0]);
  return [isName ? first : 'a', ...rest];
}

/** A comma or a colon. */
export function isMark(token: string): boolean {
  return token === ',' || token === ':';
}

/** Whether a word names something exactly: code, a path, a flag, a number, an address. */
export function isExact(token: string): boolean {
  return /[^\p{L}'-]/u.test(token) || /\p{Lu}/u.test(token);
}

/** The end of a sentence: a mark behind which nothing or a blank stands, or a new line. */
const ends = /^(?:[.?!;。]+|\n)$/u;

const word = String.raw`(?:--?|[.~$@#/\\]+)?[\p{L}\p{N}_]+(?:[./\-:@+*'\\=&%_]+[\p{L}\p{N}_]+)*(?:\/|\+\+|#|%|\(\))?`;
const pieces = new RegExp(
  [
    String.raw`\x60[^\x60\n]+\x60`,
    String.raw`"[^"\n]+"`,
    word,
    String.raw`\n|;|。`,
    String.raw`[.?!]+(?=\s|$|["')\]*_])`,
    String.raw`[,:]`,
    String.raw`[^\s\p{L}\p{N}\x60"'()\[\]{}*_–—-]`,
  ].join('|'),
  'gu',
);

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Short forms, which are what they stand for. */
const spelledOut: readonly (readonly [RegExp, string])[] = [
  [/^can't$|^cannot$/, 'can not'],
  [/^won't$/, 'will not'],
  [/^shan't$/, 'shall not'],
  [/^(\p{L}+)n't$/u, '$1 not'],
  [/^i'm$/, 'i am'],
  [/^(\p{L}+)'re$/u, '$1 are'],
  [/^(\p{L}+)'ve$/u, '$1 have'],
  [/^(\p{L}+)'ll$/u, '$1 will'],
  [/^(\p{L}+)'d$/u, '$1 would'],
  [/^(what|which|where|who|it|that|there|here|how)'s$/, '$1 is'],
  [/^(\p{L}+)'s?$/u, '$1'],
];

function wordsOf(piece: string): string[] {
  if (piece.startsWith('`')) return [codeWord(piece.slice(1, -1).trim())];
  if (piece.startsWith('"')) return quoted(piece.slice(1, -1).trim());
  const bare = piece.replace(/[-:]+$/, '');
  // A capital in the middle is a name's: `getUser`. One at the front, or all of them, may be the sentence's.
  const isName = /[^\p{L}'-]/u.test(bare) || /\p{Ll}\p{Lu}/u.test(bare) || /^[A-HJ-Z]$/.test(bare);
  if (isName) return [bare];
  const lower = bare.toLowerCase();
  const number = numbers.indexOf(lower);
  if (number !== -1) return [String(number)];
  for (const [short, long] of spelledOut) if (short.test(lower)) return lower.replace(short, long).split(' ');
  return [lower];
}

/** Code is exact; where it looks like any other word it is that word, but a letter is no article. */
function codeWord(code: string): string {
  return code.length === 1 ? `\`${code}\`` : code.replaceAll(/\s+/g, ' ');
}

/** A quoted word is that word; several in quotes are one name. */
function quoted(text: string): string[] {
  return /\s/.test(text)
    ? [`"${text.replaceAll(/\s+/g, ' ')}"`]
    : [...text.matchAll(pieces)].flatMap(([each]) => wordsOf(each));
}
