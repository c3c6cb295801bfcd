import type { Look } from '../../core/picture.ts';
import { sgrParameters } from '../answers/settings.ts';
import { lookOf } from '../cells.ts';
import { combinedFlag, extendedFlag, protectedFlag } from '../emulator/inside.ts';
import type { Extended, InnerLine } from '../emulator/inside.ts';
import type { Links } from '../emulator/links.ts';

const csi = '\x1b[';

/** A cell that no output makes just so, as xterm keeps it: for what remains of a wide character that was cut. */
export interface OddCell {
  /** Line, counted from the first one painted. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly width: number;
  readonly fg: number;
  readonly bg: number;
  /** Underline, and the link, where the cell has them. */
  readonly ext?: number;
  readonly link?: string;
}

/** Columns of a text that stands alone, by the emulator's own tables; undefined: it would not be one cell. */
export type WidthOf = (text: string) => number | undefined;

/** How a cell is written: what its numbers come to. */
interface Ink {
  readonly look: Look;
  readonly sgr: string;
  /** DECSCA: selective erase spares it. */
  readonly guarded: boolean;
  /** It has a background at most: erasing makes such cells. */
  readonly erasable: boolean;
}

/** An erased cell and one with text of one column: their first numbers. */
const blank = 0x400000;

/** Code points that never join a neighbour: most of what is not ASCII. */
function standsAlone(codePoint: number): boolean {
  if (codePoint < 0x300) return codePoint !== 0xad;
  return (codePoint >= 0x2500 && codePoint < 0x2600) || (codePoint >= 0x4e00 && codePoint < 0xa000);
}

/** The looks of cells by their numbers, each worked out once. */
class Inks {
  readonly #links: Links;
  readonly #known = new Map<number, Map<number, Ink>>();

  constructor(links: Links) {
    this.#links = links;
  }

  /** The ink of a cell. `extended` is what is kept beside it, if its numbers say so. */
  of(fg: number, bg: number, extended: Extended | undefined): Ink {
    if (extended !== undefined) return this.#make(fg, bg, extended);
    const same = this.#known.get(fg) ?? new Map<number, Ink>();
    const ink = same.get(bg) ?? this.#make(fg, bg, undefined);
    same.set(bg, ink);
    this.#known.set(fg, same);
    return ink;
  }

  #make(fg: number, bg: number, extended: Extended | undefined): Ink {
    const look = lookOf({ fg, bg, extended }, this.#links);
    const guarded = (bg & protectedFlag) !== 0;
    const erasable = look.attributes === 0 && look.fg === -1 && look.link === undefined && !guarded;
    return { look, sgr: `${csi}${sgrParameters(look)}m`, guarded, erasable };
  }
}

/** Writes lines as a program would, one after the other; what output can't make is put on a list. */
export class LinePainter {
  readonly #links: Links;
  readonly #widthOf: WidthOf;
  readonly #inks: Inks;
  readonly #plain: Ink;
  readonly odd: OddCell[] = [];
  /** Numbers of the lines that continue the one above. */
  readonly wrapped: number[] = [];
  #out = '';
  #pen: Ink;
  #guarded = false;
  #line = 0;
  /** Where the cursor is; -1: it has to be set before text that must not join. */
  #column = 0;

  constructor(links: Links, widthOf: WidthOf) {
    this.#links = links;
    this.#widthOf = widthOf;
    this.#inks = new Inks(links);
    this.#plain = this.#inks.of(0, 0, undefined);
    this.#pen = this.#plain;
  }

  /** The bytes so far, with a plain pen at their end. */
  take(): string {
    this.#setPen(this.#plain);
    const out = this.#out;
    this.#out = '';
    return out;
  }

