import stringWidth from 'string-width';

/** What is painted for a character that must not reach the terminal. */
const substitute = 0xfffd;

/** One grapheme of a text and the columns it covers. */
export interface Grapheme {
  readonly text: string;
  readonly width: 1 | 2;
}

/** Longest grapheme kept, in code units; a longer pile of marks is cut. */
const longestGrapheme = 32;
/** Distinct graphemes kept: a program that prints endless new ones must not fill the memory. */
const mostGraphemes = 65_536;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const table: string[] = [];
const indexes = new Map<string, number>();
let widths = new Map<string, number>();

/** True for a code point that every terminal draws in one column and that never joins its neighbours. */
export function isPlain(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20;
  if (codePoint < 0x300) return codePoint >= 0xa0 && codePoint !== 0xad;
  if (codePoint >= 0x2500) return codePoint <= 0x259f || (codePoint >= 0x2800 && codePoint <= 0x28ff);
  if (codePoint >= 0x2010) return codePoint <= 0x2027 || (codePoint >= 0x2030 && codePoint <= 0x205e);
  return (codePoint >= 0x370 && codePoint <= 0x482) || (codePoint >= 0x48a && codePoint <= 0x52f);
}

/** True for a code point that could steer the terminal or reorder what is read: controls, bidi, invisible ones. */
export function isForbidden(codePoint: number): boolean {
  if (codePoint < 0xa0) return codePoint < 0x20 || codePoint >= 0x7f;
  if (codePoint === 0xad || codePoint === 0x61c || codePoint === 0xfeff) return true;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return true;
  if (codePoint === 0x200b || codePoint === 0x200e || codePoint === 0x200f) return true;
  return (codePoint >= 0x2028 && codePoint <= 0x202e) || (codePoint >= 0x2060 && codePoint <= 0x206f);
}

/**
 * The number under which a grapheme of several code points is kept, or undefined when the table is full: the caller
 * then shows the first code point alone.
 */
export function internGrapheme(text: string): number | undefined {
  const known = indexes.get(text);
  if (known !== undefined) return known;
  if (table.length >= mostGraphemes) return undefined;
  indexes.set(text, table.length);
  return table.push(text) - 1;
}

/** The text kept under a number of `internGrapheme`. */
export function graphemeText(index: number): string {
  return table[index] ?? String.fromCodePoint(substitute);
}

/**
 * Splits the text of a run into graphemes that cover exactly `width` columns where the text allows it. Forbidden code
 * points become visible: one that has no column of its own replaces the grapheme it hid in.
 */
export function splitGraphemes(text: string, width: number): Grapheme[] {
  const whole = collect(segments(text));
  if (columnsOf(whole) === width) return whole;
  // The emulator's tables may differ from this Node's. Its runs are either one cell, or code points of one width.
  const characters = Array.from(text);
  const each = width / characters.length;
  if (each === 1 || each === 2) return characters.map((character) => ({ text: clean(character), width: each }));
  return width === 1 || width === 2 ? [{ text: clean(text), width }] : whole;
}

function* segments(text: string): Generator<string> {
  for (const segment of segmenter.segment(text)) yield segment.segment;
}

function collect(pieces: Iterable<string>): Grapheme[] {
  const found: Grapheme[] = [];
  for (const piece of pieces) {
    const columns = widthOf(piece);
    const last = found.at(-1);
    if (columns > 0) found.push({ text: clean(piece), width: columns > 1 ? 2 : 1 });
    else if (last === undefined) found.push({ text: clean(piece), width: 1 });
    else found[found.length - 1] = { text: clean(last.text + piece), width: last.width };
  }
  return found;
}

function columnsOf(graphemes: readonly Grapheme[]): number {
  let columns = 0;
  for (const grapheme of graphemes) columns += grapheme.width;
  return columns;
}

/** C0 and C1 controls count as one column: something of the size of a cell was meant. */
function widthOf(text: string): number {
  const first = text.codePointAt(0) ?? 0;
  if (first < 0x20 || (first >= 0x7f && first < 0xa0) || (first >= 0xd800 && first <= 0xdfff)) return 1;
  let width = widths.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (widths.size >= 4096) widths = new Map();
    widths.set(text, width);
  }
  return width;
}

function clean(text: string): string {
  for (const character of text) {
    if (isForbidden(character.codePointAt(0) ?? 0)) return String.fromCodePoint(substitute);
  }
  if (text.length <= longestGrapheme) return text;
  const cut = text.slice(0, longestGrapheme);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
