import { attribute, type PictureRow } from '../../core/picture.ts';
import { findStretches, searchPattern } from './find-text.ts';
import { syntax } from './highlight.ts';
import { changedWords } from './intra-line.ts';
import { languageOf } from './languages.ts';
import { Lru } from './lru.ts';
import { type Patch, type PatchLine, patchLine } from './patch.ts';
import { PatchSyntax } from './patch-syntax.ts';
import type { CellLook, Meaning, ReviewTheme } from './review-theme.ts';
import { fillRow, rowWidth, textRow } from './text-row.ts';

/** The part of a patch that is on the screen. */
export interface DiffWindow {
  readonly patch: Patch;
  /** Decides the language. */
  readonly path: string;
  /** First line that is seen, and how many. */
  readonly top: number;
  readonly rows: number;
  readonly columns: number;
  /** Columns scrolled to the right. */
  readonly shift: number;
  /** The line with the cursor; null for none. */
  readonly cursor: number | null;
  /** Lines about which something was found. */
  readonly marked: ReadonlySet<number>;
  /** The text searched for; empty for none. */
  readonly search: string;
  readonly theme: ReviewTheme;
}

const keptRows = 2000;
/** Nobody reads the colours beyond this column, and the marks take a byte for each. */
const longestMarked = 4000;

interface Painted {
  readonly settings: string;
  readonly theme: ReviewTheme;
  readonly rows: Lru<number, PictureRow>;
  readonly syntax: PatchSyntax | null;
}

/** Rows already made, by the patch they were made of: the same patch and settings always give the same rows. */
const paintedPatches = new WeakMap<Patch, Painted>();

/** The visible rows of a patch: numbers of both sides, sign, code; each at most `columns` wide. */
export function diffRows(window: DiffWindow): PictureRow[] {
  const painted = paintedOf(window);
  const rows: PictureRow[] = [];
  const end = Math.min(window.patch.count, window.top + window.rows);
  for (let index = Math.max(0, window.top); index < end; index++) {
    const row = painted.rows.take(index, () => diffRow(window, index, painted.syntax));
    if (index === window.cursor) rows.push(withCursor(row, window.theme));
    else rows.push(window.marked.has(index) ? withMark(row, window.theme) : row);
  }
  return rows;
}

function paintedOf(window: DiffWindow): Painted {
  const settings = JSON.stringify([window.path, window.columns, window.shift, window.search]);
  const known = paintedPatches.get(window.patch);
  if (known?.settings === settings && known.theme === window.theme) return known;
  const language = languageOf(window.path);
  const painted: Painted = {
    settings,
    theme: window.theme,
    rows: new Lru(keptRows),
    syntax: known?.syntax ?? (language === null ? null : new PatchSyntax(window.patch, language)),
  };
  paintedPatches.set(window.patch, painted);
  return painted;
}

function diffRow(window: DiffWindow, index: number, colours: PatchSyntax | null): PictureRow {
  const { patch, columns, shift, theme } = window;
  const { looks } = theme;
  const line = patchLine(patch, index);
  if (line.kind === 'hunk' || line.kind === 'note' || line.kind === 'file') {
    const as: Meaning = line.kind === 'file' ? 'heading' : line.kind;
    return textRow({ text: ` ${line.text}`, lookAt: () => looks[as], from: 0, columns, theme });
  }
  const base = line.kind === 'context' ? looks.plain : looks[line.kind];
  const gutter = gutterText(line, patch.highest).slice(0, columns);
  const code = textRow({
    text: line.text,
    lookAt: lookOf(window, index, colours?.at(index) ?? null),
    from: shift,
    columns: columns - gutter.length,
    theme,
  });
  const row = [{ text: gutter, width: gutter.length, ...looks.gutter, bg: base.bg }, ...code];
  return base.bg === -1 ? row : fillRow(row, columns, base);
}

/** Columns that the numbers and the sign take before the code. */
function gutterText(line: PatchLine, highest: number): string {
  const width = Math.max(3, String(highest).length);
  const number = (value: number | null) => String(value ?? '').padStart(width);
  const sign = line.kind === 'added' ? '+' : line.kind === 'removed' ? '-' : ' ';
  return ` ${number(line.oldNumber)} ${number(line.newNumber)} ${sign} `;
}

/** The look of each character: found text before changed words before syntax, over the line's own background. */
function lookOf(window: DiffWindow, index: number, colours: Uint8Array | null): (offset: number) => CellLook {
  const { looks } = window.theme;
  const { kind, text } = patchLine(window.patch, index);
  const base = kind === 'added' || kind === 'removed' ? looks[kind] : looks.plain;
  const coloured = syntax.map((meaning) =>
    meaning === 'plain'
      ? base
      : { ...looks[meaning], bg: base.bg, attributes: looks[meaning].attributes | base.attributes },
  );
  const word = kind === 'removed' ? looks.removedWord : looks.addedWord;
  const changed = changedWords(window.patch, index);
  const found = window.search === '' ? [] : findStretches(text.slice(0, longestMarked), searchPattern(window.search));
  const over = new Uint8Array(Math.min(text.length, longestMarked));
  for (const stretch of changed) over.fill(1, stretch.from, stretch.to);
  for (const stretch of found) over.fill(2, stretch.from, stretch.to);
  return (offset) => {
    if (over[offset] === 2) return looks.found;
    if (over[offset] === 1) return word;
    return coloured[colours?.[offset] ?? 0] ?? base;
  };
}

/** The cursor is a pointer in the first column, and the numbers stand out. */
function withCursor(row: PictureRow, theme: ReviewTheme): PictureRow {
  return withFirst(row, { text: theme.glyphs.pointer, look: { ...theme.looks.plain, attributes: attribute.bold } });
}

/** What was found is marked in the first column. */
function withMark(row: PictureRow, theme: ReviewTheme): PictureRow {
  return withFirst(row, { text: theme.glyphs.warn, look: theme.looks.warning });
}

/** The row with another first column; what stands beside it stands out as well. */
function withFirst(row: PictureRow, { text, look }: { text: string; look: CellLook }): PictureRow {
  const [first, ...rest] = row;
  if (first === undefined || first.width === 0) return row;
  const bold = { ...first, attributes: attribute.bold };
  const mark = { ...bold, fg: look.fg === -1 ? first.fg : look.fg, attributes: look.attributes, text, width: 1 };
  return rowWidth([first]) === 1
    ? [mark, ...rest]
    : [mark, { ...bold, text: first.text.slice(1), width: first.width - 1 }, ...rest];
}
