import { plainLook, sameLook, type Look } from '../core/picture.ts';
import {
  CellGrid,
  glyphText,
  isBlankCell,
  isExotic,
  isJoined,
  stride,
  widthOf,
  type Place,
  type Rect,
} from './cells.ts';
import { findMovedRows } from './moved-rows.ts';
import type { ColourDepth } from './colour/colour-depth.ts';
import { isModern, sgr } from './colour/sgr.ts';
import { linkNumber, lookOfInk } from './colour/styles.ts';

/** A session's screen, or another pane of cells, laid over the chrome. */
export interface Tile {
  readonly id: string;
  /** Where it is on the terminal. */
  readonly rect: Rect;
  readonly grid: CellGrid;
  /** The cell of the grid that is shown in the rectangle's upper left corner. */
  readonly crop: Place;
}

/** What lies over the chrome. */
export interface Overlay {
  /** From bottom to top. */
  readonly tiles: readonly Tile[];
  /** Rectangles of the chrome that lie over the tiles: dialogs. */
  readonly above?: readonly Rect[];
  /** Where the terminal's cursor is shown; none: it is hidden. */
  readonly cursor?: Place;
}

/** A longer gap of unchanged cells is jumped over instead of written again. */
const shortGap = 4;
/** A shorter blank rest of a row is written as spaces. */
const shortRest = 4;

/**
 * Owns what the terminal shows: lays tiles over the chrome, compares with what was painted last, and gives the bytes of
 * the difference.
 */
export class Compositor {
  readonly chrome: CellGrid;
  #depth: ColourDepth;
  #overlay: Overlay = { tiles: [] };
  #wanted: CellGrid;
  #shown: CellGrid;
  #cursor: Place | undefined;
  #everything = true;
  // The state of the terminal while a frame is put together.
  #out = '';
  #row = -1;
  #column = -1;
  #look: Look = plainLook;

  constructor(size: { columns: number; rows: number; depth: ColourDepth }) {
    this.#depth = size.depth;
    this.chrome = new CellGrid(size.columns, size.rows);
    this.#wanted = new CellGrid(size.columns, size.rows);
    this.#shown = new CellGrid(size.columns, size.rows);
  }

  /** Says what lies over the chrome from the next paint on. */
  setOverlay(overlay: Overlay): void {
    this.#overlay = overlay;
  }

