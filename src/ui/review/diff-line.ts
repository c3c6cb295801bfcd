import type { PictureRow } from '../../core/picture.ts';
import { findStretches, searchPattern } from './find-text.ts';
import { syntax } from './highlight.ts';
import { changedWords } from './intra-line.ts';
import { type Patch, type PatchLine, patchLine } from './patch.ts';
import type { PatchSyntax } from './patch-syntax.ts';
import type { CellLook, Meaning, ReviewTheme } from './review-theme.ts';
import { fillRow, textRow } from './text-row.ts';

/** One line of a patch and how it is painted. */
export interface LineWindow {
  readonly patch: Patch;
  readonly index: number;
  /** Which numbers stand before it. */
  readonly numbers: 'both' | 'old' | 'new';
  readonly columns: number;
  /** Columns scrolled to the right. */
  readonly shift: number;
  /** The text searched for; empty for none. */
  readonly search: string;
  readonly theme: ReviewTheme;
  readonly syntax: PatchSyntax | null;
}

/** Nobody reads the colours beyond this column, and the marks take a byte for each. */
const longestMarked = 4000;

/** A line of a patch as it is painted: numbers, sign, code; headers as they are, with what they leave out. */
export function diffLine(window: LineWindow): PictureRow {
  const { patch, index, columns, shift, theme } = window;
  const { looks } = theme;
  const line = patchLine(patch, index);
  if (line.kind === 'hunk' || line.kind === 'note' || line.kind === 'file') {
    const as: Meaning = line.kind === 'file' ? 'heading' : line.kind;
    const text = ` ${line.kind === 'hunk' ? withFolded(line.text, foldedWords(patch, index)) : line.text}`;
    return textRow({ text, lookAt: () => looks[as], from: 0, columns, theme });
  }
  const base = line.kind === 'context' ? looks.plain : looks[line.kind];
  const gutter = gutterText(line, patch.highest, window.numbers).slice(0, columns);
  const code = textRow({
    text: line.text,
    lookAt: lookOf(window, line),
    from: shift,
    columns: columns - gutter.length,
    theme,
  });
  const row = [{ text: gutter, width: gutter.length, ...looks.gutter, bg: base.bg }, ...code];
  return base.bg === -1 ? row : fillRow(row, columns, base);
}

/** What lies folded stands before the name of what the hunk is in, which may be long. */
function withFolded(header: string, folded: string): string {
  if (folded === '') return header;
  const end = header.indexOf('@@', 2) + 2;
  return `${header.slice(0, end)}  ${folded} ${header.slice(end)}`.trimEnd();
}

/** How many lines lie folded above a hunk; '' for none. */
function foldedWords(patch: Patch, index: number): string {
  const hunk = patch.hunks.indexOf(index);
  const before = patch.hunks[hunk - 1];
  const first = firstNumber(patch, index);
  const shownUpTo = before === undefined ? 0 : lastNumber(patch, before, index);
  const folded = first - shownUpTo - 1;
  if (folded <= 0) return '';
  return `${folded} unchanged ${folded === 1 ? 'line' : 'lines'} folded`;
}

function firstNumber(patch: Patch, hunk: number): number {
  const [, start = '0'] = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(patchLine(patch, hunk).text) ?? [];
  return Number(start);
}

/** The last line of the new version between two hunk headers; a hunk without one stands behind the line it names. */
function lastNumber(patch: Patch, hunk: number, end: number): number {
  for (let at = end - 1; at > hunk; at--) {
    const number = patch.newNumbers[at] ?? 0;
    if (number > 0) return number;
  }
  return firstNumber(patch, hunk);
}

/** Columns that the numbers and the sign take before the code. */
function gutterText(line: PatchLine, highest: number, numbers: LineWindow['numbers']): string {
  const width = Math.max(3, String(highest).length);
  const number = (value: number | null) => String(value ?? '').padStart(width);
  const sign = line.kind === 'added' ? '+' : line.kind === 'removed' ? '-' : ' ';
  if (numbers === 'both') return ` ${number(line.oldNumber)} ${number(line.newNumber)} ${sign} `;
  return ` ${number(numbers === 'old' ? line.oldNumber : line.newNumber)} ${sign} `;
}

/** The look of each character: found text before changed words before syntax, over the line's own background. */
function lookOf(window: LineWindow, { kind, text }: PatchLine): (offset: number) => CellLook {
  const { looks } = window.theme;
  const colours = window.syntax?.at(window.index) ?? null;
  const base = kind === 'added' || kind === 'removed' ? looks[kind] : looks.plain;
  const coloured = syntax.map((meaning) =>
    meaning === 'plain'
      ? base
      : { ...looks[meaning], bg: base.bg, attributes: looks[meaning].attributes | base.attributes },
  );
  const word = kind === 'removed' ? looks.removedWord : looks.addedWord;
  const changed = changedWords(window.patch, window.index);
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
