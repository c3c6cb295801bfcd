import { plainLook, sameLook } from '../../core/picture.ts';
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

interface Cell {
  readonly content: number;
  readonly fg: number;
  readonly bg: number;
  readonly extended: Extended | undefined;
}

function isBlank({ content }: Cell): boolean {
  return (content & 0x3fffff) === 0 && ((content >>> 22) & 3) === 1;
}

/** Code points of one column, or two, that never join a neighbour: most of what is not ASCII. */
function standsAlone(codePoint: number): boolean {
  if (codePoint < 0x300) return codePoint !== 0xad;
  return (codePoint >= 0x2500 && codePoint < 0x2600) || (codePoint >= 0x4e00 && codePoint < 0xa000);
}

/** Writes lines as a program would, one after the other; what output can't make is put on a list. */
export class LinePainter {
  readonly #links: Links;
  readonly #widthOf: WidthOf;
  readonly odd: OddCell[] = [];
  /** Numbers of the lines that continue the one above. */
  readonly wrapped: number[] = [];
  #out = '';
  #look: Look = plainLook;
  #protected = false;
  /** What the look was read from: neighbours mostly have the same. */
  #inked: Cell = { content: 0, fg: 0, bg: 0, extended: undefined };
  #inkedLook: Look = plainLook;
  #line = 0;
  #column = 0;

  constructor(links: Links, widthOf: WidthOf) {
    this.#links = links;
    this.#widthOf = widthOf;
  }

  /** The bytes so far, with a plain pen at their end. */
  take(): string {
    this.#setLook(plainLook, false);
    const out = this.#out;
    this.#out = '';
    return out;
  }

  /** One line, from the first column on; the cursor is there. `next` says that another line follows. */
  paint(line: InnerLine, next: boolean): void {
    const { _data: data } = line;
    const columns = data.length / 3;
    if (line.isWrapped) this.wrapped.push(this.#line);
    this.#column = 0;
    for (let column = 0; column < columns;) {
      const cell = cellAt(line, column);
      if (cell.content === 0x400000 && cell.fg === 0 && cell.bg === 0) column++;
      else if (isBlank(cell)) column += this.#paintBlanks(line, column, cell);
      else column += this.#paintText(line, column, cell);
    }
    // A line that is scrolled in takes the colour of the pen.
    if (next && this.#look.bg !== -1) this.#setLook(plainLook, this.#protected);
    if (next) this.#out += '\r\n';
    this.#line++;
  }

  /** Cells that were erased, in a background or none. Says how many. */
  #paintBlanks(line: InnerLine, column: number, cell: Cell): number {
    const look = this.#lookOf(cell);
    if (look.attributes !== 0 || look.fg !== -1 || look.link !== undefined || (cell.bg & protectedFlag) !== 0) {
      this.#note(line, column, cell);
      return 1;
    }
    let count = 1;
    while (sameBlank(line['_data'], column, column + count)) count++;
    if (look.bg === -1) return count;
    this.#moveTo(column);
    this.#setLook({ ...plainLook, bg: look.bg }, this.#protected);
    this.#out += `${csi}${count}X`;
    return count;
  }

  #paintText(line: InnerLine, column: number, cell: Cell): number {
    const codePoint = (cell.content & combinedFlag) === 0 ? cell.content & 0x1fffff : 0;
    const text = codePoint === 0 ? (line['_combined'][column] ?? '') : String.fromCodePoint(codePoint);
    const width = (cell.content >>> 22) & 3;
    const alone = codePoint !== 0 && standsAlone(codePoint);
    const usual = alone && codePoint < 0x2600 ? 1 : this.#widthOf(text);
    if (width === 0 || width !== usual || column + width > line['_data'].length / 3) {
      this.#note(line, column, cell);
      return 1;
    }
    if (!alone) this.#column = -1;
    this.#moveTo(column);
    this.#setLook(this.#lookOf(cell), (cell.bg & protectedFlag) !== 0);
    this.#out += text;
    this.#column = alone ? column + width : -1;
    if (width === 2 && !isSecondHalf(cell, cellAt(line, column + 1))) {
      this.#note(line, column + 1, cellAt(line, column + 1));
    }
    return width;
  }

  #note(line: InnerLine, column: number, { content, fg, bg, extended }: Cell): void {
    const text =
      (content & combinedFlag) !== 0
        ? (line['_combined'][column] ?? '')
        : (content & 0x1fffff) === 0
          ? ''
          : String.fromCodePoint(content & 0x1fffff);
    const link = extended && this.#links.uri(extended['_urlId']);
    this.odd.push({
      line: this.#line,
      column,
      text,
      width: (content >>> 22) & 3,
      fg,
      bg,
      ...(extended !== undefined && { ext: extended['_ext'] }),
      ...(link !== undefined && { link }),
    });
  }

  #moveTo(column: number): void {
    if (column !== this.#column) this.#out += `${csi}${column + 1}G`;
  }

  #setLook(look: Look, guarded: boolean): void {
    if (look !== this.#look && !sameLook(look, this.#look)) {
      if (look.link !== this.#look.link) this.#out += `\x1b]8;;${look.link ?? ''}\x1b\\`;
      this.#out += `${csi}${sgrParameters(look)}m`;
      this.#look = look;
      // To xterm it is an attribute like others.
      this.#protected = false;
    }
    if (guarded !== this.#protected) this.#out += `${csi}${guarded ? 1 : 0}"q`;
    this.#protected = guarded;
  }

  #lookOf(cell: Cell): Look {
    const last = this.#inked;
    if (cell.fg !== last.fg || cell.bg !== last.bg || cell.extended !== last.extended) {
      this.#inked = cell;
      this.#inkedLook = lookOf(cell, this.#links);
    }
    return this.#inkedLook;
  }
}

function cellAt(line: InnerLine, column: number): Cell {
  const { _data: data } = line;
  const bg = data[column * 3 + 2] ?? 0;
  return {
    content: data[column * 3] ?? 0,
    fg: data[column * 3 + 1] ?? 0,
    bg,
    extended: (bg & extendedFlag) === 0 ? undefined : line['_extendedAttrs'][column],
  };
}

function sameBlank(data: Uint32Array, column: number, other: number): boolean {
  const [one, two] = [column * 3, other * 3];
  return (
    two < data.length && data[two] === data[one] && data[two + 1] === data[one + 1] && data[two + 2] === data[one + 2]
  );
}

function isSecondHalf(first: Cell, { content, fg, bg, extended }: Cell): boolean {
  return content === 0 && fg === first.fg && bg === first.bg && extended === first.extended;
}
