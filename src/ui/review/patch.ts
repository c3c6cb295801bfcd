import { headerNames, sideName, unquoteName } from './git-names.ts';

/** What a line of a patch is. `file`: a further file begins. `note`: renamed, mode changed, binary, no newline at the end. */
export const lineKinds = ['file', 'note', 'hunk', 'context', 'added', 'removed'] as const;
export type LineKind = (typeof lineKinds)[number];

/** One file of a patch. */
export interface PatchFile {
  /** Path before the change, null for a new file. */
  readonly from: string | null;
  /** Path after the change, null for a deleted file. */
  readonly to: string | null;
  readonly binary: boolean;
  readonly added: number;
  readonly removed: number;
}

/** One line of a patch; numbers are 1-based and null on the side that does not have the line. */
export interface PatchLine {
  readonly kind: LineKind;
  /** Without the sign and without the line's end; a carriage return stays. */
  readonly text: string;
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
}

/**
 * A unified patch, indexed once: line `i` is `text.slice(starts[i], ends[i])` of kind `lineKinds[kinds[i]]`. Headers
 * that say nothing to a reader (`index`, `---`, `+++`, the first `diff --git`) are not lines.
 */
export interface Patch {
  readonly text: string;
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  /** 0 where there is none. */
  readonly oldNumbers: Int32Array;
  readonly newNumbers: Int32Array;
  /** Indexes of the hunks' first lines, ascending. */
  readonly hunks: readonly number[];
  readonly files: readonly PatchFile[];
  readonly added: number;
  readonly removed: number;
  /** The highest line number, for the width of the numbers. */
  readonly highest: number;
  /** Length of the longest line, for scrolling sideways. */
  readonly longest: number;
}

const kindOf: Readonly<Record<LineKind, number>> = { file: 0, note: 1, hunk: 2, context: 3, added: 4, removed: 5 };
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const notes =
  /^(?:old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|Binary files) /;
const [plus, minus, space, backslash] = [0x2b, 0x2d, 0x20, 0x5c];

/** Indexes a unified patch as git writes it. Never throws: what is no patch becomes notes. */
export function parsePatch(text: string): Patch {
  return new PatchReader(text).read();
}

/** Line `index` of a patch; throws a RangeError beyond its end. */
export function patchLine(patch: Patch, index: number): PatchLine {
  const kind = lineKinds[patch.kinds[index] ?? -1];
  if (kind === undefined) throw new RangeError(`the patch has no line ${index}`);
  return {
    kind,
    text: patch.text.slice(patch.starts[index], patch.ends[index]),
    oldNumber: patch.oldNumbers[index] || null,
    newNumber: patch.newNumbers[index] || null,
  };
}

/** Reads line by line. Inside a hunk its counts decide what a line is, so content can look like a header. */
class PatchReader {
  readonly #text: string;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #olds: Int32Array;
  readonly #news: Int32Array;
  readonly #hunks: number[] = [];
  readonly #files: { from: string | null; to: string | null; binary: boolean; added: number; removed: number }[] = [];
  #count = 0;
  #oldLeft = 0;
  #newLeft = 0;
  #old = 0;
  #new = 0;
  #highest = 0;
  #longest = 0;
  #inBinary = false;

  constructor(text: string) {
    this.#text = text;
    const most = countLines(text);
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
    this.#kinds = new Uint8Array(most);
    this.#olds = new Int32Array(most);
    this.#news = new Int32Array(most);
  }

  read(): Patch {
    const text = this.#text;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline === -1 ? text.length : newline;
      if (this.#oldLeft > 0 || this.#newLeft > 0) this.#content(start, end);
      else if (text.charCodeAt(start) === backslash) this.#line('note', start + 2, end);
      else this.#header(start, end);
      start = end + 1;
    }
    return {
      text,
      count: this.#count,
      starts: this.#starts.subarray(0, this.#count),
      ends: this.#ends.subarray(0, this.#count),
      kinds: this.#kinds.subarray(0, this.#count),
      oldNumbers: this.#olds.subarray(0, this.#count),
      newNumbers: this.#news.subarray(0, this.#count),
      hunks: this.#hunks,
      files: this.#files,
      added: this.#files.reduce((sum, file) => sum + file.added, 0),
      removed: this.#files.reduce((sum, file) => sum + file.removed, 0),
      highest: this.#highest,
      longest: this.#longest,
    };
  }

