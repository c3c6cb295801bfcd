import type { PictureRow } from '../core/picture.ts';
import { combinedFlag, extendedFlag } from './emulator/inside.ts';
import type { Extended, InnerLine, Inside } from './emulator/inside.ts';
import type { Links } from './emulator/links.ts';
import { pictureRow, sameRow } from './rows.ts';

interface Memo {
  readonly cells: Uint32Array;
  readonly beside: readonly Beside[];
  readonly row: PictureRow;
}

/** What the numbers do not tell: text of several code points, underlines and links, in the order of the cells. */
type Beside = string | Extended | undefined;

const nothing: readonly Beside[] = [];

function sameCells(one: Uint32Array, other: Uint32Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

function sameBeside(one: readonly Beside[], other: readonly Beside[]): boolean {
  return one === other || (one.length === other.length && one.every((part, index) => part === other[index]));
}

function besideOf({ _data: cells, _combined: combined, _extendedAttrs: extended }: InnerLine): readonly Beside[] {
  let found: Beside[] | undefined;
  for (let index = 0; index < cells.length; index += 3) {
    if (((cells[index] ?? 0) & combinedFlag) !== 0) (found ??= []).push(combined[index / 3]);
    if (((cells[index + 2] ?? 0) & extendedFlag) !== 0) (found ??= []).push(extended[index / 3]);
  }
  return found ?? nothing;
}

/**
 * The rows of a screen and at which revision each last changed. A line is turned into runs only when its numbers
 * differ; scrolling moves line objects, so it costs a comparison and no conversion.
 */
export class RowCache {
  readonly #inside: Inside;
  readonly #links: Links;
  readonly #memos = new WeakMap<InnerLine, Memo>();
  #rows: PictureRow[] = [];
  #changedAt: number[] = [];

  constructor(inside: Inside, links: Links) {
    this.#inside = inside;
    this.#links = links;
  }

  /** The rows as they were at the last look. */
  get rows(): readonly PictureRow[] {
    return this.#rows;
  }

  /** Looks at the first `count` rows; those that differ from before are marked with `revision`. Says whether any did. */
  refresh(count: number, revision: number): boolean {
    let changed = false;
    this.#rows.length = Math.min(this.#rows.length, count);
    for (let index = 0; index < count; index++) {
      const row = this.#rowAt(index);
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

  #rowAt(index: number): PictureRow {
    const { active } = this.#inside.buffers;
    const line = active.lines.get(active.ybase + index);
    if (line === undefined) return [];
    const memo = this.#memos.get(line);
    const beside = besideOf(line);
    if (memo && sameCells(memo.cells, line['_data']) && sameBeside(memo.beside, beside)) return memo.row;
    const row = pictureRow(line, this.#links);
    this.#memos.set(line, { cells: line['_data'].slice(), beside, row });
    return row;
  }
}
