import { openSync, writeSync } from 'node:fs';

import { parseJson, parseResized } from '../protocol/holder-messages.ts';
import type { Resized } from '../protocol/holder-messages.ts';
import { readIfThere, runFiles } from '../holder/run-files.ts';

/** Where in `sizes` the size in force at `offset` is. They are in order; the first is in force from the start. */
export function sizeInForce(sizes: readonly Resized[], offset: number): number {
  let at = 0;
  while ((sizes[at + 1]?.offset ?? Infinity) <= offset) at += 1;
  return at;
}

/** The sizes a run's screen had, in order. A line that was cut short by a crash is left out. */
export function readSizes(runDir: string): Resized[] {
  const lines = (readIfThere(runFiles(runDir).sizes) ?? '').split('\n').slice(0, -1);
  return lines.flatMap((line) => parseResized(parseJson(line)) ?? []);
}

/** The sizes a screen had, in memory and on disk, one JSON line each. */
export class SizeList {
  readonly #file: number;
  readonly #all: Resized[] = [];
  /** How many lines are on disk, and their bytes. */
  #saved = 0;
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  get all(): readonly Resized[] {
    return this.#all;
  }

  /** Adds a size, unless it is the one in force; says whether it did. */
  add(size: Resized): boolean {
    const last = this.#all.at(-1);
    if (last?.columns === size.columns && last.rows === size.rows) return false;
    this.#all.push(size);
    return true;
  }

  /** Writes what is not on disk yet. Throws the system's error; nothing is doubled when this is tried again. */
  save(): void {
    for (let next = this.#all[this.#saved]; next !== undefined; next = this.#all[this.#saved]) {
      const line = Buffer.from(`${JSON.stringify(next)}\n`);
      // At its place, not at the end of the file: a line that was cut short is written over.
      for (let at = 0; at < line.length;) at += writeSync(this.#file, line, at, line.length - at, this.#length + at);
      this.#length += line.length;
      this.#saved += 1;
    }
  }
}