  #content(start: number, end: number): void {
    const file = this.#files.at(-1);
    const sign = this.#text.charCodeAt(start);
    if (sign === plus && this.#newLeft > 0) {
      this.#newLeft -= 1;
      if (file) file.added += 1;
      this.#line('added', start + 1, end);
    } else if (sign === minus && this.#oldLeft > 0) {
      this.#oldLeft -= 1;
      if (file) file.removed += 1;
      this.#line('removed', start + 1, end);
    } else if (sign === backslash) {
      this.#line('note', start + 2, end);
    } else if (sign === space || start === end) {
      // Mail and editors strip the blank of an empty context line.
      this.#oldLeft -= 1;
      this.#newLeft -= 1;
      this.#line('context', Math.min(start + 1, end), end);
    } else {
      this.#oldLeft = 0;
      this.#newLeft = 0;
      this.#header(start, end);
    }
  }

  #header(start: number, end: number): void {
    const line = this.#text.slice(start, end);
    const hunk = hunkHeader.exec(line);
    if (line.startsWith('diff --git ')) {
      this.#inBinary = false;
      const names = headerNames(line.slice(11));
      this.#files.push({ from: names?.from ?? null, to: names?.to ?? null, binary: false, added: 0, removed: 0 });
      if (this.#files.length > 1) this.#line('file', start, end);
      return;
    }
    const file = this.#files.at(-1);
    if (hunk !== null) {
      if (file === undefined) this.#files.push({ from: null, to: null, binary: false, added: 0, removed: 0 });
      this.#old = Number(hunk[1]);
      this.#new = Number(hunk[3]);
      this.#oldLeft = Number(hunk[2] ?? 1);
      this.#newLeft = Number(hunk[4] ?? 1);
      this.#highest = Math.max(this.#highest, this.#old + this.#oldLeft, this.#new + this.#newLeft);
      this.#hunks.push(this.#count);
      this.#line('hunk', start, end);
      return;
    }
    if (file === undefined || this.#inBinary) {
      if (line !== '' && !this.#inBinary) this.#line('note', start, end);
      return;
    }
    if (line.startsWith('--- ')) file.from = sideName(line.slice(4));
    else if (line.startsWith('+++ ')) file.to = sideName(line.slice(4));
    else if (line.startsWith('rename from ') || line.startsWith('copy from ')) {
      file.from = unquoteName(line.slice(line.indexOf(' from ') + 6));
    } else if (line.startsWith('rename to ') || line.startsWith('copy to ')) {
      file.to = unquoteName(line.slice(line.indexOf(' to ') + 4));
    } else if (line.startsWith('new file mode ')) file.from = null;
    else if (line.startsWith('deleted file mode ')) file.to = null;
    file.binary ||= line.startsWith('Binary files ') || line === 'GIT binary patch';
    this.#inBinary = line === 'GIT binary patch';
    if (notes.test(line) || this.#inBinary) this.#line('note', start, end);
  }

  #line(kind: LineKind, start: number, end: number): void {
    const inOld = kind === 'context' || kind === 'removed';
    const inNew = kind === 'context' || kind === 'added';
    const at = this.#count++;
    this.#starts[at] = Math.min(start, end);
    this.#ends[at] = end;
    this.#kinds[at] = kindOf[kind];
    this.#olds[at] = inOld ? this.#old++ : 0;
    this.#news[at] = inNew ? this.#new++ : 0;
    this.#longest = Math.max(this.#longest, end - start);
  }
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
