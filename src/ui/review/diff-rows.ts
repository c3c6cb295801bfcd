import { attribute, type PictureRow } from '../../core/picture.ts';
import { type DiffPlan, planOf } from './diff-plan.ts';
import { type LineWindow, diffLine } from './diff-line.ts';
import { languageOf } from './languages.ts';
import { Lru } from './lru.ts';
import { type Patch, lineKinds } from './patch.ts';
import { PatchSyntax } from './patch-syntax.ts';
import type { CellLook, ReviewTheme } from './review-theme.ts';
import { type NoteBlock, notedPlan } from './noted-plan.ts';
import { fillRow, piecesRow, rowWidth } from './text-row.ts';

/** The part of a patch that is on the screen. */
export interface DiffWindow {
  readonly patch: Patch;
  /** Decides the language. */
  readonly path: string;
  /** First row that is seen, and how many. */
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
  /** Both versions beside each other. */
  readonly sideBySide?: boolean;
  /** What stands between the lines. */
  readonly notes?: readonly NoteBlock[];
}

const keptLines = 2000;
/** Between two versions that stand beside each other. */
const seamColumns = 1;

interface Painted {
  readonly settings: string;
  readonly theme: ReviewTheme;
  readonly lines: Lru<number, PictureRow>;
  readonly syntax: PatchSyntax | null;
}

/** Lines already painted, by the patch they were made of: the same patch and settings always give the same rows. */
const paintedPatches = new WeakMap<Patch, Painted>();

/** The visible rows of a patch: numbers, sign, code; each at most `columns` wide. */
export function diffRows(window: DiffWindow): PictureRow[] {
  const painted = paintedOf(window);
  const plan = notedPlan(planOf(window.patch, window.sideBySide === true), window.notes ?? []);
  const rows: PictureRow[] = [];
  const end = Math.min(plan.rows, window.top + window.rows);
  for (let row = Math.max(0, window.top); row < end; row++) rows.push(rowOf(window, { plan, row, painted }));
  return rows;
}

/** Which of a line's numbers stand before it; lines that both versions have are painted for each side. */
type Numbers = LineWindow['numbers'];

function rowOf(
  window: DiffWindow,
  { plan, row, painted }: { plan: DiffPlan; row: number; painted: Painted },
): PictureRow {
  const note = plan.noteAt(row);
  if (note !== null) return piecesRow(note, window.columns, window.theme);
  const { left, right } = plan.linesOf(row);
  const line = (index: number, numbers: Numbers, columns: number): PictureRow => {
    const { patch, shift, search, theme } = window;
    const made = painted.lines.take(index * 4 + numbersKey[numbers], () =>
      diffLine({ patch, index, shift, search, theme, syntax: painted.syntax, numbers, columns }),
    );
    if (index === window.cursor) return withCursor(made, theme);
    return window.marked.has(index) ? withMark(made, theme) : made;
  };
  const isWhole = left === right && left !== null && lineKinds[window.patch.kinds[left] ?? -1] !== 'context';
  if (!plan.sideBySide || isWhole) return left === null ? [] : line(left, 'both', window.columns);
  const half = Math.max(0, Math.floor((window.columns - seamColumns) / 2));
  const { plain, gutter } = window.theme.looks;
  if (half === 0) return [];
  const seam = { text: window.theme.glyphs.frame.down, width: seamColumns, ...gutter };
  return [
    ...fillRow(left === null ? [] : line(left, 'old', half), half, plain),
    seam,
    ...(right === null ? [] : line(right, 'new', window.columns - half - seamColumns)),
  ];
}

const numbersKey: Readonly<Record<Numbers, number>> = { both: 0, old: 1, new: 2 };

function paintedOf(window: DiffWindow): Painted {
  const settings = JSON.stringify([window.path, window.columns, window.shift, window.search]);
  const known = paintedPatches.get(window.patch);
  if (known?.settings === settings && known.theme === window.theme) return known;
  const language = languageOf(window.path);
  const painted: Painted = {
    settings,
    theme: window.theme,
    lines: new Lru(keptLines),
    syntax: known?.syntax ?? (language === null ? null : new PatchSyntax(window.patch, language)),
  };
  paintedPatches.set(window.patch, painted);
  return painted;
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
