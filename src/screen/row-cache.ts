import type { Terminal } from '@xterm/headless';

import type { PictureRow } from '../core/picture.ts';
import { pictureRow, sameRow } from './rows.ts';
import { hasCombinedCells, rawLine } from './emulator/xterm-state.ts';

interface Memo {
  readonly cells: Uint32Array;
  readonly columns: number;
  readonly row: PictureRow;
}

function sameCells(one: Uint32Array, other: Uint32Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * The rows of a screen and at which revision each last changed. A line is turned into runs only when its numbers
 * differ; scrolling moves line objects, so it costs a comparison and no conversion.
 */
export class RowCache {
  readonly #memos = new WeakMap<object, Memo>();
  #rows: PictureRow[] = [];
  #changedAt: number[] = [];

  get rows(): readonly PictureRow[] {
    return this.#rows;
  }

  /** Looks at all rows; those that differ from before are marked with `revision`. Says whether any did. */
  refresh(terminal: Terminal, revision: number): boolean {
    let changed = false;
    this.#rows.length = Math.min(this.#rows.length, terminal.rows);
    for (let index = 0; index < terminal.rows; index++) {
      const row = this.#rowAt(terminal, index);
      const before = this.#rows[index];
      if (before === row || (before !== undefined && sameRow(before, row))) continue;
      this.#rows[index] = row;
      this.#changedAt[index] = revision;
      changed = true;
    }
    return changed;
  }

  /** Marks all rows as changed, as after a change of size. */
  forget(): void {
    this.#rows = [];
  }

  /** Rows that changed after `revision`, by row number. */
  changedSince(revision: number): (readonly [row: number, content: PictureRow])[] {
    const changed: (readonly [number, PictureRow])[] = [];
    this.#rows.forEach((row, index) => {
      if ((this.#changedAt[index] ?? 0) > revision) changed.push([index, row]);
    });
    return changed;
  }

  #rowAt(terminal: Terminal, index: number): PictureRow {
    const raw = rawLine(terminal, index);
    const memo = raw && this.#memos.get(raw.identity);
    if (raw && memo && memo.columns === terminal.cols && sameCells(memo.cells, raw.cells)) {
      if (!hasCombinedCells(raw.cells)) return memo.row;
    }
    const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + index);
    const row = line === undefined ? [] : pictureRow(line, terminal.cols);
    if (raw) this.#memos.set(raw.identity, { cells: raw.cells.slice(), columns: terminal.cols, row });
    return row;
  }
}
