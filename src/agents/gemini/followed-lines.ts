import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';

/** Of a long file only the end is read: what counts is what was said last. */
const mostBytes = 4 * 1024 * 1024;

/** The lines that are added to a file which is only ever added to. */
export class FollowedLines {
  readonly #path: string;
  #offset: number;

  /** `offset`: where to begin, bytes. */
  constructor(path: string, offset = 0) {
    this.#path = path;
    this.#offset = offset;
  }

  /** Where the first line begins that has not been given, bytes. */
  get offset(): number {
    return this.#offset;
  }

  /** The lines that are whole and have not been given yet. The file may not be there yet. */
  read(): string[] {
    let fd: number;
    try {
      fd = openSync(this.#path, 'r');
    } catch (thrown) {
      if (hasCode(thrown, 'ENOENT')) return [];
      throw thrown;
    }
    try {
      const { size } = fstatSync(fd);
      this.#offset = Math.max(this.#offset, size - mostBytes);
      const chunk = Buffer.alloc(Math.max(0, size - this.#offset));
      const bytes = chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, this.#offset));
      const end = bytes.lastIndexOf(10);
      this.#offset += end + 1;
      return end === -1 ? [] : bytes.subarray(0, end).toString('utf8').split('\n');
    } finally {
      closeSync(fd);
    }
  }
}
