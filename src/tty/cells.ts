import type { PictureChange, PictureRow, Run } from '../core/picture.ts';
import { inkOf } from './colour/styles.ts';
import { graphemeText, internGrapheme, isPlain, splitGraphemes } from './graphemes.ts';

/** A rectangle of cells, 0-based. */
export interface Rect {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A position of a cell, 0-based. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Numbers per cell in `CellGrid.words`. */
export const stride = 3;
const graphemeFlag = 1 << 21;
const blankGlyph = (1 << 22) | 0x20;

/**
 * A grid of cells. Each cell is three numbers in `words`: the glyph word (8 bits attributes, 2 bits width, 1 bit that
 * says the rest is a grapheme number and not a code point), the ink (foreground + 1, or a style, see styles.ts) and
 * background + 1. The second column of a wide glyph has width 0. No cell ever holds a control character, and a wide glyph is always whole.
 */
export class CellGrid {
  columns: number;
  rows: number;
  words: Int32Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.words = new Int32Array(columns * rows * stride);
    this.blank();
  }

  /** Empties every cell. */
  blank(): void {
    blankWords(this.words, 0, this.words.length);
  }

  /** Takes another size; the cells are empty afterwards unless the size was the same. */
  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    this.words = new Int32Array(columns * rows * stride);
    this.blank();
  }

  /** Applies a change of a picture, including its size. */
  apply(change: PictureChange): void {
    this.resize(change.columns, change.rows);
    if (change.scrolled !== undefined) {
      this.moveUp({ top: 0, bottom: this.rows, by: Math.min(change.scrolled, this.rows) });
    }
    for (const [row, content] of change.changed) this.setRow(row, content);
  }

  /** Moves whole rows up inside of a region; blank ones come in from below. */
  moveUp({ top, bottom, by }: { top: number; bottom: number; by: number }): void {
    const row = this.columns * stride;
    this.words.copyWithin(top * row, (top + by) * row, bottom * row);
    blankWords(this.words, (bottom - by) * row, bottom * row);
  }

  /** Replaces one row; a row outside the grid is ignored, what does not fit in width is cut. */
  setRow(row: number, content: PictureRow): void {
    if (row < 0 || row >= this.rows) return;
    const start = row * this.columns * stride;
    let column = 0;
    for (const run of content) {
      const end = Math.min(column + run.width, this.columns);
      this.#setRun(run, { row, column, end });
      column = end;
    }
    blankWords(this.words, start + column * stride, start + this.columns * stride);
  }

  /** Copies a rectangle of another grid to a place here; outside of that grid is blank, cut wide glyphs too. */
  copyRect(source: CellGrid, from: Rect, to: Place): void {
    const first = Math.max(0, to.column);
    const end = Math.min(this.columns, to.column + from.columns);
    if (end <= first) return;
    const shift = from.column - to.column;
    for (let offset = Math.max(0, -to.row); offset < from.rows && to.row + offset < this.rows; offset++) {
      const row = to.row + offset;
      const sourceRow = from.row + offset;
      const inside = sourceRow >= 0 && sourceRow < source.rows;
      const left = inside ? clamp(-shift, first, end) : end;
      const right = inside ? clamp(source.columns - shift, left, end) : end;
      const base = row * this.columns;
      blankWords(this.words, (base + first) * stride, (base + left) * stride);
      if (right > left) {
        const at = (sourceRow * source.columns + shift) * stride;
        this.words.set(source.words.subarray(at + left * stride, at + right * stride), (base + left) * stride);
      }
      blankWords(this.words, (base + right) * stride, (base + end) * stride);
      this.#mendEdges(row, first, end);
    }
  }

  /** The glyph's text of a cell, '' for the second column of a wide glyph. */
  glyph(row: number, column: number): string {
    return glyphText(this.words[(row * this.columns + column) * stride] ?? blankGlyph);
  }

  /** All rows as text, without blanks at the ends of the rows. */
  text(): string {
    const lines: string[] = [];
    for (let row = 0; row < this.rows; row++) {
      let line = '';
      for (let column = 0; column < this.columns; column++) line += this.glyph(row, column);
      lines.push(line.trimEnd());
    }
    return lines.join('\n');
  }

  #setRun(run: Run, at: { row: number; column: number; end: number }): void {
    const { text } = run;
    let index = (at.row * this.columns + at.column) * stride;
    const end = (at.row * this.columns + at.end) * stride;
    const look = run.attributes << 24;
    const paint = { ink: inkOf(run), background: run.bg + 1 };
    if (isPlainText(text)) {
      for (let unit = 0; unit < text.length && index < end; unit++, index += stride) {
        this.#setCell(index, look | (1 << 22) | text.charCodeAt(unit), paint);
      }
    } else {
      for (const { text: grapheme, width } of splitGraphemes(text, run.width)) {
        if (index + width * stride > end) break;
        this.#setCell(index, look | (width << 22) | glyphOf(grapheme), paint);
        if (width === 2) this.#setCell(index + stride, look, paint);
        index += width * stride;
      }
    }
    for (; index < end; index += stride) this.#setCell(index, look | blankGlyph, paint);
  }

  #setCell(index: number, word: number, paint: { ink: number; background: number }): void {
    this.words[index] = word;
    // An empty cell has no visible foreground: equal looks must be equal numbers.
    this.words[index + 1] = word === blankGlyph && paint.ink > 0 ? 0 : paint.ink;
    this.words[index + 2] = paint.background;
  }

  /** Blanks the halves that a copy into the columns first..end of a row has left, inside it and beside it. */
  #mendEdges(row: number, first: number, end: number): void {
    const base = row * this.columns;
    if (first > 0 && this.#width(base + first - 1) === 2) this.#blankGlyph(base + first - 1);
    if (this.#width(base + first) === 0) this.#blankGlyph(base + first);
    if (this.#width(base + end - 1) === 2) this.#blankGlyph(base + end - 1);
    if (end < this.columns && this.#width(base + end) === 0) this.#blankGlyph(base + end);
  }

  #width(cell: number): number {
    return widthOf(this.words[cell * stride] ?? blankGlyph);
  }

  #blankGlyph(cell: number): void {
    const word = this.words[cell * stride] ?? blankGlyph;
    const blank = (word & ~0xffffff) | blankGlyph;
    this.words[cell * stride] = blank;
    if (blank === blankGlyph) this.words[cell * stride + 1] = 0;
  }
}