  /** One line, from the first column on; the cursor is there. `next` says that another line follows. */
  paint(line: InnerLine, next: boolean): void {
    const { _data: data, _extendedAttrs: beside } = line;
    const columns = data.length / 3;
    if (line.isWrapped) this.wrapped.push(this.#line);
    this.#column = 0;
    let ink = this.#plain;
    let [fg, bg] = [0, 0];
    let extended: Extended | undefined;
    for (let column = 0; column < columns;) {
      const index = column * 3;
      const content = data[index] ?? 0;
      const nextFg = data[index + 1] ?? 0;
      const nextBg = data[index + 2] ?? 0;
      const nextExtended = (nextBg & extendedFlag) === 0 ? undefined : beside[column];
      if (nextFg !== fg || nextBg !== bg || nextExtended !== extended) {
        [fg, bg, extended] = [nextFg, nextBg, nextExtended];
        ink = this.#inks.of(fg, bg, extended);
      }
      if (content === blank) column += this.#paintBlanks(line, column, ink);
      else if (content >= 0x400020 && content < 0x40007f) {
        if (column !== this.#column) this.#moveTo(column);
        if (ink !== this.#pen) this.#setPen(ink);
        this.#out += String.fromCharCode(content & 0x7f);
        this.#column = ++column;
      } else column += this.#paintText(line, column, ink);
    }
    // A line that is scrolled in takes the colour of the pen.
    if (next && this.#pen.look.bg !== -1) this.#setPen(this.#plain);
    if (next) this.#out += '\r\n';
    this.#line++;
  }

  /** Cells that were erased, in a background or none. Says how many. */
  #paintBlanks(line: InnerLine, column: number, ink: Ink): number {
    if (!ink.erasable) return this.#note(line, column);
    const { _data: data } = line;
    const [fg, bg] = [data[column * 3 + 1], data[column * 3 + 2]];
    let end = column + 1;
    while (data[end * 3] === blank && data[end * 3 + 1] === fg && data[end * 3 + 2] === bg) end++;
    if (ink.look.bg !== -1) {
      this.#moveTo(column);
      this.#setPen(ink);
      this.#out += `${csi}${end - column}X`;
    }
    return end - column;
  }

  /** Text that is not ASCII. Says how many columns it took. */
  #paintText(line: InnerLine, column: number, ink: Ink): number {
    const { _data: data } = line;
    const content = data[column * 3] ?? 0;
    const codePoint = (content & combinedFlag) === 0 ? content & 0x1fffff : 0;
    const text = codePoint === 0 ? (line['_combined'][column] ?? '') : String.fromCodePoint(codePoint);
    const width = content >>> 22;
    const alone = codePoint !== 0 && standsAlone(codePoint);
    const usual = alone && codePoint < 0x2600 ? 1 : this.#widthOf(text);
    if (width === 0 || width !== usual || (column + width) * 3 > data.length) return this.#note(line, column);
    if (!alone) this.#column = -1;
    this.#moveTo(column);
    this.#setPen(ink);
    this.#out += text;
    this.#column = alone ? column + width : -1;
    if (width === 2 && !isSecondHalf(line, column + 1)) this.#note(line, column + 1);
    return width;
  }

  #note(line: InnerLine, column: number): 1 {
    const { _data: data } = line;
    const [content = 0, fg = 0, bg = 0] = data.subarray(column * 3, column * 3 + 3);
    const codePoint = content & 0x1fffff;
    const joined = (content & combinedFlag) !== 0;
    const text = joined ? (line['_combined'][column] ?? '') : codePoint === 0 ? '' : String.fromCodePoint(codePoint);
    const extended = (bg & extendedFlag) === 0 ? undefined : line['_extendedAttrs'][column];
    const link = extended && this.#links.uri(extended['_urlId']);
    this.odd.push({
      line: this.#line,
      column,
      text,
      width: content >>> 22,
      fg,
      bg,
      ...(extended !== undefined && { ext: extended['_ext'] }),
      ...(link !== undefined && { link }),
    });
    return 1;
  }

  #moveTo(column: number): void {
    if (column !== this.#column) this.#out += `${csi}${column + 1}G`;
  }

  #setPen(ink: Ink): void {
    const before = this.#pen;
    this.#pen = ink;
    if (ink.look.link !== before.look.link) this.#out += `\x1b]8;;${ink.look.link ?? ''}\x1b\\`;
    if (ink.sgr !== before.sgr) {
      this.#out += ink.sgr;
      // To xterm it is an attribute like others.
      this.#guarded = false;
    }
    if (ink.guarded !== this.#guarded) this.#out += `${csi}${ink.guarded ? 1 : 0}"q`;
    this.#guarded = ink.guarded;
  }
}

function isSecondHalf({ _data: data, _extendedAttrs: beside }: InnerLine, column: number): boolean {
  const index = column * 3;
  const extended = ((data[index + 2] ?? 0) & extendedFlag) === 0 || beside[column] === beside[column - 1];
  return data[index] === 0 && data[index + 1] === data[index - 2] && data[index + 2] === data[index - 1] && extended;
}
