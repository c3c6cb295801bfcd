import { attribute, plainLook } from '../core/picture.ts';
import type { Colour, Look, UnderlineStyle } from '../core/picture.ts';
import { combinedFlag, extendedFlag } from './emulator/inside.ts';
import type { Extended, InnerLine } from './emulator/inside.ts';
import type { Links } from './emulator/links.ts';

const rgbMode = 0x3000000;

/** The colour in one of xterm's numbers: two bits say of which kind, the rest is a palette entry or 0xRRGGBB. */
function colourOf(word: number): Colour {
  const mode = word & rgbMode;
  if (mode === 0) return -1;
  return mode === rgbMode ? 0x1000000 + (word & 0xffffff) : word & 0xff;
}

/** Attribute bits by where xterm keeps them, in the number of the foreground and in that of the background. */
const foregroundBits: readonly (readonly [flag: number, bit: number])[] = [
  [0x4000000, attribute.inverse],
  [0x8000000, attribute.bold],
  [0x10000000, attribute.underline],
  [0x20000000, attribute.blink],
  [0x40000000, attribute.invisible],
  [0x80000000, attribute.strike],
];
const backgroundBits: readonly (readonly [flag: number, bit: number])[] = [
  [0x4000000, attribute.italic],
  [0x8000000, attribute.dim],
  [0x40000000, attribute.overline],
];

function bitsOf(word: number, table: typeof foregroundBits): number {
  let bits = 0;
  if (word >>> 26 !== 0) for (const [flag, bit] of table) if ((word & flag) !== 0) bits |= bit;
  return bits;
}

function styleOf(extended: Extended): UnderlineStyle | undefined {
  const style = (extended['_ext'] >> 26) & 7;
  return style === 2 || style === 3 || style === 4 || style === 5 ? style : undefined;
}

/** What a look is read from: the two numbers of a cell or of the pen, and what is kept beside them. */
export interface Inked {
  readonly fg: number;
  readonly bg: number;
  readonly extended: Extended | undefined;
}

/** The look of a cell or of the pen. */
export function lookOf({ fg, bg, extended }: Inked, links: Links): Look {
  const attributes = bitsOf(fg, foregroundBits) | bitsOf(bg, backgroundBits);
  const look = { fg: colourOf(fg), bg: colourOf(bg), attributes };
  if (extended === undefined || (bg & extendedFlag) === 0) return look;
  const underlined = (attributes & attribute.underline) !== 0;
  const underline = underlined ? styleOf(extended) : undefined;
  const colour = underlined ? colourOf(extended['_ext']) : -1;
  const link = links.uri(extended['_urlId']);
  return {
    ...look,
    ...(underline !== undefined && { underline }),
    ...(colour !== -1 && { underlineColour: colour }),
    ...(link !== undefined && { link }),
  };
}

/** One drawn cell: its grapheme (a space when blank), and the columns it covers. */
export interface DrawnCell {
  text: string;
  width: 1 | 2;
  look: Look;
  /** Its text is one code point; 0 when it is several. */
  codePoint: number;
}

/**
 * Goes through the cells of a line from left to right; their widths always sum up to `columns`. A wide character that
 * was cut in half and a mark that stands alone are blank: neither has a place of its own on a screen. The cell handed to
 * `visit` is used again for the next one; equal neighbours have the same look object.
 */
export function eachCell(line: InnerLine, links: Links, visit: (cell: DrawnCell) => void): void {
  const { _data: data, _combined: combined, _extendedAttrs: beside } = line;
  const columns = data.length / 3;
  const cell: DrawnCell = { text: ' ', width: 1, look: plainLook, codePoint: 0x20 };
  let fg = 0;
  let bg = 0;
  let extended: Extended | undefined;
  for (let column = 0; column < columns;) {
    const index = column * 3;
    const content = data[index] ?? 0;
    const nextFg = data[index + 1] ?? 0;
    const nextBg = data[index + 2] ?? 0;
    const nextExtended = (nextBg & extendedFlag) === 0 ? undefined : beside[column];
    if (nextFg !== fg || nextBg !== bg || nextExtended !== extended) {
      [fg, bg, extended] = [nextFg, nextBg, nextExtended];
      cell.look = lookOf({ fg, bg, extended }, links);
    }
    const width = (content >>> 22) & 3;
    // Every other cell that follows a wide one is no second half of it.
    const wide = width === 2 && column + 1 < columns && ((data[index + 3] ?? 0) & 0xffffff) === 0;
    const codePoint = content & 0x1fffff;
    if (width === 0 || (width === 2 && !wide) || (content & 0x3fffff) === 0) {
      cell.text = ' ';
      cell.codePoint = 0x20;
    } else if ((content & combinedFlag) !== 0) {
      cell.text = combined[column] ?? ' ';
      cell.codePoint = 0;
    } else {
      cell.text = String.fromCodePoint(codePoint);
      cell.codePoint = codePoint;
    }
    cell.width = wide ? 2 : 1;
    visit(cell);
    column += cell.width;
  }
}
