import { highlightLines } from './highlight.ts';
import type { Language } from './languages.ts';
import { Lru } from './lru.ts';
import { type Patch, lineKinds } from './patch.ts';

/**
 * Lines highlighted together, and how many before them are read for what they open (a comment, a string). Highlighting
 * takes some 30 µs a line, and scrolling by one line must not wait for more than one block.
 */
const blockLines = 32;
const leadLines = 32;
const keptBlocks = 128;

type Side = 'old' | 'new';
type Block = ReadonlyMap<number, Uint8Array>;

/**
 * The syntax of a patch's lines, found out block by block as they are looked at. A block never spans two hunks, and
 * each side of the change is read by itself, so that a removed quote does not spill into what follows.
 */
export class PatchSyntax {
  readonly #patch: Patch;
  readonly #language: Language;
  readonly #blocks = new Lru<string, Block>(keptBlocks);

  constructor(patch: Patch, language: Language) {
    this.#patch = patch;
    this.#language = language;
  }

  /** Indexes into `syntax` per UTF-16 unit of line `index`; null where nothing is known. */
  at(index: number): Uint8Array | null {
    const kind = lineKinds[this.#patch.kinds[index] ?? -1];
    if (kind !== 'context' && kind !== 'added' && kind !== 'removed') return null;
    const hunk = lastAtMost(this.#patch.hunks, index);
    const first = (this.#patch.hunks[hunk] ?? -1) + 1;
    const end = this.#patch.hunks[hunk + 1] ?? this.#patch.count;
    const from = first + Math.floor((index - first) / blockLines) * blockLines;
    const side: Side = kind === 'removed' ? 'old' : 'new';
    const block = this.#blocks.take(`${from} ${side}`, () =>
      this.#read(Math.max(first, from - leadLines), Math.min(end, from + blockLines), side),
    );
    return block.get(index) ?? null;
  }

  #read(from: number, to: number, side: Side): Block {
    const other = side === 'old' ? 'added' : 'removed';
    const indexes: number[] = [];
    const lines: string[] = [];
    for (let index = from; index < to; index++) {
      const kind = lineKinds[this.#patch.kinds[index] ?? -1];
      if (kind === other || kind === 'note' || kind === 'file') continue;
      indexes.push(index);
      lines.push(this.#patch.text.slice(this.#patch.starts[index], this.#patch.ends[index]));
    }
    const marks = highlightLines(lines, this.#language) ?? [];
    return new Map(marks.map((mark, at) => [indexes[at] ?? -1, mark]));
  }
}

/** Position of the last of the ascending `values` that is at most `limit`; -1 when there is none. */
export function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