  /** Takes the terminal's new size; the next paint is a full one. */
  resize(columns: number, rows: number): void {
    for (const grid of [this.chrome, this.#wanted, this.#shown]) grid.resize(columns, rows);
    this.reset();
  }

  /** Makes the next paint a full one: nothing is known about what the terminal shows. */
  reset(): void {
    this.#everything = true;
  }

  /** The bytes that make the terminal show the current cells, as one synchronized update; '' when it shows them already. */
  paint(): string {
    this.#compose();
    const body = this.#difference();
    const { cursor } = this.#overlay;
    const moved = cursor?.row !== this.#cursor?.row || cursor?.column !== this.#cursor?.column;
    if (body === '' && !moved && !this.#everything) return '';
    const hide = this.#everything || this.#cursor !== undefined ? '\x1b[?25l' : '';
    const show = cursor === undefined ? '' : `\x1b[${cursor.row + 1};${cursor.column + 1}H\x1b[?25h`;
    this.#cursor = cursor;
    this.#everything = false;
    this.#shown.words.set(this.#wanted.words);
    // Autowrap is off while painting: a glyph that the terminal finds wider than we do must not push a row away.
    const cells = body === '' ? '' : `\x1b[?7l${body}\x1b[?7h`;
    return `\x1b[?2026h${hide}${cells}${show}\x1b[?2026l`;
  }

  #compose(): void {
    const { columns, rows } = this.#wanted;
    this.#wanted.copyRect(this.chrome, { row: 0, column: 0, rows, columns }, { row: 0, column: 0 });
    for (const { rect, grid, crop } of this.#overlay.tiles) {
      this.#wanted.copyRect(grid, { ...crop, rows: rect.rows, columns: rect.columns }, rect);
    }
    for (const rect of this.#overlay.above ?? []) this.#wanted.copyRect(this.chrome, rect, rect);
  }

  #difference(): string {
    this.#out = this.#everything ? '\x1b[m' : '';
    this.#row = -1;
    this.#column = -1;
    this.#look = plainLook;
    if (!this.#everything) this.#moveRows();
    for (let row = 0; row < this.#wanted.rows; row++) this.#paintRow(row);
    this.#setLook(plainLook);
    return this.#out;
  }

  /** Has the terminal move up what it shows already. Line feeds at the end of a region do that on every terminal. */
  #moveRows(): void {
    const moved = findMovedRows(this.#shown, this.#wanted);
    if (moved === undefined) return;
    const { top, bottom, by } = moved;
    this.#out += `\x1b[${top + 1};${bottom}r\x1b[${bottom}H${'\n'.repeat(by)}\x1b[r`;
    this.#shown.moveUp(moved);
  }

  #paintRow(row: number): void {
    const { columns, words } = this.#wanted;
    const shown = this.#shown.words;
    const base = row * columns * stride;
    let rest = -1;
    // Terminals differ in how far an exotic glyph reaches: its right neighbour is written again after it.
    let forced = false;
    for (let column = 0; column < columns; column++) {
      const index = base + column * stride;
      const same =
        words[index] === shown[index] && words[index + 1] === shown[index + 1] && words[index + 2] === shown[index + 2];
      if (same && !forced && !this.#everything) continue;
      const word = words[index] ?? 0;
      const width = widthOf(word);
      if (width === 0) continue;
      if (isBlankCell(words, index)) {
        if (rest < 0) rest = this.#blankFrom(base);
        if (column >= rest && columns - column >= shortRest) {
          this.#moveTo(row, column);
          this.#setLook(plainLook);
          this.#out += '\x1b[K';
          return;
        }
      }
      this.#paintCell(row, column, index);
      forced = isExotic(word) && (width === 1 || isJoined(word));
      column += width - 1;
    }
  }

  #paintCell(row: number, column: number, index: number): void {
    const word = this.#wanted.words[index] ?? 0;
    this.#moveTo(row, column);
    this.#setLook(this.#lookAt(index));
    const width = widthOf(word);
    // Where the terminal finds a joined glyph or an emoji narrower than we do, its second column must not keep old text.
    if (width === 2 && (isJoined(word) || (word & 0x1fffff) >= 0x1f000)) this.#out += `  \x1b[${column + 1}G`;
    this.#out += glyphText(word);
    this.#column = isExotic(word) || column + width >= this.#wanted.columns ? -1 : column + width;
  }

  #moveTo(row: number, column: number): void {
    if (row === this.#row && column === this.#column) return;
    if (row !== this.#row) {
      this.#out += column === 0 ? `\x1b[${row === 0 ? '' : row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
    } else if (this.#column < 0 || column < this.#column) this.#out += `\x1b[${column === 0 ? '' : column + 1}G`;
    else if (!this.#writeGap(row, column)) {
      const gap = column - this.#column;
      this.#out += gap === 1 ? '\x1b[C' : `\x1b[${gap}C`;
    }
    this.#row = row;
    this.#column = column;
  }

  /** Writes the few unchanged cells up to the column again where that is shorter than moving the cursor. */
  #writeGap(row: number, column: number): boolean {
    if (column - this.#column > shortGap) return false;
    const { words, columns } = this.#wanted;
    let text = '';
    for (let at = this.#column; at < column; at++) {
      const index = (row * columns + at) * stride;
      const word = words[index] ?? 0;
      if (isExotic(word) || !sameLook(this.#look, this.#lookAt(index))) return false;
      text += glyphText(word);
    }
    this.#out += text;
    return true;
  }

  #setLook(look: Look): void {
    if (sameLook(look, this.#look)) return;
    if (look.link !== this.#look.link && isModern(this.#depth)) this.#out += linkSequence(look.link);
    this.#out += sgr(this.#look, look, this.#depth);
    this.#look = look;
  }

  #lookAt(index: number): Look {
    const { words } = this.#wanted;
    return lookOfInk(words[index + 1] ?? 0, words[index + 2] ?? 0, (words[index] ?? 0) >>> 24);
  }

  /** The first column of the row from which on everything is blank in the default look. */
  #blankFrom(base: number): number {
    let column = this.#wanted.columns;
    while (column > 0 && isBlankCell(this.#wanted.words, base + (column - 1) * stride)) column--;
    return column;
  }
}

/** Opens a link, under an id of ours so that its parts light up together, or closes it. */
function linkSequence(link: string | undefined): string {
  const number = link === undefined ? undefined : linkNumber(link);
  return number === undefined ? '\x1b]8;;\x1b\\' : `\x1b]8;id=sb${number};${link ?? ''}\x1b\\`;
}
