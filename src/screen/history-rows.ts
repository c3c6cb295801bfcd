import type { IBufferLine, IMarker, Terminal } from '@xterm/headless';

import type { PictureRow } from '../core/picture.ts';
import { insideLine } from './emulator/inside.ts';
import { HeadlessScreen } from './headless-screen.ts';
import { pictureRow } from './rows.ts';

export interface HistoryOptions {
  readonly columns: number;
  readonly rows: number;
  /** Lines kept at most, those of the screen not counted. */
  readonly lines: number;
}

/** Bytes parsed in one go: fewer line feeds than lines are kept, or it would not be known how many went. */
const pieceBytes = 32 * 1024;
/** A change of width folds all lines anew; so many of the newest are left to it. */
const foldedLines = 1000;

/**
 * A terminal that remembers: everything that was printed, by line number. A line keeps its number when older ones are
 * dropped. While a program has the alternate screen its rows are the last lines.
 */
export class History {
  readonly #screen: HeadlessScreen;
  readonly #most: number;
  /** Lines from before a change of width: they stay as they were printed. */
  #frozen: IBufferLine[] = [];
  #first = 0;
  #normal = 0;
  /** All places were taken once, and nothing has been erased since. */
  #filled = false;
  /** On the newest line above the screen: tells how far lines have moved up. */
  #mark: IMarker | undefined;
  #markedAt = -1;

  constructor({ columns, rows, lines }: HistoryOptions) {
    this.#most = lines;
    this.#screen = new HeadlessScreen({ columns, rows, scrollback: lines });
    this.#count();
  }

  /** Number of the oldest line that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the newest line's number; blank rows at the end of the screen do not count. */
  get end(): number {
    return this.screenTop + (this.alternate ? this.#terminal.rows : this.#normal - this.#terminal.buffer.normal.baseY);
  }

  /** Number of the screen's first row: this line and those below it may still change. */
  get screenTop(): number {
    const above = this.alternate ? this.#normal : this.#terminal.buffer.normal.baseY;
    return this.#first + this.#frozen.length + above;
  }

  /** As many lines as can be kept were there, and older ones are dropped; a taller or wider screen takes some back. */
  get full(): boolean {
    return this.#filled;
  }

  /** A program has the alternate screen, which leaves no lines behind. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Takes output in. */
  feed(bytes: Uint8Array): void {
    const step = Math.min(pieceBytes, this.#most);
    for (let at = 0; at < bytes.length; at += step) this.#feedPiece(bytes.subarray(at, at + step));
  }

  /** Takes another size; the newest line keeps its number. */
  resize(columns: number, rows: number): void {
    if (columns === this.#screen.columns && rows === this.#screen.rows) return;
    const { end } = this;
    this.#freeze();
    this.#screen.resize(columns, rows);
    this.#markedAt = this.#mark?.line ?? -1;
    this.#count();
    this.endAt(end);
    if (this.#isFull) this.#filled = true;
  }

  /** Numbers the lines anew, so that `end` is this. */
  endAt(end: number): void {
    this.#first += end - this.end;
  }

  /** The line as a row of a picture; blank where there is no such line. */
  row(line: number): PictureRow {
    const found = this.#lineAt(line);
    return found === undefined ? [] : pictureRow(insideLine(found), this.#screen.links);
  }

  /** The line's text without trailing blanks; with them where it goes on in the next line. */
  text(line: number): string {
    const found = this.#lineAt(line);
    if (found === undefined) return '';
    return this.continues(line) ? found.translateToString(false, 0, this.width(line)) : found.translateToString(true);
  }

  /** Whether the text was too long for the line and goes on in the next one. */
  continues(line: number): boolean {
    return this.#lineAt(line + 1)?.isWrapped === true;
  }

  /** Columns that the text can take. A wide character that did not fit leaves the last column empty. */
  width(line: number): number {
    const found = this.#lineAt(line);
    if (found === undefined) return 0;
    const last = found.getCell(found.length - 1);
    const next = this.#lineAt(line + 1);
    const pushed = last?.getChars() === '' && last.getWidth() === 1 && next?.getCell(0)?.getWidth() === 2;
    return next?.isWrapped === true && pushed ? found.length - 1 : found.length;
  }

  dispose(): void {
    this.#frozen = [];
    this.#screen.dispose();
  }

  get #isFull(): boolean {
    return this.#frozen.length + this.#terminal.buffer.normal.baseY >= this.#most;
  }

  get #terminal(): Terminal {
    return this.#screen.terminal;
  }

  #lineAt(line: number): IBufferLine | undefined {
    const index = line - this.#first;
    if (index < this.#frozen.length) return this.#frozen[index];
    const { normal, active } = this.#terminal.buffer;
    const live = index - this.#frozen.length;
    if (live < this.#normal) return normal.getLine(live);
    return this.alternate ? active.getLine(live - this.#normal) : undefined;
  }

  #feedPiece(piece: Uint8Array): void {
    this.#setMark();
    this.#screen.feed(piece);
    const dropped = this.#moved();
    // The oldest of the live lines went: what stood before them goes too.
    if (dropped > 0) this.#first += this.#frozen.splice(0).length + dropped;
    this.#count();
    const over = this.#frozen.length + this.#terminal.buffer.normal.baseY - this.#most;
    if (over > 0) this.#first += this.#frozen.splice(0, over).length;
    if (this.#isFull) this.#filled = true;
    // Lines went although there was room for them: the program has erased its history.
    else if (dropped > 0) this.#filled = false;
  }

  /** Marks can be set on the normal screen only; during the alternate one the last mark stands for it. */
  #setMark(): void {
    const { active } = this.#terminal.buffer;
    if (this.alternate) return;
    this.#mark?.dispose();
    this.#mark = active.baseY === 0 ? undefined : this.#terminal.registerMarker(-active.cursorY - 1);
    this.#markedAt = this.#mark?.line ?? -1;
  }

  /** How many of the oldest live lines were dropped since the mark was set. */
  #moved(): number {
    if (this.#mark === undefined) return 0;
    const line = this.#mark.isDisposed ? -1 : this.#mark.line;
    const moved = this.#markedAt - line;
    this.#markedAt = line;
    if (this.#mark.isDisposed) this.#mark = undefined;
    return moved;
  }

  /** Counts the lines of the normal screen up to the last one that is not blank. */
  #count(): void {
    const { normal } = this.#terminal.buffer;
    const isBlank = (line: number): boolean => (normal.getLine(line)?.translateToString(true) ?? '') === '';
    let count = normal.length;
    while (count > normal.baseY && isBlank(count - 1)) count -= 1;
    this.#normal = count;
  }

  /** Puts all but the newest lines aside: folding tens of thousands of them would stall for a tenth of a second. */
  #freeze(): void {
    const { normal } = this.#terminal.buffer;
    const cut = normal.baseY - foldedLines;
    if (cut < foldedLines) return;
    for (let line = 0; line < cut; line++) {
      const found = normal.getLine(line);
      if (found !== undefined) this.#frozen.push(found);
    }
    this.#terminal.options.scrollback = foldedLines;
    this.#terminal.options.scrollback = this.#most;
  }
}