/** The columns that a glyph word covers: 1, 2, or 0 for the second column of a wide glyph. */
export function widthOf(word: number): number {
  return (word >> 22) & 3;
}

/** The text of a glyph word, '' for the second column of a wide glyph. */
export function glyphText(word: number): string {
  if (widthOf(word) === 0) return '';
  const glyph = word & 0x1fffff;
  return word & graphemeFlag ? graphemeText(glyph) : String.fromCodePoint(glyph);
}

/** True when terminals may disagree about a glyph: wide, joined of several code points, or of uncertain width. */
export function isExotic(word: number): boolean {
  return (word & graphemeFlag) !== 0 || widthOf(word) !== 1 || !isPlain(word & 0x1fffff);
}

/** True when the glyph is joined of several code points. */
export function isJoined(word: number): boolean {
  return (word & graphemeFlag) !== 0;
}

/** True when the cell at this index of the words is empty in the default look. */
export function isBlankCell(words: Int32Array, index: number): boolean {
  return words[index] === blankGlyph && words[index + 1] === 0 && words[index + 2] === 0;
}

function glyphOf(grapheme: string): number {
  const first = grapheme.codePointAt(0) ?? 0x20;
  if (grapheme.length === (first > 0xffff ? 2 : 1)) return first;
  const index = internGrapheme(grapheme);
  return index === undefined ? first : index | graphemeFlag;
}

function isPlainText(text: string): boolean {
  for (let unit = 0; unit < text.length; unit++) if (!isPlain(text.charCodeAt(unit))) return false;
  return true;
}

function blankWords(words: Int32Array, from: number, to: number): void {
  words.fill(0, from, to);
  for (let index = from; index < to; index += stride) words[index] = blankGlyph;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
