import type { HistoryLines } from './history-lines.ts';
import { type RowCell, lineCells, textEnd, textStart } from './row-cells.ts';

/** A place in the text: a line's number and a column of it. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What is selected, between two places, both included; `anchor` is where selecting began. */
export interface Selection {
  readonly kind: 'lines' | 'cells';
  readonly anchor: TextPlace;
  readonly head: TextPlace;
}

/** The selection from its earlier to its later end. */
export function endsOf({ anchor, head }: Pick<Selection, 'anchor' | 'head'>): {
  readonly from: TextPlace;
  readonly to: TextPlace;
} {
  const forward = anchor.line < head.line || (anchor.line === head.line && anchor.column <= head.column);
  return forward ? { from: anchor, to: head } : { from: head, to: anchor };
}

/** A selection of lines takes in the whole of each text, however many lines it was folded into. */
export function wholeSelection(lines: HistoryLines, selection: Selection): Selection {
  if (selection.kind === 'cells') return selection;
  const { from, to } = endsOf(selection);
  const anchor = { line: textStart(lines, from.line), column: 0 };
  return { kind: 'lines', anchor, head: { line: textEnd(lines, to.line), column: 0 } };
}

/** The columns of a line that are selected, the last one not included; null where none is. */
export function selectedColumns(selection: Selection, line: number): { from: number; to: number } | null {
  const { from, to } = endsOf(selection);
  if (line < from.line || line > to.line) return null;
  if (selection.kind === 'lines') return { from: 0, to: Infinity };
  return { from: line === from.line ? from.column : 0, to: line === to.line ? to.column + 1 : Infinity };
}

/** The selected text: what was folded is one line again, blanks at the ends of lines are left out. */
export function selectedText(lines: HistoryLines, marked: Selection): string {
  const selection = wholeSelection(lines, marked);
  const { from, to } = endsOf(selection);
  const last = Math.min(to.line, lines.end - 1);
  let text = '';
  for (let line = Math.max(from.line, lines.first); line <= last; line++) {
    const columns = selectedColumns(selection, line);
    const goesOn = lines.continues(line) && line < last;
    const part = columns === null ? '' : cellsText(lineCells(lines, line), columns);
    text += goesOn ? part : `${part.trimEnd()}${line < last ? '\n' : ''}`;
  }
  return text;
}

/** A wide character belongs to the selection when either of its halves does. */
function cellsText(cells: readonly RowCell[], { from, to }: { from: number; to: number }): string {
  return cells
    .filter(({ column, width }) => column + width > from && column < to)
    .map(({ text }) => text)
    .join('');
}

const wordLike = /[\p{L}\p{N}\p{M}_./~:@%+#?&=-]/u;

function kindOf(text: string): 'word' | 'blank' | 'sign' {
  if (wordLike.test(text)) return 'word';
  return text === ' ' ? 'blank' : 'sign';
}

/** The word at a place: what a path or an address is made of; anything else is a selection of like characters. */
export function wordAt(lines: HistoryLines, place: TextPlace): Selection {
  const cells: (RowCell & { readonly line: number })[] = [];
  for (let line = textStart(lines, place.line), end = textEnd(lines, place.line); line <= end; line++) {
    for (const cell of lineCells(lines, line)) cells.push({ ...cell, line });
  }
  const at = cells.findIndex(
    ({ line, column, width }) => line === place.line && column <= place.column && place.column < column + width,
  );
  const chosen = cells[at];
  if (chosen === undefined) return { kind: 'cells', anchor: place, head: place };
  const alike = (index: number): boolean => {
    const cell = cells[index];
    return cell !== undefined && kindOf(cell.text) === kindOf(chosen.text);
  };
  let first = at;
  let last = at;
  while (alike(first - 1)) first -= 1;
  while (alike(last + 1)) last += 1;
  const from = cells[first] ?? chosen;
  const to = cells[last] ?? chosen;
  return {
    kind: 'cells',
    anchor: { line: from.line, column: from.column },
    head: { line: to.line, column: to.column + to.width - 1 },
  };
}

/** The whole text of which a line is a part. */
export function wholeTextAt(lines: HistoryLines, line: number): Selection {
  const at = { line, column: 0 };
  return wholeSelection(lines, { kind: 'lines', anchor: at, head: at });
}
